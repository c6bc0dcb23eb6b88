/** What the app was told: each POST with its events, how its attempts ended, and a button that sends it again. */
import { html } from 'hono/html';
import { objectTypes, type ObjectType } from '../catalog/object-types.ts';
import type { ControlContext } from '../controls/control.ts';
import type { Portal } from '../portal.ts';
import type { WebhookEvent } from '../webhooks/events.ts';
import type { Delivery } from '../webhooks/sender.ts';
import { nameOf, recordPath, showTime } from './names.ts';
import type { Html } from './rich-text.ts';

const SHOWN = 40;

export function deliveryLog({ portal, sender }: ControlContext): Html {
  const deliveries = sender.deliveries.slice(-SHOWN).toReversed();
  return html`<section
    class="panel scroll"
    role="region"
    aria-labelledby="deliveries"
    tabindex="0"
    data-live="deliveries"
  >
    <h2 id="deliveries">Delivery log</h2>
    ${
      deliveries.length === 0
        ? html`<p>
            No webhooks yet${sender.target === undefined ? ': they have no target. The controls set one' : ''}.
          </p>`
        : html`<table>
            <thead>
              <tr>
                <th scope="col">POST</th>
                <th scope="col">Events</th>
                <th scope="col">State</th>
                <th scope="col">Attempts</th>
                <th scope="col"><span class="sr">Again</span></th>
              </tr>
            </thead>
            <tbody>
              ${deliveries.map((each) => deliveryRow(portal, each))}
            </tbody>
          </table>`
    }
  </section>`;
}

function deliveryRow(portal: Portal, { id, events, state, attempts }: Delivery): Html {
  const [first] = events;
  const isOver = state === 'delivered' || state === 'dropped';
  return html`<tr>
    <th scope="row">${id}</th>
    <td>
      <details id="delivery-${id}">
        <summary>${first ? eventTitle(first) : ''}${events.length > 1 ? ` and ${events.length - 1} more` : ''}</summary>
        <ol>
          ${events.map((event) => html`<li>${eventWords(portal, event)}</li>`)}
        </ol>
      </details>
    </td>
    <td><span class="state ${state}">${state}</span></td>
    <td>${attemptWords(attempts)}</td>
    <td>
      ${
        isOver
          ? html`<form method="post" action="/__sandbox/deliveries/${id}/redeliver" data-json>
              <button id="redeliver-${id}" aria-label="Deliver again: POST ${id}">Deliver again</button>
            </form>`
          : ''
      }
    </td>
  </tr>`;
}

/** How the attempts ended; the same end several times is said once. */
function attemptWords(attempts: Delivery['attempts']): string {
  const ends = attempts.map((each) => ('status' in each ? String(each.status) : each.error));
  return [...new Set(ends)]
    .map((end) => [end, ends.filter((each) => each === end).length] as const)
    .map(([end, times]) => (times === 1 ? end : `${times} × ${end}`))
    .join(', ');
}

/** `deal.propertyChange amount`; of objects without webhooks of their own also which: `object.creation task`. */
function eventTitle(event: WebhookEvent): string {
  const object = event.subscriptionType.startsWith('object.') ? (typeOfEvent(event)?.singular ?? '') : '';
  return [event.subscriptionType, object, textOf(event, 'propertyName')].filter((part) => part !== '').join(' ');
}

function typeOfEvent(event: WebhookEvent): ObjectType | undefined {
  const name = textOf(event, 'objectTypeId') || event.subscriptionType.split('.')[0];
  return objectTypes.find(({ id, singular }) => id === name || singular === name);
}

function textOf(event: WebhookEvent, field: string): string {
  const value = event[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function eventWords(portal: Portal, event: WebhookEvent): Html {
  const text = (field: string) => textOf(event, field);
  const type = typeOfEvent(event)?.plural;
  const record = type && portal.records.find({ type, id: text('objectId') });
  const value = text('propertyName') === '' ? '' : `= ${text('propertyValue')}`;
  const other = text('fromObjectId') === '' ? '' : `${text('fromObjectId')} → ${text('toObjectId')}`;
  return html`${eventTitle(event)} <bdi>${value}${other}</bdi>
    ${record ? html`<a href="${recordPath(record)}"><bdi>${nameOf(record)}</bdi></a>` : ''}
    <span class="hint">${showTime(event.occurredAt)}, ${text('changeSource')} ${text('sourceId')}</span>`;
}
