/** What a workflow costs: read from its history by the rules of the reference (Temporal §4.2). */
import type { Client, WorkflowHandle } from '@temporalio/client';

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

export interface Cost {
  /** History events. */
  events: number;
  /** What Temporal Cloud would bill. */
  actions: number;
  signals: number;
  tasks: number;
  activities: number;
  timersStarted: number;
  timersCanceled: number;
  upserts: number;
  /** Of all payloads: arguments, results, signals, summaries. Names of machines are in the rest of a history, so that is left out. */
  payloadBytes: number;
}

/** The events of one run of a workflow, oldest first. */
export async function historyOf(client: Client, workflowId: string, runId?: string): Promise<HistoryEvent[]> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  return events ?? [];
}

export function costOf(events: HistoryEvent[]): Cost {
  const count = (has: (event: HistoryEvent) => unknown) =>
    events.filter((event) => {
      const found = has(event);
      return found !== undefined && found !== null;
    }).length;
  const cost = {
    events: events.length,
    signals: count((event) => event.workflowExecutionSignaledEventAttributes),
    tasks: count((event) => event.workflowTaskCompletedEventAttributes),
    activities: count((event) => event.activityTaskScheduledEventAttributes),
    timersStarted: count((event) => event.timerStartedEventAttributes),
    timersCanceled: count((event) => event.timerCanceledEventAttributes),
    upserts: count((event) => event.upsertWorkflowSearchAttributesEventAttributes),
    payloadBytes: payloadBytes(events),
  };
  // The start is part of the first signal (signalWithStart); a continue-as-new is billed where it is commanded.
  const continued = count((event) => event.workflowExecutionContinuedAsNewEventAttributes);
  const retries = events
    .map((event) => event.activityTaskStartedEventAttributes?.attempt ?? 1)
    .reduce((sum, attempt) => sum + attempt - 1, 0);
  const markers = count((event) => event.markerRecordedEventAttributes);
  const { signals, activities, timersStarted, upserts } = cost;
  return { ...cost, actions: signals + activities + retries + timersStarted + upserts + continued + markers };
}

/** What the signals of a history carried, in the order in which the server took them. */
export function signalArguments(events: HistoryEvent[]): unknown[] {
  return events.flatMap(({ workflowExecutionSignaledEventAttributes: signaled }) =>
    (signaled?.input?.payloads ?? []).map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString()) as unknown),
  );
}

/** Size of a run's input in bytes. */
export function inputBytes(events: HistoryEvent[]): number {
  return payloadBytes(events[0]?.workflowExecutionStartedEventAttributes?.input);
}

/** Payloads stand at many places of a history; each is an object with bytes in `data`. */
function payloadBytes(value: unknown): number {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return 0;
  if ('data' in value && value.data instanceof Uint8Array) return value.data.length;
  return Object.values(value).reduce((sum: number, part) => sum + payloadBytes(part), 0);
}
