/** What the app was told and what it asked for, and the buttons that make both go wrong. */
import { html } from 'hono/html';
import type { ControlContext } from '../controls/control.ts';
import { faultKinds } from '../faults.ts';
import type { RequestEntry } from '../request-log.ts';
import { deliveryLog } from './delivery-log.ts';
import { frame, type Screen } from './layout.ts';
import { ownerNameOf, showTime } from './names.ts';
import type { Html } from './rich-text.ts';

const SHOWN_CALLS = 30;

export function webhooksPage(screen: Screen, context: ControlContext): Html {
  const calls = context.requests.since(context.requests.count - SHOWN_CALLS).toReversed();
  const body = html`<div class="bar"><h1>Webhooks &amp; faults</h1></div>
    <div class="halves">${webhookSwitches(context)} ${callFaults(context)}</div>
    ${deliveryLog(context)}
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

function callRow({ at, method, path, status, by, fault }: RequestEntry): Html {
  const [kind, id = ''] = by.split(':');
  return html`<tr>
    <td>${showTime(at)}</td>
    <td>${kind === 'owner' ? ownerNameOf(id) : by}</td>
    <td><code>${method} ${path.length > 120 ? `${path.slice(0, 120)}…` : path}</code></td>
    <td>${status === 0 ? 'none' : status}${fault === undefined ? '' : ` (fault: ${fault})`}</td>
  </tr>`;
}
