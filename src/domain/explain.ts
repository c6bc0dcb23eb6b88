/** The policy in words: `npm run sop -- explain`. Made from the rows, so it cannot say anything else than the gate does. */
import { explainDealRules } from './explain-deal-rules.ts';
import { findProperty } from './policy/lookup.ts';
import type { Criterion, Policy, StageRow } from './policy/types.ts';
import { criterionWords } from './words.ts';

/** One stage of one pipeline or of several that share its rules. */
interface StageOf {
  stage: StageRow;
  next: StageRow | undefined;
  pipelines: string[];
}

/** Everything: pipelines, stages with exit criteria, the lost rule, the calendar. */
export function explainPolicy(policy: Policy): string {
  const { calendar, dealClock } = policy;
  return [
    `${policy.title} (${policy.id}@${policy.version})`,
    '',
    ...stagesOf(policy).map((stage) => explainStage(policy, stage)),
    lostWords(policy),
    bypassWords(policy),
    ...explainDealRules(policy),
    '',
    `Business days: ${calendar.workdays.map((day) => WEEKDAYS[day - 1]).join(' ')} in ${calendar.timeZone}, ${calendar.holidays.length} holidays [${calendar.clause}]`,
    `An open deal is looked at at least every ${dealClock.maxSleepDays} days; a closed one listens for ${dealClock.closedStaysOpenDays} days.`,
  ].join('\n');
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The stages called `name` (key or label, any case); undefined when there is none. */
export function explainStages(policy: Policy, name: string): string | undefined {
  const found = stagesOf(policy).filter(({ stage }) => isCalled(stage, name));
  if (found.length === 0) return undefined;
  return found.map((stage) => explainStage(policy, stage)).join('\n');
}

/** The rows of the stages called `name`, each with the label of its pipeline; empty when there is none. */
export function stagesCalled(policy: Policy, name: string): (StageRow & { pipeline: string })[] {
  return policy.pipelines.flatMap(({ label, stages }) =>
    stages.filter((stage) => isCalled(stage, name)).map((stage) => ({ pipeline: label, ...stage })),
  );
}

/** Keys by which stages can be asked for. */
export function stageKeys(policy: Policy): string[] {
  return [...new Set(stagesOf(policy).map(({ stage }) => stage.key))];
}

function isCalled({ key, label }: StageRow, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  return [key, key.replaceAll('_', ' '), label.toLowerCase()].includes(wanted);
}

function explainStage(policy: Policy, { stage, next, pipelines }: StageOf): string {
  const head = `${stage.label} (${pipelines.join(', ')}) · probability ${Math.round(stage.probability * 100)} %`;
  if (stage.kind !== 'open') return `${head}\n  closed: ${stage.kind}\n`;
  if (stage.exit === undefined) return `${head}\n  a person moves the deal on\n`;
  const lines = stage.exit.map(
    (criterion) => `  - ${criterionWords(policy, criterion)}${optionWords(policy, criterion)}  [${criterion.clause}]`,
  );
  const checklist = (stage.checklist ?? []).map((one) => `  - ${criterionWords(policy, one)}  [${one.clause}]`);
  const beside = checklist.length === 0 ? '' : `\n  also to be provided, holds nobody up:\n${checklist.join('\n')}`;
  return `${head}\n  moves on to ${next?.label ?? '–'} by itself as soon as these are there:\n${lines.join('\n')}${beside}\n`;
}

function optionWords(policy: Policy, criterion: Criterion): string {
  const options =
    criterion.kind === 'known' ? findProperty(policy, criterion.object, criterion.property)?.options : undefined;
  return options === undefined ? '' : `: ${options.map(({ label }) => label).join(', ')}`;
}

function lostWords(policy: Policy): string {
  const [category, details] = [policy.lost.category, policy.lost.details].map(
    (name) => findProperty(policy, 'deal', name)?.label ?? name,
  );
  const lost = [...new Set(policy.pipelines.flatMap(({ stages }) => stages.filter(({ kind }) => kind === 'lost')))];
  const label = [...new Set(lost.map((stage) => stage.label))].join(' / ');
  const { backOut } = policy;
  const ofBackOut = findProperty(policy, 'deal', policy.lost.category)?.options?.find(
    ({ value }) => value === backOut?.lostCategory,
  );
  const except =
    ofBackOut === undefined
      ? ''
      : `; "${ofBackOut.label}" counts only for a signed deal that the ${backOut?.approverRole ?? ''} backs out`;
  return `${label}: from any open stage, by itself, as soon as "${category}" and "${details}" are filled in${except} [${policy.lost.clause}]`;
}

function bypassWords(policy: Policy): string {
  const { mode, graceMinutes, letStandProperty, letStandRoles, clause } = policy.bypass;
  const reason = findProperty(policy, 'deal', letStandProperty)?.label ?? letStandProperty;
  const what =
    mode === 'enforce' ? `goes back after ${graceMinutes} minutes` : 'stays, and everything missing is named';
  return `A deal moved ahead of its criteria ${what}; ${letStandRoles.join(' or ')} can let it stand by "${reason}" [${clause}]`;
}

/** Pipelines with the same stages are told once. */
function stagesOf(policy: Policy): StageOf[] {
  const found: StageOf[] = [];
  for (const pipeline of policy.pipelines) {
    for (const [index, stage] of pipeline.stages.entries()) {
      const next = pipeline.stages[index + 1];
      const twin = found.find(
        (other) => JSON.stringify(other.stage) === JSON.stringify(stage) && other.next?.label === next?.label,
      );
      if (twin !== undefined) twin.pipelines.push(pipeline.label);
      else found.push({ stage, next, pipelines: [pipeline.label] });
    }
  }
  return found;
}
