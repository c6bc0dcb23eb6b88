/** Standard properties of notes, tasks, calls, e-mails, meetings and logged messages (reference `hubspot.md` §6.4). */
import { bool, calculated, choice, datetime, html, number, owner, text } from '../definition.ts';

const every = [
  datetime('hs_timestamp', 'Activity date'),
  owner('hubspot_owner_id', 'Activity assigned to'),
  text('hs_attachment_ids', 'Attached file IDs'),
];

export const noteProperties = [...every, html('hs_note_body', 'Note body')];

export const taskProperties = [
  ...every,
  text('hs_task_subject', 'Task title'),
  html('hs_task_body', 'Task notes'),
  choice('hs_task_status', 'Task status', [
    'NOT_STARTED:Not started',
    'IN_PROGRESS:In progress',
    'WAITING:Waiting',
    'COMPLETED:Completed',
    'DEFERRED:Deferred',
  ]),
  choice('hs_task_priority', 'Priority', ['NONE:None', 'LOW:Low', 'MEDIUM:Medium', 'HIGH:High']),
  choice('hs_task_type', 'Task type', ['EMAIL:Email', 'CALL:Call', 'TODO:To-do']),
  text('hs_task_reminders', 'Reminders'),
  calculated(bool('hs_task_is_completed', 'Is completed')),
];

export const callProperties = [
  ...every,
  text('hs_call_title', 'Call title'),
  html('hs_call_body', 'Call notes'),
  number('hs_call_duration', 'Call duration'),
  choice('hs_call_direction', 'Call direction', ['INBOUND:Inbound', 'OUTBOUND:Outbound']),
  choice('hs_call_status', 'Call status', [
    'BUSY',
    'CALLING_CRM_USER',
    'CANCELED',
    'COMPLETED',
    'CONNECTING',
    'FAILED',
    'IN_PROGRESS',
    'NO_ANSWER',
    'QUEUED',
    'RINGING',
  ]),
  choice('hs_call_disposition', 'Call outcome', [
    '9d9162e7-6cf3-4944-bf63-4dff82258764:Busy',
    'f240bbac-87c9-4f6e-bf70-924b57d47db7:Connected',
    'a4c4c377-d246-4b32-a13b-75a56a4cd0ff:Left live message',
    'b2cf5968-551e-4856-9783-52b3da59a7d0:Left voicemail',
    '73a0d17f-1163-4015-bdd5-ec830791da20:No answer',
    '17b47fee-58de-441e-a44c-c6300d46f273:Wrong number',
  ]),
  text('hs_call_from_number', 'From number'),
  text('hs_call_to_number', 'To number'),
  text('hs_call_recording_url', 'Recording URL'),
];

export const emailProperties = [
  ...every,
  choice('hs_email_direction', 'Email direction', [
    'EMAIL:Outgoing',
    'INCOMING_EMAIL:Incoming',
    'FORWARDED_EMAIL:Forwarded',
  ]),
  choice('hs_email_status', 'Email send status', ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT']),
  text('hs_email_subject', 'Email subject'),
  text('hs_email_text', 'Email body, plain'),
  html('hs_email_html', 'Email body, HTML'),
  text('hs_email_headers', 'Email headers'),
  number('hs_sequence_id', 'Sequence ID'),
];

export const meetingProperties = [
  ...every,
  text('hs_meeting_title', 'Meeting name'),
  html('hs_meeting_body', 'Meeting description'),
  html('hs_internal_meeting_notes', 'Internal meeting notes'),
  datetime('hs_meeting_start_time', 'Meeting start time'),
  datetime('hs_meeting_end_time', 'Meeting end time'),
  choice('hs_meeting_outcome', 'Meeting outcome', [
    'SCHEDULED:Scheduled',
    'COMPLETED:Completed',
    'RESCHEDULED:Rescheduled',
    'NO_SHOW:No show',
    'CANCELED:Canceled',
  ]),
];

/** Messages that were sent elsewhere and logged by hand. */
export const communicationProperties = [
  ...every,
  choice('hs_communication_channel_type', 'Channel type', [
    'SMS',
    'WHATS_APP:WhatsApp',
    'LINKEDIN_MESSAGE:LinkedIn message',
  ]),
  choice('hs_communication_logged_from', 'Logged from', ['CRM']),
  html('hs_communication_body', 'Message'),
];
