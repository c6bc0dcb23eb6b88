/** A deal in the Temporal UI: where it stands, what is missing, what comes next (D-16). */
import type { Shown } from './deal/state.ts';
import { BACK_OUT } from './deal/verdict.ts';
import type { Policy } from './policy/types.ts';
import { localMinute } from './time.ts';
import { criterionById, lostWords, missingWords, stageLabel, stageRows, type StageWords } from './words.ts';

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
    ...(missing.length > 0 ? ['Missing:', '', ...missing.map((it) => `- [ ] ${it}`), ''] : []),
    ...checklistDetails(policy, shown),
    `Next: ${nextWords(policy, rows, shown)}`,
    '',
    `Policy ${policy.id}@${policy.version}, clause ${clauseOf(policy, rows, shown)}`,
  ].join('\n');
}

/** By which rule the deal stands there: a back-out and a silence close deals by rules of their own. */
function clauseOf({ backOut, touches }: Policy, { stage }: StageWords, { lostFor }: Shown): string {
  const rule = [backOut, touches].find((one) => lostFor !== undefined && one?.lostCategory === lostFor);
  return rule?.clause ?? stage.clause;
}

function checklistDetails(policy: Policy, { advice = [] }: Shown): string[] {
  if (advice.length === 0) return [];
  return ['Also to be provided here:', '', ...advice.map((id) => `- [ ] ${criterionById(policy, id)}`), ''];
}

/** What happens next with a deal that stands like this, in one sentence. */
export function nextWords(policy: Policy, { stage, next }: StageWords, shown: Shown): string {
  if (shown.putBack !== undefined) {
    const when = localMinute(shown.putBack.at, policy.calendar.timeZone);
    const unless = shown.missing.includes(BACK_OUT) ? '' : 'unless these are filled in, ';
    return `${unless}the deal goes back to ${stageLabel(policy, shown.pipeline, shown.putBack.stage)} at ${when}.`;
  }
  if (shown.lostFor) return `no further stage; the deal is closed: ${lostWords(policy, shown.lostFor)}.`;
  if (stage.kind !== 'open') return 'no further stage; the deal is closed.';
  if (shown.resting) return 'nothing until one of the fields of this stage changes or somebody moves the deal on.';
  if (next === undefined) return 'a person moves the deal on.';
  return `as soon as nothing is missing, the deal moves on to ${next.label} by itself.`;
}
