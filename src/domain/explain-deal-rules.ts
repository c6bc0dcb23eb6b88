/** The rules of a deal besides its gates in words, for `npm run sop -- explain`. Made from the rows, like the rules themselves. */
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';

/** One line for each rule that the policy has, in the order of a deal's life. */
export function explainDealRules(policy: Policy): string[] {
  return [approval, nextAction, sopNote, touches, ownerChanged, handOff, backOut].flatMap(
    (words) => words(policy) ?? [],
  );
}

function approval(policy: Policy): string | undefined {
  const rule = policy.approval;
  if (rule === undefined) return undefined;
  return `${label(policy, rule.required)} "No": approved by itself. "Yes": somebody else than the deal's owner sets ${label(policy, rule.status)}, and no program or import; the ${rule.role} is asked, and reminded every ${businessDays(rule.remindAfterBusinessDays)}, ${times(rule.reminders)} [${rule.clause}]`;
}

function nextAction(policy: Policy): string | undefined {
  const rule = policy.nextAction;
  if (rule === undefined) return undefined;
  const names = [rule.action, rule.owner, rule.date].map((name) => label(policy, name)).join(', ');
  return `${names}: in ${stages(policy, rule.stages)} all are filled in, the date is not past and the owner is one of us. Otherwise, after ${businessDays(rule.graceBusinessDays)}, the deal is flagged and its owner gets a task. Whether the owner of the next action still works here is looked at when its day comes, and before with whatever happens with the deal, every ${rule.ownerCheckDays} days at most [${rule.clause}]`;
}

function sopNote(policy: Policy): string | undefined {
  const rule = policy.sopNote;
  if (rule === undefined) return undefined;
  return `The note "${rule.tag}" with ${rule.deal.length} properties of the deal and ${rule.company.length} of the company is written once, when all are filled in, unless a person wrote it [${rule.clause}]`;
}

function touches(policy: Policy): string | undefined {
  const rule = policy.touches;
  if (rule === undefined) return undefined;
  const category = findProperty(policy, 'deal', policy.lost.category)?.options?.find(
    ({ value }) => value === rule.lostCategory,
  )?.label;
  return `${rule.touches} touches without an answer, ${rule.voicemails} of them voicemails, in ${stages(policy, rule.stages)}: the owner is warned after ${businessDays(rule.warnAfterDays)}, after ${businessDays(rule.closeAfterDays)} the deal is lost as "${category ?? rule.lostCategory}". Any answer starts the count again; of one that becomes known later the owner is told [${rule.clause}]`;
}

function ownerChanged({ nextAction: planned, touches: counted, sopNote: noted }: Policy): string | undefined {
  const clauses = [counted && 'S-05', noted && 'D-10', planned && 'D-20'].filter((clause) => clause !== undefined);
  if (clauses.length === 0) return undefined;
  return `Another owner of the deal gets the open tasks of the one before, except what somebody has in hand or was asked of others [${clauses.join(', ')}]`;
}

function handOff(policy: Policy): string | undefined {
  const rule = policy.onboarding?.acceptance;
  if (rule === undefined) return undefined;
  return `A won deal's ticket is accepted by moving it on; until then ${rule.role} is reminded every ${businessDays(rule.remindAfterBusinessDays)}, ${times(rule.reminders)}, and then the ${rule.managerRole} hears of it. After it the rep's work is complete [${rule.clause}]`;
}

function backOut(policy: Policy): string | undefined {
  const rule = policy.backOut;
  if (rule === undefined) return undefined;
  return `A signed deal is backed out by the ${rule.approverRole} only, through the end of day ${rule.windowDays} after the signing; later it is churn [${rule.clause}]`;
}

const label = (policy: Policy, name: string) => `"${findProperty(policy, 'deal', name)?.label ?? name}"`;
const businessDays = (count: number) => (count === 1 ? 'one business day' : `${count} business days`);
const times = (count: number) => (count === 1 ? 'once' : `${count} times`);

function stages({ pipelines }: Policy, keys: string[]): string {
  const rows = pipelines.flatMap((pipeline) => pipeline.stages);
  return keys.map((key) => rows.find((row) => row.key === key)?.label ?? key).join(', ');
}
