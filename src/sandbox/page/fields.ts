/** One form field for one property, with the control that fits it. */
import { html } from 'hono/html';
import type { PropertyDefinition } from '../catalog/definition.ts';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';
import type { Html } from './rich-text.ts';
import { choicesOf, controlOf, toLocalInput, type Choice } from './values.ts';

export interface Field {
  portal: Portal;
  type: ObjectTypeName;
  definition: PropertyDefinition;
  /** Of the control; the name of the property is its name in the form. */
  id: string;
  value: string;
  /** Whose pipeline says which stages there are. */
  record?: CrmRecord;
  required?: boolean;
}

/** Label, control and the place for what HubSpot says about the value. */
export function field(given: Field, badge: Html | '' = '', hint: Html | string = ''): Html {
  const { definition, id } = given;
  const describedBy = `${id}-hint ${id}-error`;
  const foot = html`<p class="hint" id="${id}-hint">${hint}</p>
    <p class="error" id="${id}-error" data-error="${definition.name}"></p>`;
  if (controlOf(definition) === 'several') {
    return html`<fieldset class="field" id="${id}" tabindex="-1" aria-describedby="${describedBy}">
      <legend>${definition.label} ${badge}</legend>
      ${boxes(given)}${foot}
    </fieldset>`;
  }
  return html`<div class="field">
    <label for="${id}">${definition.label} ${badge}</label>
    ${control(given, describedBy)}${foot}
  </div>`;
}

/** One that follows the portal until somebody types there: whoever is at work, for example, may change. */
export function liveField(given: Field): Html {
  return html`<div data-live="field-${given.id}">${field(given)}</div>`;
}

function control(given: Field, describedBy: string): Html {
  const { definition, id, value, required } = given;
  const { name } = definition;
  const needed = required ? 'required' : '';
  switch (controlOf(definition)) {
    case 'one':
      return html`<select id="${id}" name="${name}" aria-describedby="${describedBy}" ${needed}>
        ${options(choicesOf(given.portal, given.type, definition, given.record), value)}
      </select>`;
    case 'long':
      return html`<textarea id="${id}" name="${name}" rows="3" aria-describedby="${describedBy}" ${needed}>
${value}</textarea>`;
    case 'day':
      return html`<input
        type="date"
        id="${id}"
        name="${name}"
        value="${value}"
        aria-describedby="${describedBy}"
        ${needed}
      />`;
    case 'time':
      return html`<input
        type="datetime-local"
        id="${id}"
        name="${name}"
        value="${toLocalInput(value)}"
        aria-describedby="${describedBy}"
        ${needed}
      />`;
    // No `type="number"`: what is no number is for HubSpot to refuse, with its words.
    case 'text':
    case 'number':
    case 'several':
      return html`<input
        type="text"
        ${controlOf(definition) === 'number' ? html`inputmode="decimal"` : ''}
        id="${id}"
        name="${name}"
        value="${value}"
        autocomplete="off"
        aria-describedby="${describedBy}"
        ${needed}
      />`;
  }
}

/** The options of a select with a blank one; a value that is none of them stays visible. */
export function options(choices: Choice[], value: string): Html {
  const unknown = value !== '' && !choices.some((each) => each.value === value) ? [{ value, label: value }] : [];
  return html`${[{ value: '', label: '–' }, ...choices, ...unknown].map(
    (each) => html`<option value="${each.value}" ${each.value === value ? 'selected' : ''}>${each.label}</option>`,
  )}`;
}

function boxes({ portal, type, definition, value, record }: Field): Html {
  const chosen = value.split(';');
  return html`<div class="boxes">
    ${choicesOf(portal, type, definition, record).map(
      (each) =>
        html`<label
          ><input
            type="checkbox"
            name="${definition.name}"
            value="${each.value}"
            ${chosen.includes(each.value) ? 'checked' : ''}
          />
          ${each.label}</label
        >`,
    )}
  </div>`;
}
