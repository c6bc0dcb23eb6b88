/**
 * `POST /webhooks/hubspot`. What is answered, and why (reference `hubspot.md` §2.4: HubSpot repeats on every 4xx and 5xx):
 * 401 not signed by HubSpot; 413 too large; 400 signed, but not an array, or nothing in it can be understood, so that it
 * shows in HubSpot's own log; 503 not durably taken, come again; 204 Temporal has every event that can be understood.
 * In a POST that is partly bad the good events go on, and the bad ones are counted.
 */
import type { Context } from 'hono';
import type { RecordEvent } from '../domain/events.ts';
import { verifyV3 } from '../hubspot/signature.ts';
import { parseWebhookEvent, type WebhookEvent } from '../hubspot/webhook-schema.ts';
import { errorKind, type Logger } from '../log.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventOutcome, Metrics, PostOutcome } from './metrics.ts';
import { recordKey, type RecordRef, toRecordEvents, type WebhookContext } from './record-events.ts';

export const WEBHOOK_PATH = '/webhooks/hubspot';

/** HubSpot sends at most 100 events a POST. More are taken too: refusing them would lose them. */
export const MAX_EVENTS = 1_000;
/** HubSpot waits 5 seconds. A call that is still under way may succeed; the repeated events are then recognised. */
export const ANSWER_WITHIN_MS = 4_000;
const RETRY_AFTER_SECONDS = '10';

export interface WebhookDeps extends WebhookContext {
  clientSecrets: string[];
  /** Public address of the gateway: what HubSpot signs. */
  publicUrl: string;
  dispatcher: Dispatcher;
  metrics: Metrics;
  log: Logger;
  /** Milliseconds since 1970. */
  now(): number;
}

export function webhookHandler(deps: WebhookDeps): (c: Context) => Promise<Response> {
  const { metrics, log } = deps;

  return async (c) => {
    const refuse = (status: 400 | 401 | 413, outcome: PostOutcome) => {
      metrics.posts.inc({ outcome });
      log.warn('Webhook refused', { status, outcome });
      return c.json({ error: outcome }, status);
    };

    const rawBody = await c.req.arrayBuffer().then(
      (buffer) => new Uint8Array(buffer),
      () => undefined,
    );
    if (rawBody === undefined) return refuse(400, 'unreadable');

    const verdict = verifyV3({
      secrets: deps.clientSecrets,
      method: 'POST',
      uri: deps.publicUrl + WEBHOOK_PATH,
      rawBody,
      signature: c.req.header('x-hubspot-signature-v3'),
      timestamp: c.req.header('x-hubspot-request-timestamp'),
      now: deps.now(),
    });
    if (!verdict.ok) return refuse(401, `signature_${verdict.reason}`);

    const batch = parseArray(rawBody);
    if (batch === undefined) return refuse(400, 'malformed');
    if (batch.length > MAX_EVENTS) return refuse(413, 'too_many');

    const { understood, badFields } = sortOut(batch);
    for (const field of badFields) metrics.badEvents.inc({ field });
    if (badFields.length > 0) {
      log.warn('Webhook events not understood', { count: badFields.length, fields: [...new Set(badFields)].join(' ') });
    }
    if (understood.length === 0 && badFields.length > 0) return refuse(400, 'unusable');

    const outcome = await take(deps, understood);
    metrics.posts.inc({ outcome });
    if (outcome === 'taken') return c.body(null, 204);
    return c.json({ error: outcome }, 503, { 'Retry-After': RETRY_AFTER_SECONDS });
  };
}

/** `undefined`: not UTF-8, not JSON, or not an array. */
function parseArray(rawBody: Uint8Array): unknown[] | undefined {
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
    return Array.isArray(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function sortOut(batch: unknown[]) {
  const understood: WebhookEvent[] = [];
  const badFields: string[] = [];
  for (const raw of batch) {
    const parsed = parseWebhookEvent(raw);
    if (parsed.ok) understood.push(parsed.event);
    else badFields.push(parsed.field);
  }
  return { understood, badFields };
}

/** Hands the events to Temporal, one submission per record, and waits a bounded time until all are taken. */
async function take(deps: WebhookDeps, webhooks: WebhookEvent[]): Promise<'taken' | 'not_taken' | 'late'> {
  const { dispatcher, metrics, log } = deps;
  const count = ({ object, change }: WebhookEvent, outcome: EventOutcome) =>
    metrics.events.inc({ object, change, outcome });

  const submitted: WebhookEvent[] = [];
  const byRecord = new Map<string, { record: RecordRef; events: RecordEvent[] }>();
  for (const webhook of webhooks) {
    const routed = toRecordEvents(deps, webhook);
    if ('ignored' in routed) {
      count(webhook, `ignored_${routed.ignored}`);
      continue;
    }
    submitted.push(webhook);
    for (const { record, event } of routed.news) {
      const key = recordKey(record);
      const parcel = byRecord.get(key);
      if (parcel) parcel.events.push(event);
      else byRecord.set(key, { record, events: [event] });
    }
  }

  const calls = [...byRecord.values()].map(({ record, events }) => dispatcher.submit(record, events));
  const results = await within(ANSWER_WITHIN_MS, Promise.allSettled(calls));
  const errors = results?.flatMap((result) => (result.status === 'rejected' ? [errorKind(result.reason)] : []));
  const outcome = errors === undefined ? 'late' : errors.length > 0 ? 'not_taken' : 'taken';

  for (const webhook of submitted) count(webhook, outcome);
  if (outcome !== 'taken') {
    const why = errors === undefined ? 'no answer in time' : [...new Set(errors)].join(', ');
    log.error('Temporal did not take the events of a webhook', { records: byRecord.size, why });
  }
  return outcome;
}

/** `undefined` when time is up first; the work goes on. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
