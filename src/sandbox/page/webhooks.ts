/** What the app was told and what it asked for, and the buttons that make both go wrong. */
import { html } from 'hono/html';
import { objectTypes, type ObjectType } from '../catalog/object-types.ts';
import type { ControlContext } from '../controls/control.ts';
import { faultKinds } from '../faults.ts';
import type { Portal } from '../portal.ts';
import type { RequestEntry } from '../request-log.ts';
import type { WebhookEvent } from '../webhooks/events.ts';
import type { Delivery } from '../webhooks/sender.ts';
import { frame, type Screen } from './layout.ts';
import { nameOf, ownerNameOf, recordPath, showTime } from './names.ts';
import type { Html } from './rich-text.ts';

const SHOWN_DELIVERIES = 40;
const SHOWN_CALLS = 30;

export function webhooksPage(screen: Screen, context: ControlContext): Html {
  const { portal, sender, requests } = context;
  const deliveries = sender.deliveries.slice(-SHOWN_DELIVERIES).toReversed();
  const calls = requests.since(requests.count - SHOWN_CALLS).toReversed();
  const body = html`<div class="bar"><h1>Webhooks &amp; faults</h1></div>
    <div class="halves">${webhookSwitches(context)} ${callFaults(context)}</div>
    <section class="panel scroll" role="region" aria-labelledby="deliveries" tabindex="0" data-live="deliveries">
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
    </section>
    <section class="panel scroll" role="region" aria-labelledby="calls" tabindex="0" data-live="calls">
      <h2 id="calls">Calls of the API</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Call</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          ${calls.map(callRow)}
        </tbody>
      </table>
    </section>`;
  return frame(screen, { title: 'Webhooks & faults', here: '/webhooks', body });
}

function webhookSwitches({ sender }: ControlContext): Html {
  const { held, disorder, pendingCount, dropped, target } = sender;
  return html`<section class="panel" aria-labelledby="webhooks" data-live="webhooks">
    <h2 id="webhooks">Webhooks</h2>
    <p>To <bdi>${target ?? 'nobody'}</bdi>; ${pendingCount} events wait, ${dropped.length} were dropped.</p>
    <div class="buttons">
      ${held ? press('/webhooks/release', 'Release') : press('/webhooks/hold', 'Hold')}
      ${held ? press('/webhooks/flush', 'Send what is held') : ''}
      ${press('/webhooks/shuffle', `Shuffle: ${disorder.shuffle ? 'on' : 'off'}`, { on: String(!disorder.shuffle) })}
      ${press('/webhooks/duplicate', `Deliver twice: ${share(disorder.duplicateRate)}`, {
        rate: disorder.duplicateRate === 0 ? '0.5' : '0',
      })}
      ${press('/webhooks/late', `Late: ${share(disorder.lateRate)}`, {
        rate: disorder.lateRate === 0 ? '0.5' : '0',
        seconds: '10',
      })}
      ${press('/webhooks/drop', `Drop: ${share(disorder.dropRate)}`, { rate: disorder.dropRate === 0 ? '0.2' : '0' })}
    </div>
  </section>`;
}

function callFaults({ faults }: ControlContext): Html {
  const next = (kind: string, words: string, times: string, more: Record<string, string> = {}) =>
    press('/faults', words, { kind, path: '/', times, ...more });
  return html`<section class="panel" aria-labelledby="faults">
    <h2 id="faults">Faults of the API</h2>
    <p>They strike the app's calls only, never yours.</p>
    <div class="buttons">
      ${next('500', 'Next call: 500', '1')} ${next('429-ten-secondly', 'Next 5 calls: 429', '5')}
      ${next('503', 'Next 5 calls: 503', '5')} ${next('latency', 'Next call: 3 s late', '1', { seconds: '3' })}
      ${next('commit-then-reset', 'Next call: done, then cut', '1')}
    </div>
    <form method="post" action="/__sandbox/faults" data-json class="row">
      <label
        >Kind
        <select name="kind">
          ${faultKinds.map((kind, index) => html`<option ${index === 0 ? 'selected' : ''}>${kind}</option>`)}
        </select></label
      >
      <label>Path begins <input name="path" value="/crm/objects/[^/]+/deals" /></label>
      <label>Times <input name="times" value="1" inputmode="numeric" /></label>
      <button>Add fault</button>
    </form>
    <div data-live="active-faults">
      ${
        faults.list.length === 0
          ? html`<p class="hint">No faults wait.</p>`
          : html`<ul>
                ${faults.list.map(
                  ({ kind, path, hits, times }) =>
                    html`<li>
                      ${kind} on <code>${path}</code>: hit ${hits}${times === undefined ? '' : ` of ${times}`}
                    </li>`,
                )}
              </ul>
              <form method="post" action="/__sandbox/faults" data-json data-method="DELETE">
                <button>Clear faults</button>
              </form>`
      }
    </div>
  </section>`;
}

/** A button for one of the controls. */
function press(path: string, words: string, fields: Record<string, string> = {}): Html {
  return html`<form method="post" action="/__sandbox${path}" data-json>
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button id="press-${path.replaceAll('/', '-')}-${fields['kind'] ?? ''}">${words}</button>
  </form>`;
}

function share(rate: number): string {
  return rate === 0 ? 'off' : `${rate * 100} %`;
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

function callRow({ at, method, path, status, by, fault }: RequestEntry): Html {
  const [kind, id = ''] = by.split(':');
  return html`<tr>
    <td>${showTime(at)}</td>
    <td>${kind === 'owner' ? ownerNameOf(id) : by}</td>
    <td><code>${method} ${path.length > 120 ? `${path.slice(0, 120)}…` : path}</code></td>
    <td>${status === 0 ? 'none' : status}${fault === undefined ? '' : ` (fault: ${fault})`}</td>
  </tr>`;
}
