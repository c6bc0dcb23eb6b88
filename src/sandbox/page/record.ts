/** One record: what is missing, its properties, what happened, and what belongs to it. */
import { html } from 'hono/html';
import { findObjectType } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';
import { activityPanel } from './activities.ts';
import { associationsPanel, recordInput } from './associations.ts';
import { frame, UI_PATH, type Screen } from './layout.ts';
import { findMissing, missingOn, missingText, names, type Missing } from './missing.ts';
import { nameOf, objectWords, recordPath, showTime } from './names.ts';
import { hasStages, placeProperties } from './pipelines.ts';
import { propertiesPanel } from './properties.ts';
import type { Html } from './rich-text.ts';
import { contents, timelinePanel } from './timeline.ts';
import { showValue } from './values.ts';

const ENGAGEMENTS = [
  ['visit', 'visits the website'],
  ['form', 'submits a form'],
  ['click', 'clicks in a mail'],
  ['event', 'attends an event'],
  ['bounce', 'gets no mail any more'],
] as const;

export function recordPage(screen: Screen, record: CrmRecord): Html {
  const { portal } = screen;
  const name = nameOf(record);
  const { one, many } = objectWords[record.type];
  const parent = hasStages(record.type) ? `/boards/${record.type}` : `/lists/${record.type}`;
  const body = html`<div class="bar">
      <div data-live="title">
        <p class="hint"><a href="${parent}">${many}</a> · ${one} ${record.id}</p>
        <h1><bdi>${name}</bdi></h1>
        ${facts(portal, record)}
      </div>
      ${record.archivedAt === undefined ? more(portal, record) : ''}
    </div>
    ${record.archivedAt === undefined ? active(screen, record) : archived(record, record.archivedAt)}`;
  return frame(screen, { title: name, here: parent, body });
}

function active(screen: Screen, record: CrmRecord): Html {
  const { portal } = screen;
  const missing = missingOn(portal, record);
  return html`<div data-live="missing">${callout(portal, record, missing)}</div>
    <div class="columns">
      <div class="left">${propertiesPanel(portal, record, missing)}</div>
      <div class="middle">
        <div data-live="contents">${contents(portal, record)}</div>
        ${activityPanel(screen, record)} ${timelinePanel(portal, record)}
      </div>
      <div>${associationsPanel(portal, record)}</div>
    </div>`;
}

/** What the app asks for, as it stands on the record; what can be filled in here leads to its field. */
function callout(portal: Portal, record: CrmRecord, missing: Missing[]): Html | '' {
  const own = missingText(portal, record).split('\n');
  const asked = missing.map(({ words }) => `- ${words}`);
  const lines = [...own, ...asked.filter((line) => !own.includes(line))].filter((line) => line !== '');
  if (lines.length === 0) return '';
  const definitions = portal.properties.list(record.type).filter(({ readOnlyValue }) => !readOnlyValue);
  return html`<section class="callout" aria-labelledby="missing">
    <h2 id="missing">Missing to move on</h2>
    ${lines.map((line) => {
      if (!line.startsWith('- ')) return html`<p>${line}</p>`;
      const words = line.slice(2);
      const found = definitions.find(({ label }) => names(words, label) && findMissing(missing, label));
      return html`<ul>
        <li>${found ? html`<a href="#p-${found.name}">${words}</a>` : words}</li>
      </ul>`;
    })}
  </section>`;
}

function facts(portal: Portal, record: CrmRecord): Html {
  const { pipeline, stage } = placeProperties(record.type);
  const values = [pipeline, stage, 'amount', 'hubspot_owner_id'].flatMap((name) => {
    const definition = name === undefined ? undefined : portal.properties.find(record.type, name);
    const value = definition ? showValue(portal, record, definition) : '';
    return definition && value !== '' ? [{ label: definition.label, value }] : [];
  });
  return html`<ul class="summary">
    ${values.map(({ label, value }) => html`<li><span class="hint">${label}</span> <bdi>${value}</bdi></li>`)}
  </ul>`;
}

function more(portal: Portal, record: CrmRecord): Html {
  const path = `${UI_PATH}${recordPath(record)}`;
  const name = nameOf(record);
  return html`<details class="more" id="more">
    <summary class="button">Actions</summary>
    <div class="sheet">
      ${record.type === 'contacts' ? engagements(record) : ''}
      ${
        findObjectType(record.type).merges
          ? html`<form method="post" action="${path}/merge" class="row">
              ${recordInput(portal, record.type, { id: 'merge-with', name: 'other', label: 'Merge with (name or id)', required: true })}
              <button>Merge into this one</button>
            </form>`
          : ''
      }
      <form method="post" action="${path}/delete">
        <button class="danger" aria-label="Delete ${name}">Delete</button>
      </form>
    </div>
  </details>`;
}

/** What the person does outside of HubSpot, and HubSpot notes. */
function engagements({ id }: CrmRecord): Html {
  return html`<p>The person …</p>
    <div class="buttons">
      ${ENGAGEMENTS.map(
        ([kind, label]) =>
          html`<form method="post" action="/__sandbox/contacts/engage" data-json>
            <input type="hidden" name="contactId" value="${id}" /><input type="hidden" name="kind" value="${kind}" />
            <button>${label}</button>
          </form>`,
      )}
    </div>`;
}

function archived(record: CrmRecord, at: number): Html {
  return html`<section class="callout" aria-labelledby="deleted">
    <h2 id="deleted">Deleted</h2>
    <p>This record was deleted ${showTime(at)}. HubSpot keeps it for 90 days, and a person can bring it back.</p>
    <form method="post" action="${UI_PATH}${recordPath(record)}/restore"><button class="primary">Restore</button></form>
  </section>`;
}
