/** The records that belong to this one, with their labels. */
import { html } from 'hono/html';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';
import { UI_PATH } from './layout.ts';
import { mainObjects, nameOf, objectWords, recordPath } from './names.ts';
import type { Html } from './rich-text.ts';

/** Names to choose from in one field; whoever is not among them is found by id. */
const MAX_SUGGESTIONS = 100;

export function associationsPanel(portal: Portal, record: CrmRecord): Html {
  const others = mainObjects.filter((other) => portal.associationTypes.default(record.type, other));
  return html`<section class="panel associations" aria-labelledby="associations">
    <h2 id="associations">Associations</h2>
    ${others.map((other) => one(portal, record, other))}
  </section>`;
}

function one(portal: Portal, record: CrmRecord, other: ObjectTypeName): Html {
  const found = associationsOf(portal, record, other).flatMap(({ to, types }) => {
    const there = portal.records.findActive(to);
    return there ? [{ there, labels: types.flatMap(({ label }) => label ?? []) }] : [];
  });
  const { one: singular, many } = objectWords[other];
  return html`<section class="group" data-live="associations-${other}" aria-labelledby="with-${other}">
    <h3 id="with-${other}">${many} <span class="count">${found.length}</span></h3>
    <ul class="links">
      ${found.map(
        ({ there, labels }) =>
          html`<li>
            <a href="${recordPath(there)}"><bdi>${nameOf(there)}</bdi></a>
            ${labels.map((label) => html`<span class="tag">${label}</span> `)}
            <form method="post" action="${UI_PATH}${recordPath(record)}/dissociate">
              <input type="hidden" name="type" value="${other}" /><input type="hidden" name="id" value="${there.id}" />
              <button
                id="remove-${other}-${there.id}"
                class="quiet"
                aria-label="Remove the association with ${nameOf(there)}"
              >
                Remove
              </button>
            </form>
          </li>`,
      )}
    </ul>
    <details id="add-${other}">
      <summary>Add ${singular.toLowerCase()}</summary>
      <form method="post" action="${UI_PATH}${recordPath(record)}/associate" class="row">
        <input type="hidden" name="type" value="${other}" />
        ${recordInput(portal, other, { id: `other-${other}`, name: 'other', label: 'Name or id', required: true })}
        ${labelSelect(portal, record.type, other)}
        <button>Associate</button>
      </form>
      ${
        portal.associationTypes.default(other, record.type) && other !== 'leads'
          ? html`<p><a href="/new/${other}?${record.type}=${record.id}">Create a new ${singular.toLowerCase()}</a></p>`
          : ''
      }
    </details>
  </section>`;
}

/** A field that takes a record by name or id. */
export function recordInput(
  portal: Portal,
  type: ObjectTypeName,
  { id, name, label, required, value = '' }: RecordInput,
): Html {
  const suggestions = portal.records.list(type).slice(-MAX_SUGGESTIONS);
  return html`<label for="${id}">${label}</label>
    <input
      id="${id}"
      name="${name}"
      list="${id}-list"
      value="${value}"
      autocomplete="off"
      ${required ? 'required' : ''}
    />
    <datalist id="${id}-list">
      ${suggestions.map((each) => html`<option value="${each.id}">${nameOf(each)}</option>`)}
    </datalist>
    <p class="error" data-error="${name}"></p>`;
}

interface RecordInput {
  id: string;
  name: string;
  label: string;
  required: boolean;
  value?: string;
}

function labelSelect(portal: Portal, from: ObjectTypeName, to: ObjectTypeName): Html | '' {
  const labels = portal.associationTypes.between(from, to).filter(({ label }) => label !== null);
  if (labels.length === 0) return '';
  return html`<label for="label-${to}">Label</label>
    <select id="label-${to}" name="label">
      <option value="" selected>–</option>
      ${labels.map(({ category, id, label }) => html`<option value="${category}:${id}">${label}</option>`)}
    </select>`;
}
