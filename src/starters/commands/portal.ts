/** `portal plan|apply`: what the portal lacks of the policy, and adding it (D-01). */
import { Command } from 'commander';
import { applyPortal, planPortal } from '../../hubspot/setup.ts';
import { commandContext } from './context.ts';

export const portalCommand = new Command('portal')
  .description('compare a HubSpot portal with the policy and set it up')
  .addCommand(
    new Command('plan').description('show the differences, change nothing').action(async () => {
      const { hubspot, policy } = await commandContext();
      const changes = await planPortal(hubspot, policy);
      for (const { words } of changes) console.log(words);
      console.log(changes.length === 0 ? 'The portal is ready.' : '\nNext: npm run sop -- portal apply');
    }),
  )
  .addCommand(
    new Command('apply').description('add what is missing; safe to run again; deletes nothing').action(async () => {
      const { hubspot, policy } = await commandContext();
      const changes = await applyPortal(hubspot, policy, ({ words }) => console.log(words));
      const problems = changes.filter(({ kind }) => kind === 'problem').length;
      if (problems > 0) throw new Error(`${problems} of these a person must solve; then run it again.`);
      console.log(changes.length === 0 ? 'The portal was ready already.' : 'Done. The portal is ready.');
    }),
  );
