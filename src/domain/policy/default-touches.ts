/** The shipped rules of touches (HP24 "Closed-Lost"), and the properties they need. */
import { engineProperty, options, property } from './rows.ts';
import type { TouchRules } from './touch-types.ts';
import type { PropertyRow } from './types.ts';

export const defaultTouches: TouchRules = {
  // Whoever chose us as partner has answered.
  stages: ['sql', 'engaged', 'proposal'],
  touches: 7,
  voicemails: 3,
  warnAfterDays: 3,
  closeAfterDays: 5,
  lateAnswerDueDays: 1,
  calls: {
    // HubSpot's own outcomes; a portal's further ones are added to the list they belong to.
    touches: [
      { kind: 'voicemail', outcomes: ['b2cf5968-551e-4856-9783-52b3da59a7d0'] },
      { kind: 'noAnswer', outcomes: ['73a0d17f-1163-4015-bdd5-ec830791da20'] },
      { kind: 'busy', outcomes: ['9d9162e7-6cf3-4944-bf63-4dff82258764'] },
      { kind: 'liveMessage', outcomes: ['a4c4c377-d246-4b32-a13b-75a56a4cd0ff'] },
    ],
    answers: ['f240bbac-87c9-4f6e-bf70-924b57d47db7'],
    ignored: ['17b47fee-58de-441e-a44c-c6300d46f273'],
    incoming: 'INBOUND',
  },
  emails: {
    sent: ['EMAIL'],
    // A forwarded one is their mail, which a rep forwarded to HubSpot so that it is logged.
    received: ['INCOMING_EMAIL', 'FORWARDED_EMAIL'],
    undelivered: ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING'],
    // HubSpot's sequences go from a rep's own mailbox to one person at a time and stop at the answer: one-to-one.
    sequences: true,
  },
  messages: { direction: 'sop_message_direction', received: 'received' },
  meetings: { answers: ['COMPLETED'] },
  properties: { touches: 'sop_touches', voicemails: 'sop_voicemails', summary: 'sop_touch_summary' },
  lostCategory: 'no_response',
  clause: 'S-01, "has otherwise not responded after 7 touches/attempts (at least three of which being voicemail)"',
};

export const touchProperties: PropertyRow[] = [
  engineProperty('deal', 'sop_touches', 'Touches', 'number', 'S-03'),
  engineProperty('deal', 'sop_voicemails', 'Voicemails', 'number', 'S-04'),
  engineProperty('deal', 'sop_touch_summary', 'Touch summary', 'longText', 'S-04'),
  // HubSpot does not keep who wrote a logged SMS, WhatsApp or LinkedIn message.
  property(
    'communication',
    'sop_message_direction',
    'Message direction',
    'choice',
    'S-02',
    options('Sent', 'Received'),
  ),
];
