/** The properties of a record, by group, each with its control; what HubSpot works out itself is shown only. */
import { html } from 'hono/html';
import type { PropertyDefinition } from '../catalog/definition.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { field } from './fields.ts';
import { UI_PATH } from './layout.ts';
import { findMissing, type Missing } from './missing.ts';
import { recordPath, showTime, sourceName } from './names.ts';
import type { Html } from './rich-text.ts';
import { inOrder, showValue } from './values.ts';

/** `missing`: what the record lacks; its properties are marked, and those that hold it up come first. */
export function propertiesPanel(portal: Portal, record: CrmRecord, missing: Missing[]): Html {
  const all = portal.properties.list(record.type);
  const editable = all.filter(({ readOnlyValue }) => !readOnlyValue);
  const needed = editable.filter(({ label }) => findMissing(missing, label)?.needed);
  const groups = inOrder(portal.properties.groups(record.type))
    .map(({ name, label }) => ({
      name,
      label,
      properties: editable.filter((each) => each.groupName === name && !needed.includes(each)),
    }))
    .filter(({ properties }) => properties.length > 0)
    // What a portal has added is what its people work with.
    .sort((a, b) => Number(isHubSpots(a.properties)) - Number(isHubSpots(b.properties)));
  return html`<form
    class="panel properties"
    method="post"
    action="${UI_PATH}${recordPath(record)}/properties"
    aria-labelledby="properties"
    data-changed-only
  >
    <h2 id="properties">Properties</h2>
    <input type="search" aria-label="Find a property" placeholder="Find a property" data-filter autocomplete="off" />
    ${[
      ...(needed.length === 0 ? [] : [{ name: 'needed', label: 'Needed to move on', properties: needed }]),
      ...groups,
    ].map(
      ({ name, label, properties }) =>
        html`<details class="group" id="group-${name}" open>
          <summary>${label} <span class="count">${properties.length}</span></summary>
          ${properties.map((each) => row(portal, record, each, findMissing(missing, each.label)))}
        </details>`,
    )}
    <div class="save" hidden>
      <span data-count></span><button class="primary">Save</button><button type="reset" class="quiet">Discard</button>
    </div>
    ${readOnly(
      portal,
      record,
      all.filter(({ readOnlyValue }) => readOnlyValue),
    )}
  </form>`;
}

function isHubSpots(properties: PropertyDefinition[]): boolean {
  return properties.every(({ hubspotDefined }) => hubspotDefined);
}

function row(portal: Portal, record: CrmRecord, definition: PropertyDefinition, missing: Missing | undefined): Html {
  const { name, label, description } = definition;
  const [last] = record.history.get(name) ?? [];
  const by = last ? `${sourceName(portal, last.source)}, ${showTime(last.at)}` : '';
  const badge = missing ? html`<strong class="badge">${missing.needed ? 'needed' : 'asked for'}</strong>` : '';
  const hint = html`${description}${description !== '' && by !== '' ? ' · ' : ''}${by}`;
  const given = { portal, type: record.type, definition, id: `p-${name}`, value: valueOf(record, name), record };
  return html`<div
    class="property ${missing?.needed ? 'missing' : ''}"
    data-live="p-${name}"
    data-words="${label} ${name}"
  >
    ${field(given, badge, hint)}
  </div>`;
}

function readOnly(portal: Portal, record: CrmRecord, definitions: PropertyDefinition[]): Html {
  const known = definitions.filter(({ name }) => valueOf(record, name) !== '');
  return html`<details class="group" id="group-read-only" data-live="read-only">
    <summary>Worked out by HubSpot <span class="count">${known.length}</span></summary>
    <dl>
      ${known.map(
        (each) =>
          html`<dt>${each.label}</dt>
            <dd><bdi>${showValue(portal, record, each)}</bdi></dd>`,
      )}
      <dt>Record ID</dt>
      <dd>${record.id}</dd>
      <dt>Created</dt>
      <dd>${showTime(record.createdAt)}</dd>
    </dl>
  </details>`;
}
