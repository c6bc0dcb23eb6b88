/** Controls of webhooks: where they go, what the app subscribes to, and how they misbehave. */
import { z } from 'zod';
import { everything, subscriptionsSchema } from '../webhooks/subscriptions.ts';
import { ControlError, flag, read, type Control, type ControlContext } from './control.ts';

const rateSchema = z.object({ rate: z.coerce.number().min(0).max(1) });
const lateSchema = rateSchema.extend({ seconds: z.coerce.number().min(0).max(600) });

export const webhookControls: readonly Control[] = [
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
      context.sender.disorder.duplicateRate = read(rateSchema, body).rate;
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/late',
    body: { rate: 0.2, seconds: 5 },
    what: "Delivers this share of events late, by up to so many seconds of the machine's time, or when the clock is moved: after what happened later, a record's deletion or merge included.",
    run: (context, { body }) => {
      const { rate, seconds } = read(lateSchema, body);
      Object.assign(context.sender.disorder, { lateRate: rate, lateSeconds: seconds });
      return webhookState(context);
    },
  },
  {
    method: 'POST',
    path: '/webhooks/drop',
    body: { rate: 0.1 },
    what: 'Never delivers this share of events, as when HubSpot has given up. GET /__sandbox/webhooks/dropped lists them.',
    run: (context, { body }) => {
      context.sender.disorder.dropRate = read(rateSchema, body).rate;
      return webhookState(context);
    },
  },
  {
    method: 'GET',
    path: '/webhooks/dropped',
    what: 'Events that were never delivered because of the rate above, newest last.',
    run: ({ sender }) => ({ dropped: sender.dropped }),
  },
  {
    method: 'POST',
    path: '/webhooks/same-event-id',
    body: { rate: 0.5 },
    what: 'Gives this share of events the eventId of the event before them, about whatever that was.',
    run: (context, { body }) => {
      context.sender.disorder.sameEventIdRate = read(rateSchema, body).rate;
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
    method: 'POST',
    path: '/subscriptions/both-formats',
    what: 'Subscribes to everything twice: as `deal.…` and as `object.…`, so that each change is told by two events.',
    run: ({ feed }) => {
      feed.subscribe(everything(true));
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
];

function webhookState({ sender, feed }: ControlContext) {
  const { target = null, held, pendingCount: pending, dropped, disorder } = sender;
  return { target, held, pending, dropped: dropped.length, ...disorder, initialValues: feed.initialValues };
}
