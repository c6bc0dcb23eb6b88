/**
 * `POST /webhooks/hubspot`. The answers are listed in docs/gateway-answers.md. HubSpot repeats a POST as a whole on every
 * 4xx and 5xx (reference `hubspot.md` §2.4), and what cannot be read today cannot be read ten times more: so whatever HubSpot
 * signed is answered 204 as soon as Temporal has every event that can be understood and the quarantine all the rest.
 */
import type { Context } from 'hono';
import type { RecordEvent } from '../domain/events.ts';
import { verifyV3 } from '../hubspot/signature.ts';
import type { WebhookEvent } from '../hubspot/webhook-schema.ts';
import type { BadEvent, Quarantine } from '../journal/quarantine.ts';
import { errorKind, type Logger } from '../log.ts';
import { sortBody, type SortedBody } from './bad-events.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { EventOutcome, Metrics, PostOutcome } from './metrics.ts';
import { recordKey, type RecordRef, toRecordEvents, type WebhookContext } from './record-events.ts';
import { readBody } from './read-body.ts';
import { createdIn } from './related.ts';
import { within } from './within.ts';

export const WEBHOOK_PATH = '/webhooks/hubspot';

/** A POST of 100 events is about 30 kB. */
const MAX_BODY_BYTES = 1_000_000;
/** HubSpot waits 5 seconds. A call that is still under way may succeed; the repeated events are then recognised. */
export const ANSWER_WITHIN_MS = 4_000;
const RETRY_AFTER_SECONDS = '10';

export interface WebhookDeps extends WebhookContext {
  clientSecrets: string[];
  /** Public address of the gateway: what HubSpot signs. */
  publicUrl: string;
  dispatcher: Dispatcher;
  quarantine: Pick<Quarantine, 'keep'>;
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

    const rawBody = await readBody(c.req.raw, MAX_BODY_BYTES);
    if (rawBody === 'unreadable') return refuse(400, 'unreadable');
    if (rawBody === 'too_large') {
      c.header('Connection', 'close'); // The rest of the body is not wanted.
      return refuse(413, 'too_large');
    }

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

    const body = sortBody(rawBody);
    if (body === 'too_many') return refuse(413, 'too_many');

    const [taken, kept] = await Promise.all([take(deps, body.understood), keep(deps, body.bad)]);
    const failure = taken !== 'taken' ? taken : kept !== 'kept' ? kept : undefined;
    metrics.posts.inc({ outcome: failure ?? acceptedAs(body) });
    if (failure === undefined) return c.body(null, 204);
    return c.json({ error: failure }, 503, { 'Retry-After': RETRY_AFTER_SECONDS });
  };
}

function acceptedAs({ isArray, understood, bad }: SortedBody): PostOutcome {
  if (!isArray) return 'malformed';
  if (bad.length === 0) return 'taken';
  return understood.length === 0 ? 'quarantined' : 'taken_in_part';
}

/** Resolves to whether what cannot be read is on disk (reference `hubspot.md` §2.4), within the same bounded time. */
async function keep(deps: WebhookDeps, bad: BadEvent[]): Promise<'kept' | 'not_kept' | 'late'> {
  if (bad.length === 0) return 'kept';
  const { quarantine, metrics, log } = deps;
  const outcome = await within(
    ANSWER_WITHIN_MS,
    quarantine.keep(deps.portalId, bad).then(
      () => 'kept' as const,
      (error: unknown) => {
        log.error('Events that cannot be read were not kept', { count: bad.length, error: errorKind(error) });
        return 'not_kept' as const;
      },
    ),
  );
  if (outcome !== 'kept') return outcome ?? 'late';
  for (const { field } of bad) metrics.quarantinedEvents.inc({ field });
  const fields = [...new Set(bad.map(({ field }) => field))].join(' ');
  log.warn('Events that cannot be read are in quarantine', { count: bad.length, fields });
  return 'kept';
}

/** Hands the events to Temporal, one submission per record, and waits a bounded time until all are taken. */
async function take(deps: WebhookDeps, webhooks: WebhookEvent[]): Promise<'taken' | 'not_taken' | 'late'> {
  const { dispatcher, metrics, log } = deps;
  const count = ({ object, change }: WebhookEvent, outcome: EventOutcome) =>
    metrics.events.inc({ object, change, outcome });

  const isOfNewRecord = createdIn(deps.policy, webhooks);
  const submitted: WebhookEvent[] = [];
  const byRecord = new Map<string, { record: RecordRef; events: RecordEvent[] }>();
  for (const webhook of webhooks) {
    const routed = toRecordEvents(deps, webhook);
    if ('ignored' in routed) {
      count(webhook, `ignored_${routed.ignored}`);
      continue;
    }
    const news = isOfNewRecord(webhook) ? routed.news.filter(({ record }) => record.workflow !== 'relay') : routed.news;
    if (news.length === 0) {
      count(webhook, 'ignored_new');
      continue;
    }
    submitted.push(webhook);
    for (const { record, event } of news) {
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
