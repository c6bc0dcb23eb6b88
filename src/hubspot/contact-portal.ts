/** What of a portal the contacts' workflows decide by: lifecycle stages by label, and who holds which role. */
import type { ContactPortal } from '../domain/contact/policy.ts';
import type { LifecycleKey, LifecycleStageRow } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import { findLifecycleStage, lifecycleOptions, PortalNotReadyError } from './portal-ids.ts';

/**
 * Two calls. Throws `PortalNotReadyError` naming every lifecycle stage that is missing (C-01), and a plain error for a policy
 * without rules for contacts.
 */
export async function contactPortal(
  hubspot: Pick<HubSpot, 'properties' | 'owners'>,
  policy: Policy,
): Promise<ContactPortal> {
  if (policy.contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
  const [options, owners] = await Promise.all([lifecycleOptions(hubspot), hubspot.owners()]);
  const value = (row: LifecycleStageRow) => findLifecycleStage(options, row)?.value;
  const rows = policy.contacts.lifecycle.stages;
  const missing = rows.filter((row) => value(row) === undefined);
  if (missing.length > 0) throw new PortalNotReadyError(missing.map(({ label }) => `the lifecycle stage "${label}"`));
  const stage = (key: LifecycleKey): string => {
    const row = rows.find((one) => one.key === key);
    return (row && value(row)) ?? '';
  };
  const holders = (role: string) => {
    const emails = policy.staff.filter((row) => row.role === role).flatMap((row) => row.emails);
    const held = new Set(emails.map((email) => email.toLowerCase()));
    return owners.filter(({ email }) => held.has(email.toLowerCase()));
  };
  const reps = holders(policy.contacts.ownership.role);
  return {
    stages: {
      target: stage('target'),
      mql: stage('mql'),
      sql: stage('sql'),
      customer: stage('customer'),
      excluded: stage('excluded'),
      additional: stage('additional'),
      recycled: stage('recycled'),
    },
    owners: Object.fromEntries(policy.staff.map(({ role }) => [role, holders(role).map(({ id }) => id)])),
    staff: owners.map(({ id }) => id),
    reps: Object.fromEntries(reps.map(({ id, userId }) => [`person:${userId}`, id])),
  };
}
