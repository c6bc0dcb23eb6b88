/** What people are told of a contact: properties on the record, notes beside it. */
import type { Detail, NoteAbout } from '../../domain/contact/commands.ts';
import { contactNote } from '../../domain/contact-note-words.ts';
import { contactDetails, contactMissingText } from '../../domain/contact-words.ts';
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
