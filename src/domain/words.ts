/** The sentences a rep reads, made from the policy's rows (D-16: in the SOP's own words). */
import type { NoteCommand } from './deal/commands.ts';
import { criterionId } from './deal/policy.ts';
import { BACK_OUT, NOT_SIGNED } from './deal/verdict.ts';
import type { Attention, Shown } from './deal/state.ts';
import { findProperty } from './policy/lookup.ts';
import type { Criterion, Policy, PropertyRow, StageRow } from './policy/types.ts';
import { backOutWay, onlyApprover } from './signed-words.ts';
import { localMinute } from './time.ts';

/** `HP Product(s)`, or `Contract Status: "Proposal sent"` where a value is asked for, or `… (yes or no)`. */
export function criterionWords(policy: Policy, criterion: Criterion): string {
  if (criterion.kind === 'file') return policy.files.find(({ key }) => key === criterion.file)?.label ?? criterion.file;
  if (criterion.kind === 'nextSteps') {
    return `Next steps in a note, e-mail or call on the deal (at least ${criterion.minLength} characters, from after it entered this stage)`;
  }
  const row = findProperty(policy, criterion.object, criterion.property);
  const label = row?.label ?? criterion.property;
  const where = criterion.object === 'deal' ? '' : ` (on the ${criterion.object})`;
  if (criterion.kind === 'known') return `${label}${row?.type === 'yesNo' ? ' (yes or no)' : ''}${where}`;
  const asked = criterion.kind === 'is' ? [criterion.value] : criterion.values;
  const values = asked.map((value) => `"${optionLabel(row, value)}"`);
  return `${label}: ${values.join(' or ')}${where}`;
}

function optionLabel(row: PropertyRow | undefined, value: string): string {
  if (row?.type === 'yesNo') return value === 'yes' ? 'Yes' : 'No';
  return row?.options?.find((option) => option.value === value)?.label ?? value;
}

/** What a criterion's id means, wherever in the policy it stands. */
export function criterionById(policy: Policy, id: string): string {
  if (id === BACK_OUT) return capitalized(onlyApprover(policy));
  if (id === NOT_SIGNED) return notSignedWords(policy);
  const criteria = policy.pipelines.flatMap(({ stages }) =>
    stages.flatMap(({ exit = [], checklist = [] }) => [...exit, ...checklist]),
  );
  const found = criteria.find((criterion) => criterionId(criterion) === id);
  if (found !== undefined) return criterionWords(policy, found);
  const [object = '', name = ''] = id.split('.');
  return policy.properties.find((row) => row.object === object && row.name === name)?.label ?? id;
}

/** B-03: why this category loses no deal that somebody drags or fills in. */
function notSignedWords(policy: Policy): string {
  const { lost, backOut } = policy;
  const label = findProperty(policy, 'deal', lost.category)?.label ?? lost.category;
  const category = lostWords(policy, backOut?.lostCategory ?? '');
  return `Another ${label}: "${category}" is only for a signed deal that the ${backOut?.approverRole ?? ''} backs out`;
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
  return shown.missing.map((id) => criterionById(policy, id));
}

/** Content of the property "Missing to move on"; empty where nothing is to be said. */
export function missingText(policy: Policy, shown: Shown): string {
  const rows = stageRows(policy, shown);
  if (rows === undefined) return '';
  const missing = missingWords(policy, shown);
  if (shown.putBack !== undefined) {
    const home = stageLabel(policy, shown.pipeline, shown.putBack.stage);
    const when = `${localMinute(shown.putBack.at, policy.calendar.timeZone)} ${policy.calendar.timeZone}`;
    if (shown.missing.includes(BACK_OUT)) {
      return `This deal was moved to ${rows.stage.label}, but ${onlyApprover(policy)}. It goes back to ${home} at ${when}.\n${backOutWay(policy)}`;
    }
    return `This deal was moved ahead. It goes back to ${home} at ${when} unless these are filled in:\n${bullets(missing)}`;
  }
  if (rows.next === undefined) return '';
  if (shown.resting) {
    return `Nothing. This deal was moved back to ${rows.stage.label}; it rests here until one of this stage's fields changes or somebody moves it on.`;
  }
  return missing.length === 0
    ? ''
    : `To move on to ${rows.next.label}:\n${bullets(missing)}${adviceText(policy, shown)}`;
}

