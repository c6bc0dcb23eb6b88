/** Tasks beside a contact, for its owner or a role. */
import type { Detail, TaskAbout } from '../../domain/contact/commands.ts';
import { contactTask } from '../../domain/contact-task-words.ts';
import type { ContactPortal } from '../../domain/contact/policy.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { keepTask } from '../tasks.ts';

export interface ContactTaskInput {
  contactId: string;
  /** Makes it one task however often this runs; completed, it stays completed. */
  key: string;
  about: TaskAbout;
  detail: Detail;
  /** `owner` or a role of the policy. */
  to: string;
  /** The contact's owner, if it has one. */
  ownerId?: string;
  /** Milliseconds since 1970. */
  dueAt: number;
}

export async function taskOnContact(
  hubspot: HubSpot,
  policy: Policy,
  { handOff }: ContactRules,
  portal: ContactPortal,
  task: ContactTaskInput,
): Promise<void> {
  const { key, contactId, dueAt } = task;
  const words = contactTask(policy, task.about, task.detail);
  const ownerId = assigneeOf(portal, handOff.managerRole, task);
  await keepTask(hubspot, policy, { ...words, key, dueAt, ownerId, on: { object: 'contact', id: contactId } });
}

/** A task for an owner who is no user any more, or for a role that nobody has, goes to the manager. */
function assigneeOf({ staff, owners }: ContactPortal, managerRole: string, task: ContactTaskInput): string | undefined {
  const { to, ownerId } = task;
  const asked = to === 'owner' ? staff.find((id) => id === ownerId) : owners[to]?.[0];
  return asked ?? owners[managerRole]?.[0];
}
