/** Figures of one gateway for Prometheus. Labels are closed lists: nothing that a caller sends becomes a label. */
import { Counter, Gauge, Registry } from 'prom-client';

export type PostOutcome =
  | 'taken'
  | 'taken_in_part'
  | 'quarantined'
  | 'malformed'
  | 'unreadable'
  | 'too_large'
  | 'too_many'
  | 'not_taken'
  | 'not_kept'
  | 'late'
  | `signature_${string}`;

export type EventOutcome = 'taken' | 'not_taken' | 'late' | `ignored_${string}`;

export function createMetrics(load: () => { callsInFlight: number; eventsHeld: number }) {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    signalsInFlight: new Gauge({
      name: 'gateway_signals_in_flight',
      help: 'Calls to Temporal that have not been answered yet',
      registers,
      collect() {
        this.set(load().callsInFlight);
      },
    }),
    eventsHeld: new Gauge({
      name: 'gateway_events_held',
      help: 'Events taken in and not yet settled',
      registers,
      collect() {
        this.set(load().eventsHeld);
      },
    }),
    posts: new Counter<'outcome'>({
      name: 'gateway_webhook_posts_total',
      help: 'Webhook POSTs by how they were answered',
      labelNames: ['outcome'],
      registers,
    }),
    events: new Counter<'object' | 'change' | 'outcome'>({
      name: 'gateway_webhook_events_total',
      help: 'Webhook events by object type, kind of change and what became of them',
      labelNames: ['object', 'change', 'outcome'],
      registers,
    }),
    quarantinedEvents: new Counter<'field'>({
      name: 'gateway_quarantined_events_total',
      help: 'Signed events that cannot be read and were kept, by the first wrong field',
      labelNames: ['field'],
      registers,
    }),
    signals: new Counter<'outcome'>({
      name: 'gateway_signals_total',
      help: 'Calls to Temporal by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    signalEvents: new Counter({
      name: 'gateway_signal_events_total',
      help: 'Events in calls that Temporal took',
      registers,
    }),
    pageAnswers: new Counter<'page' | 'outcome'>({
      name: 'gateway_page_answers_total',
      help: 'Requests for the pages that links in mails lead to by how they were answered',
      labelNames: ['page', 'outcome'],
      registers,
    }),
    mergedEvents: new Counter({
      name: 'gateway_merged_events_total',
      help: 'Events that travelled in the call of another POST',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
