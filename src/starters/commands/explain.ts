/** `explain [stage|contacts|all|staff]`: the rules in words, from the same rows the engine decides by. */
import { Command } from 'commander';
import { explainContacts, explainLifecycleStage, lifecycleStagesCalled } from '../../domain/explain-contacts.ts';
import { explainPolicy, explainStages, stageKeys, stagesCalled } from '../../domain/explain.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { commandContext, commandPolicy } from './context.ts';

export const explainCommand = new Command('explain')
  .description('what a deal needs to leave a stage; how contacts live; all rules; or who holds which role')
  .argument(
    '[what...]',
    'a deal stage or lifecycle stage (key or label), "contacts" or "lifecycle", "all", or "staff"; all unless said otherwise',
  )
  .option('--json', 'as JSON')
  .action(async (words: string[], { json }: { json?: true }) => {
    const what = words.join(' ') || 'all';
    if (what === 'staff') return explainStaff(json === true);
    const { rows, text } = explained(await commandPolicy(), what);
    console.log(json === true ? JSON.stringify(rows, null, 2) : text);
  });

/** @throws Error for something that the policy does not have */
function explained(policy: Policy, what: string): { rows: unknown; text: string } {
  const contacts = explainContacts(policy);
  if (what === 'all') return { rows: policy, text: [explainPolicy(policy), contacts ?? ''].join('\n\n').trimEnd() };
  if (what === 'contacts' || what === 'lifecycle') {
    if (contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
    return { rows: policy.contacts, text: contacts };
  }
  const ofContacts = lifecycleStagesCalled(policy, what);
  const text = explainStages(policy, what);
  // `deal.SQL` and `lifecycle.SQL` have one name: the deal's is meant, the other is pointed to.
  const other =
    ofContacts.length === 0 ? '' : '\nContacts have a stage of this name, too: npm run sop -- explain contacts';
  if (text !== undefined) return { rows: stagesCalled(policy, what), text: `${text}${other}` };
  if (ofContacts.length === 0) throw new Error(noSuchStage(what, policy));
  return { rows: ofContacts, text: ofContacts.map((row) => explainLifecycleStage(policy, row)).join('\n') };
}

function noSuchStage(name: string, policy: Policy): string {
  const ofContacts = (policy.contacts?.lifecycle.stages ?? []).map(({ key }) => key);
  const keys = [...new Set([...stageKeys(policy), ...ofContacts])];
  return `There is no stage "${name}". There are: ${keys.join(', ')}; or contacts, all, or staff.`;
}

/** Roles are matched to HubSpot's owners by e-mail; a person without an owner is shown as such. */
async function explainStaff(json: boolean): Promise<void> {
  const { policy, hubspot } = await commandContext();
  const owners = await hubspot.owners();
  const staff = policy.staff.flatMap(({ role, emails }) =>
    emails.map((email) => {
      const owner = owners.find((one) => one.email?.toLowerCase() === email.toLowerCase());
      const name = owner === undefined ? '' : `${owner.firstName ?? ''} ${owner.lastName ?? ''}`.trim();
      return { role, name, ownerId: owner?.id ?? null, email };
    }),
  );
  if (json) return console.log(JSON.stringify(staff, null, 2));
  for (const { role, name, ownerId, email } of staff) {
    console.log(`${role.padEnd(16)} ${(name || email).padEnd(32)} ${ownerId ?? 'has no owner in this portal'}`);
  }
}
