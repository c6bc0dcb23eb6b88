/** What happened with a record: activities, tickets and moves, newest first; what is still to do above. */
import { html } from 'hono/html';
import { findObjectType } from '../catalog/object-types.ts';
import { fileNameOf } from '../files.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { UI_PATH } from './layout.ts';
import { nameOf, objectWords, ownerNameOf, recordPath, showTime, sourceName } from './names.ts';
import { placeProperties } from './pipelines.ts';
import { richText, type Html } from './rich-text.ts';
import { showValue } from './values.ts';

const ACTIVITIES = ['notes', 'calls', 'emails', 'meetings', 'communications', 'tasks', 'tickets'] as const;

/** Where each kind keeps what was said. */
const BODIES = [
  'hs_note_body',
  'hs_call_body',
  'hs_email_html',
  'hs_email_text',
  'hs_meeting_body',
  'hs_internal_meeting_notes',
  'hs_communication_body',
  'hs_task_body',
  'content',
];

/** Short facts worth a tag. */
const TAGS = [
  'hs_call_disposition',
  'hs_call_direction',
  'hs_email_direction',
  'hs_email_status',
  'hs_meeting_outcome',
  'hs_communication_channel_type',
  'hs_task_status',
  'hs_task_priority',
  'hs_pipeline_stage',
];

interface Entry {
  at: number;
  shown: Html;
}

export function timelinePanel(portal: Portal, record: CrmRecord): Html {
  const related = ACTIVITIES.filter((type) => type !== record.type)
    .flatMap((type) => associationsOf(portal, record, type))
    .flatMap(({ to }) => portal.records.findActive(to) ?? []);
  const open = related.filter((each) => each.type === 'tasks' && !isDone(each));
  const past = related
    .filter((each) => !open.includes(each))
    .map((each) => ({ at: timeOf(each), shown: item(portal, each) }));
  const entries = [...past, ...moves(portal, record)].sort((a, b) => b.at - a.at);
  return html`<section class="panel timeline" aria-labelledby="timeline">
    <h2 id="timeline">Timeline</h2>
    <div data-live="open-tasks">
      ${
        open.length === 0
          ? ''
          : html`<h3>Open tasks <span class="count">${open.length}</span></h3>
              <ul>
                ${open.toSorted((a, b) => timeOf(a) - timeOf(b)).map((task) => item(portal, task))}
              </ul>`
      }
    </div>
    <div data-live="timeline">
      <h3>What happened</h3>
      <ul>
        ${entries.map(({ shown }) => shown)}
      </ul>
    </div>
  </section>`;
}

function isDone(task: CrmRecord): boolean {
  return ['COMPLETED', 'DEFERRED'].includes(valueOf(task, 'hs_task_status'));
}

function timeOf(record: CrmRecord): number {
  const at = Date.parse(valueOf(record, 'hs_timestamp'));
  return Number.isNaN(at) ? record.createdAt : at;
}

/** The body of an activity and the files that hang on it. */
export function contents(portal: Portal, record: CrmRecord): Html {
  const body = BODIES.map((name) => valueOf(record, name)).find((text) => text !== '');
  const files = valueOf(record, 'hs_attachment_ids')
    .split(';')
    .flatMap((id) => portal.files.find(id.trim()) ?? []);
  return html`${body === undefined ? '' : html`<div class="rich">${richText(body)}</div>`}
  ${
    files.length === 0
      ? ''
      : html`<ul class="files" aria-label="Files">
          ${files.map(
            (file) =>
              html`<li>
                📎
                <a href="/file-preview/${portal.portalId}/file/${file.id}"><bdi>${fileNameOf(file)}</bdi></a>
              </li>`,
          )}
        </ul>`
  }`;
}

function item(portal: Portal, record: CrmRecord): Html {
  const { one } = objectWords[record.type];
  const name = nameOf(record);
  const tags = TAGS.flatMap((tag) => {
    const definition = portal.properties.find(record.type, tag);
    const value = definition ? showValue(portal, record, definition) : '';
    return value === '' || value === 'None' ? [] : [value];
  });
  const [first] = [...record.history.values()]
    .map((entries) => entries.at(-1))
    .filter((entry) => entry?.at === record.createdAt);
  const owner = valueOf(record, 'hubspot_owner_id');
  const who = [first ? `by ${sourceName(portal, first.source)}` : '', owner === '' ? '' : `for ${ownerNameOf(owner)}`];
  const isOpenTask = record.type === 'tasks' && !isDone(record);
  return html`<li class="entry ${record.type}">
    <p>
      <a id="entry-${record.id}" href="${recordPath(record)}"
        ><strong>${one}</strong>${name.startsWith(one) ? '' : html`: <bdi>${name}</bdi>`}</a
      >
      ${tags.map((tag) => html`<span class="tag">${tag}</span> `)}
    </p>
    <p class="hint">
      ${isOpenTask ? 'due ' : ''}<time datetime="${new Date(timeOf(record)).toISOString()}"
        >${showTime(timeOf(record))}</time
      >
      ${who.filter((each) => each !== '').join(', ')}
    </p>
    ${contents(portal, record)}
    ${
      isOpenTask
        ? html`<form method="post" action="${UI_PATH}${recordPath(record)}/properties">
            <input type="hidden" name="hs_task_status" value="COMPLETED" />
            <button id="complete-${record.id}" aria-label="Complete ${name}">Complete</button>
          </form>`
        : ''
    }
  </li>`;
}

/** The ways a record went through its stages. */
function moves(portal: Portal, record: CrmRecord): Entry[] {
  const { stage } = placeProperties(record.type);
  const definition = portal.properties.find(record.type, stage);
  const { singular } = findObjectType(record.type);
  if (!definition) return [];
  // An empty stage between two others is how a record comes back to an earlier one.
  const entries = (record.history.get(stage) ?? []).filter(({ value }) => value !== '');
  return entries.map(({ value, at, source }, index, all) => {
    const label = showValue(portal, record, definition, value);
    const what = index === all.length - 1 ? `This ${singular} was created in ${label}` : `Moved to ${label}`;
    return {
      at,
      shown: html`<li class="entry move">
        <p>${what}</p>
        <p class="hint">
          <time datetime="${new Date(at).toISOString()}">${showTime(at)}</time> by ${sourceName(portal, source)}
        </p>
      </li>`,
    };
  });
}
