/** Logging what happened: one short form for each kind of activity. */
import { html } from 'hono/html';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';
import { liveField } from './fields.ts';
import { UI_PATH, type Screen } from './layout.ts';
import { nameOf, objectWords, recordPath } from './names.ts';
import type { Html } from './rich-text.ts';

export interface ActivityForm {
  type: ObjectTypeName;
  /** On the button that opens the form. */
  label: string;
  /** What a person fills in, as far as the portal has such properties. */
  fields: string[];
  /** What is so until somebody says otherwise. */
  usual: Record<string, string>;
  /** What is always so. */
  fixed: Record<string, string>;
  /** The property that holds when it happened, beside `hs_timestamp`. */
  startsAt?: string;
}

export const activityForms: readonly ActivityForm[] = [
  { type: 'notes', label: 'Note', fields: ['hs_note_body'], usual: {}, fixed: {} },
  {
    type: 'calls',
    label: 'Call',
    fields: ['hs_call_disposition', 'hs_call_direction', 'hs_call_body'],
    usual: { hs_call_direction: 'OUTBOUND' },
    fixed: { hs_call_status: 'COMPLETED' },
  },
  {
    type: 'emails',
    label: 'E-mail',
    fields: ['hs_email_direction', 'hs_email_subject', 'hs_email_text'],
    usual: { hs_email_direction: 'EMAIL' },
    fixed: { hs_email_status: 'SENT' },
  },
  {
    type: 'meetings',
    label: 'Meeting',
    fields: ['hs_meeting_title', 'hs_meeting_outcome', 'hs_meeting_body'],
    usual: { hs_meeting_outcome: 'COMPLETED' },
    fixed: {},
    startsAt: 'hs_meeting_start_time',
  },
  {
    type: 'communications',
    label: 'Message',
    fields: ['hs_communication_channel_type', 'hs_communication_body'],
    usual: { hs_communication_channel_type: 'LINKEDIN_MESSAGE' },
    fixed: { hs_communication_logged_from: 'CRM' },
  },
  {
    type: 'tasks',
    label: 'Task',
    fields: ['hs_task_subject', 'hs_task_body', 'hs_task_priority', 'hubspot_owner_id'],
    usual: {},
    fixed: {},
  },
];

/** Absent where nothing can be logged on this kind of record. */
export function activityPanel(screen: Screen, record: CrmRecord): Html | '' {
  const { portal } = screen;
  const forms = activityForms.filter(({ type }) => portal.associationTypes.default(type, record.type));
  if (forms.length === 0) return '';
  return html`<section class="panel log" aria-labelledby="log">
    <h2 id="log">Log or plan</h2>
    <div class="buttons">
      ${forms.map(
        ({ type, label }) =>
          html`<button type="button" data-opens="log-${type}" aria-expanded="false" aria-controls="log-${type}">
            ${label}
          </button>`,
      )}
    </div>
    ${forms.map((form) => logForm(screen, record, form))}
  </section>`;
}

function logForm({ portal, me }: Screen, record: CrmRecord, { type, label, fields, usual }: ActivityForm): Html {
  const known = fields.flatMap((name) => portal.properties.find(type, name) ?? []);
  const value = (name: string) => usual[name] ?? (name === 'hubspot_owner_id' ? me.id : '');
  const isPlan = type === 'tasks';
  return html`<form
    id="log-${type}"
    method="post"
    action="${UI_PATH}${recordPath(record)}/log/${type}"
    aria-label="${isPlan ? 'New task' : `Log: ${label}`}"
    hidden
  >
    ${known.map((definition) =>
      liveField({ portal, type, definition, id: `${type}-${definition.name}`, value: value(definition.name) }),
    )}
    <div class="field">
      <label for="${type}-when">${isPlan ? 'Due' : 'When'}</label>
      <input type="datetime-local" id="${type}-when" name="when" aria-describedby="${type}-when-hint" />
      <p class="hint" id="${type}-when-hint">Empty: now, on the portal's clock.</p>
      <p class="error" data-error="hs_timestamp"></p>
    </div>
    <div class="field">
      <label for="${type}-files">Attach files</label>
      <input type="file" id="${type}-files" name="files" multiple aria-describedby="${type}-files-hint" />
      <p class="hint" id="${type}-files-hint">
        ${type === 'notes' ? 'Files alone will do: HubSpot hangs them on a note without words. ' : ''}The sandbox keeps
        their names and sizes only.
      </p>
    </div>
    ${alsoOn(portal, record, type)}
    <button class="primary">${isPlan ? 'Create task' : `Log ${label.toLowerCase()}`}</button>
  </form>`;
}

/** As in HubSpot's screen, an activity also belongs to the people and the company of the record. */
function alsoOn(portal: Portal, record: CrmRecord, type: ObjectTypeName): Html {
  const others = (['contacts', 'companies', 'deals'] as const)
    .filter((other) => portal.associationTypes.default(type, other))
    .flatMap((other) => associationsOf(portal, record, other))
    .flatMap(({ to }) => portal.records.findActive(to) ?? []);
  return html`<fieldset class="field" data-live="also-${type}" ${others.length === 0 ? 'hidden' : ''}>
    <legend>Also on</legend>
    <div class="boxes">
      ${others.map(
        (other) =>
          html`<label
            ><input
              type="checkbox"
              name="also"
              value="${other.type}:${other.id}"
              ${other.type === 'deals' ? '' : 'checked'}
            />
            <bdi>${nameOf(other)}</bdi> <span class="hint">${objectWords[other.type].one.toLowerCase()}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}
