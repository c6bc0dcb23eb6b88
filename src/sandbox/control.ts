/**
 * The controls: what HubSpot has no API for, because it is not a sandbox. Outside HubSpot's paths, without a token.
 * One row each, from which the list, the page and the routes follow.
 */
import { z } from 'zod';
import { Temporal } from 'temporal-polyfill';
import { findObjectType } from './catalog/object-types.ts';
import { associationsOf } from './links.ts';
import { objectTypes } from './catalog/object-types.ts';
import type { Portal } from './portal.ts';
import { renderRecord } from './render.ts';
import type { RequestLog } from './request-log.ts';
import type { WebhookFeed } from './webhooks/feed.ts';
import { everything, subscriptionsSchema } from './webhooks/subscriptions.ts';
import type { WebhookSender } from './webhooks/sender.ts';

export interface ControlContext {
  portal: Portal;
  feed: WebhookFeed;
  sender: WebhookSender;
  requests: RequestLog;
  /** Moves the world, or the sandbox alone, and answers when all is settled. */
  advance: (toMs: number) => Promise<void>;
  reset: () => void;
}

export interface ControlRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export interface Control {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** After `/__sandbox`. */
  path: string;
  /** An example of the body, if it takes one. */
  body?: Record<string, unknown>;
  what: string;
  /** Throws `ControlError` with words for the one who asked. */
  run: (context: ControlContext, request: ControlRequest) => unknown;
}

export class ControlError extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.status = status;
  }
}

/** Beyond this, dates stop being believable to the systems around. */
const LATEST_MS = Date.UTC(2100, 0, 1);

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

