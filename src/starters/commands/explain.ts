/** `explain [stage|all|staff]`: the rules in words, from the same rows the engine decides by. */
import { Command } from 'commander';
import { explainPolicy, explainStages, stageKeys, stagesCalled } from '../../domain/explain.ts';
import { commandContext, commandPolicy } from './context.ts';

export const explainCommand = new Command('explain')
  .description('what a deal needs to leave a stage; all rules; or who holds which role')
  .argument('[what...]', 'a stage (key or label), "all", or "staff"; all unless said otherwise')
  .option('--json', 'as JSON')
  .action(async (words: string[], { json }: { json?: true }) => {
    const what = words.join(' ') || 'all';
    if (what === 'staff') return explainStaff(json === true);
    const policy = await commandPolicy();
    const rows = what === 'all' ? policy : stagesCalled(policy, what);
    const text = what === 'all' ? explainPolicy(policy) : explainStages(policy, what);
    if (text === undefined) throw new Error(noSuchStage(what, stageKeys(policy)));
    console.log(json === true ? JSON.stringify(rows, null, 2) : text);
  });

function noSuchStage(name: string, keys: string[]): string {
  return `There is no stage "${name}". There are: ${keys.join(', ')}; or all, or staff.`;
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
