/** The form for a new record. */
import { html } from 'hono/html';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import { recordInput } from './associations.ts';
import { liveField } from './fields.ts';
import { frame, UI_PATH, type Screen } from './layout.ts';
import { objectWords } from './names.ts';
import { preferredPipeline } from './pipelines.ts';
import type { Html } from './rich-text.ts';
import { inOrder } from './values.ts';

export interface CreateForm {
  fields: string[];
  /** Records of these objects can be named at once. */
  with: ObjectTypeName[];
}

/** The objects that a person creates by themselves; activities are logged on a record. */
export const createForms: Partial<Record<ObjectTypeName, CreateForm>> = {
  contacts: {
    fields: ['firstname', 'lastname', 'email', 'phone', 'jobtitle', 'hubspot_owner_id'],
    with: ['companies'],
  },
  companies: { fields: ['name', 'domain', 'phone', 'hubspot_owner_id'], with: [] },
  deals: {
    fields: ['dealname', 'amount', 'closedate', 'hubspot_owner_id'],
    with: ['contacts', 'companies'],
  },
  tickets: {
    fields: ['subject', 'content', 'hs_ticket_category', 'hs_ticket_priority', 'hubspot_owner_id'],
    with: ['contacts', 'companies', 'deals'],
  },
  leads: { fields: ['hs_lead_name', 'hs_lead_type', 'hs_lead_label', 'hubspot_owner_id'], with: ['contacts'] },
};

/** Without one of these HubSpot creates nothing; the browser asks for them before it is asked. */
const NEEDED = ['dealname', 'subject', 'hs_lead_name'];

/** `given`: ids of records that are filled in already, by object. */
export function createPage(screen: Screen, type: ObjectTypeName, form: CreateForm, given: URLSearchParams): Html {
  const { portal, me } = screen;
  const title = `New ${objectWords[type].one.toLowerCase()}`;
  const definitions = form.fields.flatMap((name) => portal.properties.find(type, name) ?? []);
  const body = html`<div class="bar"><h1>${title}</h1></div>
    <form class="panel narrow" method="post" action="${UI_PATH}/create/${type}" aria-label="${title}">
      ${definitions.map((definition) =>
        liveField({
          portal,
          type,
          definition,
          id: `new-${definition.name}`,
          value: definition.name === 'hubspot_owner_id' ? me.id : '',
          required: NEEDED.includes(definition.name),
        }),
      )}
      ${placeSelect(portal, type, given.get('pipeline'))}
      ${form.with.map(
        (other) =>
          html`<div class="field">
            ${recordInput(portal, other, {
              id: `with-${other}`,
              name: `with:${other}`,
              label: `${objectWords[other].one} (name or id)`,
              required: type === 'leads',
              value: given.get(other) ?? '',
            })}
          </div>`,
      )}
      <button class="primary">Create</button>
    </form>`;
  return frame(screen, { title, here: `/new/${type}`, body });
}

/** Pipeline and stage in one choice: a stage belongs to one pipeline only. */
function placeSelect(portal: Portal, type: ObjectTypeName, asked: string | null): Html | '' {
  if (type === 'companies' || type === 'contacts') return '';
  const pipelines = inOrder(portal.pipelines.list(type));
  const preferred = pipelines.find(({ id }) => id === asked)?.id ?? preferredPipeline(portal, type)?.id;
  return html`<div class="field">
    <label for="new-place">Stage</label>
    <select id="new-place" name="place">
      ${pipelines.flatMap((pipeline) =>
        inOrder(pipeline.stages.filter(({ archived }) => !archived)).map(
          (stage, index) =>
            html`<option
              value="${pipeline.id}:${stage.id}"
              ${pipeline.id === preferred && index === 0 ? 'selected' : ''}
            >
              ${pipeline.label}: ${stage.label}
            </option>`,
        ),
      )}
    </select>
  </div>`;
}
