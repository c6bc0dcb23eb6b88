/** A pipeline as a board: a column for each stage, a card for each record. */
import { html } from 'hono/html';
import type { Pipeline } from '../catalog/pipelines.ts';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { frame, UI_PATH, type Screen } from './layout.ts';
import { missingText } from './missing.ts';
import { nameOf, objectWords, ownerNameOf, recordPath, showDay, showMoney } from './names.ts';
import { placeProperties, recordsIn } from './pipelines.ts';
import type { Html } from './rich-text.ts';
import { inOrder } from './values.ts';

/** More cards than anybody reads. The list has all of them. */
const MAX_CARDS = 60;

interface Column {
  id: string;
  label: string;
  records: CrmRecord[];
}

export function boardPage(screen: Screen, type: ObjectTypeName, pipeline: Pipeline): Html {
  const { portal } = screen;
  const pipelines = inOrder(portal.pipelines.list(type));
  const { one, many } = objectWords[type];
  const body = html`<div class="bar">
      <h1>${many}</h1>
      <div class="buttons">
        <a class="button primary" href="/new/${type}?pipeline=${pipeline.id}">New ${one.toLowerCase()}</a>
        <a class="button" href="/lists/${type}">List</a>
      </div>
    </div>
    ${pipelines.length > 1 ? tabs(type, pipelines, pipeline) : ''} ${board(portal, type, pipeline)}`;
  return frame(screen, { title: pipeline.label, here: `/boards/${type}`, body });
}

function tabs(type: ObjectTypeName, pipelines: Pipeline[], shown: Pipeline): Html {
  return html`<nav class="tabs" aria-label="Pipelines">
    ${pipelines.map(
      (each) =>
        html`<a href="/boards/${type}?pipeline=${each.id}" ${each === shown ? html`aria-current="true"` : ''}
          >${each.label}</a
        > `,
    )}
  </nav>`;
}

function board(portal: Portal, type: ObjectTypeName, pipeline: Pipeline): Html {
  const columns = columnsOf(portal, type, pipeline);
  return html`<p class="hint">
      Drag a card to another stage. By keyboard: Shift with the left or right arrow on a card, or its Move button.
    </p>
    <div
      class="board"
      role="region"
      aria-label="${pipeline.label}"
      tabindex="0"
      data-board="${UI_PATH}/records/${type}"
      data-pipeline="${placeProperties(type).pipeline === undefined ? '' : pipeline.id}"
    >
      ${columns.map((each) => column(portal, each))}
    </div>
    <dialog id="move-menu" aria-labelledby="move-title">
      <h2 id="move-title">Move</h2>
      <div class="stack">
        ${columns
          .filter(({ id }) => id !== '')
          .map(({ id, label }) => html`<button type="button" data-to="${id}">${label}</button>`)}
        <button type="button" class="quiet" data-cancel>Cancel</button>
      </div>
    </dialog>`;
}

/** In the pipeline's order; whatever is in none of its stages comes first. */
function columnsOf(portal: Portal, type: ObjectTypeName, pipeline: Pipeline): Column[] {
  const { stage } = placeProperties(type);
  const stages = inOrder(pipeline.stages.filter(({ archived }) => !archived));
  const records = recordsIn(portal, type, pipeline);
  const homeless = records.filter((record) => !stages.some(({ id }) => id === valueOf(record, stage)));
  const columns = stages.map(({ id, label }) => ({
    id,
    label,
    records: records.filter((record) => valueOf(record, stage) === id),
  }));
  return homeless.length === 0 ? columns : [{ id: '', label: 'No stage', records: homeless }, ...columns];
}

function column(portal: Portal, { id, label, records }: Column): Html {
  const amounts = records.map((record) => Number(valueOf(record, 'amount'))).filter((amount) => amount > 0);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  const shown = records.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, MAX_CARDS);
  return html`<section class="column" data-live="column-${id}" data-stage="${id}" aria-labelledby="column-${id}">
    <h2 id="column-${id}">
      <span data-label>${label}</span> <span class="count">${records.length}<span class="sr"> records</span></span>
    </h2>
    <p class="sum">${sum > 0 ? showMoney(sum) : ''}</p>
    <ul>
      ${shown.map((record) => card(portal, record))}
    </ul>
    ${records.length > shown.length ? html`<p class="hint">and ${records.length - shown.length} more in the list</p>` : ''}
  </section>`;
}

function card(portal: Portal, record: CrmRecord): Html {
  const name = nameOf(record);
  const missing = missingText(portal, record);
  return html`<li class="card" draggable="true" data-id="${record.id}" data-name="${name}">
    <a id="card-${record.id}" href="${recordPath(record)}"><bdi>${name}</bdi></a>
    <p class="facts">${facts(portal, record).map((fact) => html`<span><bdi>${fact}</bdi></span> `)}</p>
    ${missing === '' ? '' : html`<p class="badge" title="${missing}">Missing to move on</p>`}
    <button
      type="button"
      id="move-${record.id}"
      class="quiet"
      data-move
      aria-label="Move ${name}"
      aria-haspopup="dialog"
    >
      Move
    </button>
  </li>`;
}

/** What tells one card from another: amount, company, person. */
function facts(portal: Portal, record: CrmRecord): string[] {
  const amount = valueOf(record, 'amount');
  const company =
    record.type === 'contacts' || record.type === 'deals' || record.type === 'tickets'
      ? associationsOf(portal, record, 'companies')[0]
      : undefined;
  const companyRecord = company && portal.records.findActive(company.to);
  const owner = valueOf(record, 'hubspot_owner_id');
  const closes = valueOf(record, 'closedate');
  return [
    amount === '' ? '' : showMoney(Number(amount)),
    companyRecord ? nameOf(companyRecord) : '',
    owner === '' ? '' : ownerNameOf(owner),
    closes === '' ? '' : `closes ${showDay(closes)}`,
  ].filter((fact) => fact !== '');
}
