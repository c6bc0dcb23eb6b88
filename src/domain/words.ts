/** The sentences a rep reads, made from the policy's rows (D-16: in the SOP's own words). */
import { criterionId } from './deal/policy.ts';
import type { Shown } from './deal/state.ts';
import { findProperty } from './policy/lookup.ts';
import type { Criterion, Policy, StageRow } from './policy/types.ts';
import { localMinute } from './time.ts';

/** `HP Product(s)`, or `Contract Status: "Proposal signed"` where a value is asked for, or `… (yes or no)`. */
export function criterionWords(policy: Policy, criterion: Criterion): string {
  const row = findProperty(policy, criterion.object, criterion.property);
  const label = row?.label ?? criterion.property;
  const where = criterion.object === 'deal' ? '' : ` (on the ${criterion.object})`;
  if (criterion.kind === 'is') {
    const option = row?.options?.find(({ value }) => value === criterion.value)?.label ?? criterion.value;
    return `${label}: "${option}"${where}`;
  }
  return `${label}${row?.type === 'yesNo' ? ' (yes or no)' : ''}${where}`;
}

export interface StageWords {
  pipeline: string;
  stage: StageRow;
  /** The stage that follows, where the engine moves deals on. */
  next?: StageRow;
}

/** The rows behind the keys of a stay; undefined where the deal stands outside of the policy's pipelines. */
export function stageRows(policy: Policy, shown: Shown): StageWords | undefined {
  const pipeline = policy.pipelines.find(({ key }) => key === shown.pipeline);
  const index = pipeline?.stages.findIndex(({ key }) => key === shown.stage) ?? -1;
  const stage = pipeline?.stages[index];
  if (pipeline === undefined || stage === undefined) return undefined;
  const next = stage.exit === undefined ? undefined : pipeline.stages[index + 1];
  return { pipeline: pipeline.label, stage, ...(next === undefined ? {} : { next }) };
}

/** Each missing criterion in the SOP's words, in the policy's order. */
export function missingWords(policy: Policy, shown: Shown): string[] {
  const exit = stageRows(policy, shown)?.stage.exit ?? [];
  return exit.filter((it) => shown.missing.includes(criterionId(it))).map((it) => criterionWords(policy, it));
}

/** Content of the property "Missing to move on"; empty where nothing is to be said. */
export function missingText(policy: Policy, shown: Shown): string {
  const rows = stageRows(policy, shown);
  if (rows?.next === undefined) return '';
  if (shown.resting) {
    return `Nothing. This deal was moved back to ${rows.stage.label}; it rests here until one of this stage's fields changes or somebody moves it on.`;
  }
  const missing = missingWords(policy, shown);
  return missing.length === 0 ? '' : `To move on to ${rows.next.label}:\n${missing.map((it) => `- ${it}`).join('\n')}`;
}

/** The note on the deal, as HTML; the words come from the policy, never from a record, so nothing needs escaping but them. */
export function missingNote(policy: Policy, shown: Shown): string {
  const rows = stageRows(policy, shown);
  const items = missingWords(policy, shown).map((it) => `<li>${escapeHtml(it)}</li>`);
  const stage = escapeHtml(rows?.stage.label ?? '');
  const next = escapeHtml(rows?.next?.label ?? 'the next stage');
  return (
    `<p>This deal stays in <strong>${stage}</strong> until these are filled in; then it moves on to <strong>${next}</strong> by itself:</p>` +
    `<ul>${items.join('')}</ul>`
  );
}

/** What the Temporal UI shows as current details: where the deal is, what is missing, what happens next (Markdown). */
export function dealDetails(policy: Policy, shown: Shown): string {
  const rows = stageRows(policy, shown);
  if (rows === undefined)
    return 'This deal stands in a pipeline or stage that the policy does not know. The engine leaves it alone.';
  const { timeZone } = policy.calendar;
  const missing = missingWords(policy, shown);
  return [
    `**${rows.stage.label}** (${rows.pipeline}) since ${localMinute(shown.since, timeZone)} ${timeZone}`,
    '',
    ...(missing.length > 0
      ? [`Missing to move on to ${rows.next?.label ?? ''}:`, '', ...missing.map((it) => `- [ ] ${it}`), '']
      : []),
    `Next: ${nextWords(rows, shown)}`,
    '',
    `Policy ${policy.id}@${policy.version}, clause ${rows.stage.clause}`,
  ].join('\n');
}

/** What happens next with a deal that stands like this, in one sentence. */
export function nextWords({ stage, next }: StageWords, shown: Shown): string {
  if (stage.kind !== 'open') return 'nothing; the deal is closed.';
  if (shown.resting) return 'nothing until one of the fields of this stage changes or somebody moves the deal on.';
  if (next === undefined) return 'a person moves the deal on.';
  return `as soon as nothing is missing, the deal moves on to ${next.label} by itself.`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
