/** Records as a table: one object's, deleted ones, or what a search finds. */
import { html } from 'hono/html';
import { findObjectType, type ObjectTypeName } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { search } from '../search.ts';
import { frame, type Screen } from './layout.ts';
import { mainObjects, nameOf, objectWords, ownerNameOf, recordPath, showTime } from './names.ts';
import { hasStages, placeProperties } from './pipelines.ts';
import type { Html } from './rich-text.ts';
import { showValue } from './values.ts';

const MAX_ROWS = 200;

export function listPage(screen: Screen, type: ObjectTypeName, deleted: boolean): Html {
  const { one, many } = objectWords[type];
  const records = screen.portal.records.list(type, deleted);
  const title = deleted ? `Deleted ${many.toLowerCase()}` : many;
  const body = html`<div class="bar">
      <h1>${title}</h1>
      <div class="buttons">
        ${deleted ? '' : html`<a class="button primary" href="/new/${type}">New ${one.toLowerCase()}</a>`}
        ${hasStages(type) ? html`<a class="button" href="/boards/${type}">Board</a>` : ''}
        ${
          deleted
            ? html`<a class="button" href="/lists/${type}">Present ones</a>`
            : html`<a class="button" href="/lists/${type}?deleted=true">Deleted ones</a>`
        }
      </div>
    </div>
    ${table(screen.portal, title, records)}`;
  return frame(screen, { title, here: hasStages(type) ? `/boards/${type}` : `/lists/${type}`, body });
}

/** By words, as HubSpot's search finds them, or by the id of a record. */
export function searchPage(screen: Screen, query: string): Html {
  const { portal } = screen;
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = mainObjects.flatMap((type) => {
    const byId = portal.records.find({ type, id: query.trim() });
    if (words.length === 0) return [];
    const byWords = search(portal, findObjectType(type), { groups: [], words, sort: undefined });
    return [...new Set([...(byId ? [byId] : []), ...byWords])];
  });
  const title = `Search: ${query}`;
  const body = html`<div class="bar"><h1>${title}</h1></div>
    ${table(portal, title, found)}`;
  return frame(screen, { title, here: '/search', body });
}

function table(portal: Portal, title: string, records: CrmRecord[]): Html {
  const shown = records.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, MAX_ROWS);
  return html`<div class="panel scroll" role="region" aria-label="${title}" tabindex="0" data-live="table">
    ${
      shown.length === 0
        ? html`<p>Nothing here.</p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Kind</th>
                <th scope="col">Stage</th>
                <th scope="col">Owner</th>
                <th scope="col">Last changed</th>
              </tr>
            </thead>
            <tbody>
              ${shown.map(
                (record) =>
                  html`<tr>
                    <th scope="row">
                      <a href="${recordPath(record)}"><bdi>${nameOf(record)}</bdi></a>
                    </th>
                    <td>${objectWords[record.type].one}${record.archivedAt === undefined ? '' : ', deleted'}</td>
                    <td>${stageOf(portal, record)}</td>
                    <td>${ownerNameOf(valueOf(record, 'hubspot_owner_id'))}</td>
                    <td>${showTime(record.updatedAt)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${records.length > shown.length ? html`<p class="hint">The last ${shown.length} of ${records.length}.</p>` : ''}
  </div>`;
}

function stageOf(portal: Portal, record: CrmRecord): string {
  const definition = portal.properties.find(record.type, placeProperties(record.type).stage);
  return definition ? showValue(portal, record, definition) : '';
}