/** What the stage asks for besides, without holding the deal up (D-03, D-05). */
function adviceText(policy: Policy, { advice = [] }: Shown): string {
  if (advice.length === 0) return '';
  return `\nAlso to be provided here (does not hold the deal up):\n${bullets(advice.map((id) => criterionById(policy, id)))}`;
}

const bullets = (lines: string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** A stage's label by its key, of the pipeline or, where that is not known, of any. */
export function stageLabel(policy: Policy, pipeline: string | undefined, stage: string): string {
  const stages =
    policy.pipelines.find(({ key }) => key === pipeline)?.stages ?? policy.pipelines.flatMap((row) => row.stages);
  return stages.find(({ key }) => key === stage)?.label ?? stage;
}

/** The note on the deal, as HTML. All words come from the policy, none from a record. */
export function dealNote(policy: Policy, about: NoteCommand['about'], shown: Shown): string {
  const rows = stageRows(policy, shown);
  const stage = strong(rows?.stage.label ?? '');
  const list = `<ul>${missingWords(policy, shown)
    .map((it) => `<li>${escapeHtml(it)}</li>`)
    .join('')}</ul>`;
  switch (about) {
    case 'missing':
      return `<p>This deal stays in ${stage} until these are filled in; then it moves on to ${strong(rows?.next?.label ?? 'the next stage')} by itself:</p>${list}`;
    case 'bypass':
      if (shown.missing.includes(BACK_OUT)) {
        const home = shown.putBack && stageLabel(policy, shown.pipeline, shown.putBack.stage);
        const where = home === undefined ? '' : ` It is back in ${strong(home)}.`;
        return `<p>This deal was moved to ${stage}, but ${escapeHtml(onlyApprover(policy))}.${where}</p><p>${escapeHtml(backOutWay(policy))}</p>`;
      }
      return shown.putBack === undefined
        ? `<p>This deal was moved ahead to ${stage} although these are missing:</p>${list}`
        : `<p>This deal was moved ahead to ${stage} and is back in ${strong(stageLabel(policy, shown.pipeline, shown.putBack.stage))}, because these are missing:</p>${list}<p>A sales manager can let it stand by writing a reason into "${escapeHtml(letStandLabel(policy))}" before moving it again.</p>`;
    case 'backOutWay':
      return `<p>This deal is signed: neither a lost reason nor dragging closes it.</p><p>${escapeHtml(backOutWay(policy))}</p>`;
    case 'notSigned':
      return `<p>This deal stays in ${stage}. To close it as lost it needs:</p>${list}`;
  }
}

function letStandLabel(policy: Policy): string {
  return findProperty(policy, 'deal', policy.bypass.letStandProperty)?.label ?? policy.bypass.letStandProperty;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const strong = (text: string): string => `<strong>${escapeHtml(text)}</strong>`;

/** The label of a lost reason's category. */
export function lostWords(policy: Policy, category: string): string {
  const options = findProperty(policy, 'deal', policy.lost.category)?.options ?? [];
  return options.find(({ value }) => value === category)?.label ?? category;
}

/** What a person has to look at, in one sentence. */
export function attentionWords(policy: Policy, { reason, properties = [] }: Attention): string {
  const labels = properties.map((name) => findProperty(policy, 'deal', name)?.label ?? name);
  if (reason === 'fuse')
    return 'something keeps moving this deal ahead; the engine leaves it alone until somebody has looked.';
  if (reason === 'auth') return 'HubSpot does not accept the access token, or it lacks a scope.';
  if (reason.startsWith('Journal')) return "the journal refused a decision; the worker's log says why.";
  return `HubSpot refused an update (${reason})${labels.length === 0 ? '' : `; it asks for ${labels.join(', ')}`}. It is tried again when the deal changes.`;
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
