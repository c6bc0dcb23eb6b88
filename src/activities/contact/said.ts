/** What people are told of a contact: properties on the record, notes and tasks beside it. */
import type { Detail, NoteAbout, TaskAbout } from '../../domain/contact/commands.ts';
import { contactNote } from '../../domain/contact-note-words.ts';
import { contactTask } from '../../domain/contact-task-words.ts';
import { contactDetails, contactMissingText } from '../../domain/contact-words.ts';
import type { ContactPortal } from '../../domain/contact/policy.ts';
import type { ContactShown } from '../../domain/contact/state.ts';
import type { Attention } from '../../domain/deal/state.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { keepRecord } from '../keep.ts';

export interface ShowInput {
  contactId: string;
  shown: ContactShown;
  /** False: the record says so already. */
  write: boolean;
  attention?: Attention;
}

/** One write at most (R-01, T-04). Answers the current details of the Temporal UI, in Markdown. */
export async function showOnContact(
  hubspot: HubSpot,
  policy: Policy,
  { properties }: ContactRules,
  { contactId, shown, write, attention }: ShowInput,
): Promise<{ details: string }> {
  if (write) {
    const missing = { [properties.missing]: contactMissingText(policy, shown.missing) };
    await hubspot.updateRecord('contact', contactId, { ...shown.values, ...missing });
  }
  return { details: contactDetails(policy, shown, attention) };
}

export interface ContactNoteInput {
  contactId: string;
  /** Makes it one note however often this runs. */
  key: string;
  about: NoteAbout;
  detail: Detail;
  /** Milliseconds since 1970. */
  at: number;
}

export async function noteOnContact(hubspot: HubSpot, policy: Policy, note: ContactNoteInput): Promise<void> {
  await keepRecord(hubspot, policy, {
    object: 'note',
    key: note.key,
    properties: {
      hs_note_body: contactNote(policy, note.about, note.detail),
      hs_timestamp: new Date(note.at).toISOString(),
    },
    on: { object: 'contact', id: note.contactId },
  });
}

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
