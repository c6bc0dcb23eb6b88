/** Tasks beside a contact: made once, done with when their occasion is over, handed on with the contact. */
import type { Detail, TaskAbout } from '../../domain/contact/commands.ts';
import { contactTask } from '../../domain/contact-task-words.ts';
import type { ContactPortal } from '../../domain/contact/policy.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { keepRecord, keyProperty } from '../keep.ts';

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
  const { subject, body } = contactTask(policy, task.about, task.detail);
  const assignee = assigneeOf(portal, handOff.managerRole, task);
  await keepRecord(hubspot, policy, {
    object: 'task',
    key: task.key,
    properties: {
      hs_task_subject: subject,
      hs_task_body: body,
      hs_task_status: 'NOT_STARTED',
      hs_task_type: 'TODO',
      hs_timestamp: new Date(task.dueAt).toISOString(),
      ...(assignee === undefined ? {} : { hubspot_owner_id: assignee }),
    },
    on: { object: 'contact', id: task.contactId },
  });
}

/** A task for an owner who is no user any more, or for a role that nobody has, goes to the manager. */
function assigneeOf({ staff, owners }: ContactPortal, managerRole: string, task: ContactTaskInput): string | undefined {
  const { to, ownerId } = task;
  const asked = to === 'owner' ? staff.find((id) => id === ownerId) : owners[to]?.[0];
  return asked ?? owners[managerRole]?.[0];
}

const COMPLETED = 'COMPLETED';
/** What a person changes who works with a task. */
const PROPERTIES = ['hs_task_status', 'hs_task_subject', 'hs_task_body', 'hs_timestamp', 'hubspot_owner_id'];

/**
 * Changes a task of ours that is still as the engine made it. One that a person touched is theirs, one that was deleted or
 * completed needs nothing. Safe to repeat; two calls, and a write.
 */
export async function changeTask(
  hubspot: HubSpot,
  policy: Policy,
  { key, change }: { key: string; change: { ownerId: string } | 'complete' },
): Promise<void> {
  const id = await hubspot.findByKey('task', keyProperty(policy, 'task'), key);
  if (id === undefined) return;
  const { values } = await hubspot.readRecord('task', id, PROPERTIES);
  const isTouched = Object.values(values).some(({ by }) => by.startsWith('person:'));
  if (isTouched || values['hs_task_status']?.value === COMPLETED) return;
  const properties = change === 'complete' ? { hs_task_status: COMPLETED } : { hubspot_owner_id: change.ownerId };
  await hubspot.updateRecord('task', id, properties);
}