export const controls: readonly Control[] = [
  {
    method: 'GET',
    path: '/clock',
    what: 'What time it is in the portal.',
    run: ({ portal }) => ({ now: iso(portal.clock.now()) }),
  },
  {
    method: 'POST',
    path: '/advance',
    body: { by: 'P91D' },
    what: 'Moves the clock forward by an ISO-8601 duration, calendar parts in UTC, and answers when all is settled. With `npm run dev` or the demo the whole world moves.',
    run: async ({ portal, advance }, { body }) => {
      const from = portal.clock.now();
      const to = later(from, read(z.object({ by: z.string() }), body).by);
      await advance(to);
      return { from: iso(from), now: iso(portal.clock.now()) };
    },
  },
  {
    method: 'GET',
    path: '/requests',
    what: 'API calls so far, oldest first, bodies left out. `?since=<n>` gives those after number n.',
    run: ({ requests }, { query }) => {
      const since = Number(query.get('since') ?? 0);
      return { count: requests.count, requests: requests.since(since) };
    },
  },
  {
    method: 'GET',
    path: '/objects/{objectType}/{objectId}',
    what: 'Everything about one record: all properties with history, associations, archived or not.',
    run: ({ portal }, { params }) => dump(portal, params['objectType'] ?? '', params['objectId'] ?? ''),
  },
  {
    method: 'GET',
    path: '/webhooks',
    what: 'Where webhooks go, how many wait, and how they misbehave.',
    run: (context) => webhookState(context),
  },
  {
    method: 'POST',
    path: '/webhooks/target',
    body: { url: 'http://127.0.0.1:3000/webhooks/hubspot' },
    what: "Sets the app's target URL. Changes before that are told to nobody.",
    run: (context, { body }) => {
      context.sender.target = read(z.object({ url: z.url({ protocol: /^https?$/ }) }), body).url;
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/hold',
    what: 'Keeps events back from now on.',
    run: (context) => {
      context.sender.hold();
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/flush',
    what: 'Sends what is held now, and goes on holding.',
    run: (context) => {
      context.sender.flush();
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/release',
    what: 'Sends what was held and stops holding.',
    run: (context) => {
      context.sender.release();
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/shuffle',
    body: { on: true },
    what: 'Mixes the events that wait together and splits them into POSTs of random size. Hold first to mix more.',
    run: (context, { body }) => {
      context.sender.disorder.shuffle = read(z.object({ on: flag }), body).on;
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/duplicate',
    body: { rate: 1 },
    what: 'Delivers this share of events twice, 0 to 1, in POSTs of their own.',
    run: (context, { body }) => {
      context.sender.disorder.duplicateRate = read(z.object({ rate: z.coerce.number().min(0).max(1) }), body).rate;
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/initial-values',
    body: { on: true },
    what: 'Whether a creation is followed by propertyChange events for its initial values.',
    run: (context, { body }) => {
      context.feed.initialValues = read(z.object({ on: flag }), body).on;
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/settled',
    what: 'Answers when every event that is not held is delivered or given up.',
    run: async (context) => {
      await context.sender.idle();
      return webhookState(context);
    },
  },
  {
    method: 'GET',
    path: '/deliveries',
    what: 'The last POSTs of webhooks with their attempts, newest last.',
    run: ({ sender }) => ({ deliveries: sender.deliveries }),
  },
  {
    method: 'POST',
    path: '/deliveries/{deliveryId}/redeliver',
    what: 'Sends a finished POST once more, with the next attempt number.',
    run: ({ sender }, { params }) => {
      const again = sender.redeliver(Number(params['deliveryId']));
      if (!again)
        throw new ControlError(404, `No finished delivery ${params['deliveryId']}; GET /__sandbox/deliveries`);
      return { delivery: again.id };
    },
  },
  {
    method: 'GET',
    path: '/subscriptions',
    what: 'What the app is subscribed to, as in `webhooks-hsmeta.json`.',
    run: ({ feed }) => feed.config,
  },
  {
    method: 'PUT',
    path: '/subscriptions',
    body: {
      crmObjects: [{ subscriptionType: 'object.creation', objectType: 'note' }],
      legacyCrmObjects: [{ subscriptionType: 'deal.propertyChange', propertyName: 'dealstage' }],
    },
    what: 'Subscribes to these only: `config.subscriptions` of `webhooks-hsmeta.json`. Without propertyName: every property.',
    run: ({ feed }, { body }) => {
      feed.subscribe(read(subscriptionsSchema, body));
      return feed.config;
    },
  },
  {
    method: 'DELETE',
    path: '/subscriptions',
    what: 'Subscribes to everything again.',
    run: ({ feed }) => {
      feed.subscribe(everything());
      return feed.config;
    },
  },
  {
    method: 'POST',
    path: '/reset',
    what: 'Empties the portal: records, own properties and pipelines, logs, switches. Clock, ids and target go on.',
    run: ({ reset, portal }) => {
      reset();
      return { now: iso(portal.clock.now()) };
    },
  },
];

function webhookState({ sender, feed }: ControlContext) {
  const { target = null, held, pendingCount: pending, disorder } = sender;
  return { target, held, pending, ...disorder, initialValues: feed.initialValues };
}

function later(from: number, by: string): number {
  try {
    const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
    const to = start.add(Temporal.Duration.from(by)).epochMilliseconds;
    if (to > from && to < LATEST_MS) return to;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ControlError(
    400,
    `by: "${by}" is no ISO-8601 duration forward and before 2100, such as P91D, P3M or PT36H`,
  );
}

function dump(portal: Portal, typeName: string, id: string) {
  const type = objectTypes.find((each) => [each.plural, each.singular, each.id].some((name) => name === typeName));
  const record = type && portal.records.find({ type: type.plural, id });
  if (!record) throw new ControlError(404, `No ${typeName} with id ${id}`);
  const history = [...record.history.keys()];
  return {
    ...renderRecord(portal, record, { properties: history, history }),
    associations: objectTypes.flatMap((other) =>
      associationsOf(portal, { type: record.type, id }, other.plural).map(({ to, types }) => ({
        to: `${findObjectType(to.type).singular} ${to.id}`,
        types: types.map(({ id: typeId, label }) => ({ typeId, label })),
      })),
    ),
  };
}

function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ControlError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
