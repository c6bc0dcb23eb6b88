/**
 * Brings events to Temporal with at most one call per record in flight. What arrives meanwhile is merged into the next
 * call: the server's cost is per signal, and many signals at once on one workflow starve its task (design, decision 4).
 */
import type { RecordEvent } from '../domain/events.ts';
import { recordKey, type RecordRef } from './record-events.ts';

/** Resolves when Temporal has durably taken the events, rejects when it has not or nobody knows. */
export type Send = (record: RecordRef, events: RecordEvent[]) => Promise<void>;

export interface DispatcherOptions {
  send: Send;
  maxEventsPerSignal: number;
  /** Size of the events as JSON. A single larger event still goes, alone. */
  maxBytesPerSignal: number;
  /** Calls in flight over all records. Records wait for their turn in the order in which they asked. */
  maxCallsInFlight: number;
  /** Events taken in and not yet settled, over all records; beyond it `submit` refuses instead of growing. */
  maxEventsHeld: number;
  /**
   * How long a record for which events came during a call rests until the next call. A record that gets single POSTs never
   * rests; for one that gets many, each rest gathers POSTs into one signal and leaves Temporal time for the workflow's task.
   */
  rest(): Promise<unknown>;
  /** Told how many events travelled in a call that another POST would have needed too. */
  onMerged?: (events: number) => void;
}

export interface Dispatcher {
  /**
   * Resolves when Temporal has taken all these events; rejects with the error of the call that failed, or with
   * {@link Overloaded}. A caller that was refused submits again (HubSpot delivers again, R-04); events of the same
   * submission that were taken before are then recognised by the workflow.
   */
  submit(record: RecordRef, events: RecordEvent[]): Promise<void>;
  /** For metrics and readiness. */
  load(): { callsInFlight: number; eventsHeld: number };
}

export class Overloaded extends Error {
  override name = 'Overloaded';
}

interface Submission {
  left: number;
  failed: boolean;
  resolve(): void;
  reject(error: unknown): void;
}

interface Waiting {
  event: RecordEvent;
  submission: Submission;
}

interface Line {
  record: RecordRef;
  waiting: Waiting[];
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { send, maxEventsPerSignal, maxBytesPerSignal, maxCallsInFlight, maxEventsHeld, rest, onMerged } = options;
  /** One line per record with events waiting or in flight; removed when idle. */
  const lines = new Map<string, Line>();
  /** Lines with events waiting, no call in flight and rested. A record that was just served goes to the end. */
  const ready = new Set<Line>();
  let callsInFlight = 0;
  let eventsHeld = 0;

  function takeBatch(line: Line): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { event } of line.waiting.slice(0, maxEventsPerSignal)) {
      bytes += Buffer.byteLength(JSON.stringify(event));
      if (count > 0 && bytes > maxBytesPerSignal) break;
      count += 1;
    }
    return line.waiting.splice(0, count);
  }

  async function call(line: Line): Promise<void> {
    const batch = takeBatch(line);
    callsInFlight += 1;
    try {
      await send(
        line.record,
        batch.map(({ event }) => event),
      );
      for (const { submission } of batch) {
        submission.left -= 1;
        if (submission.left === 0) submission.resolve();
      }
      onMerged?.(batch.filter(({ submission }) => submission !== batch[0]?.submission).length);
    } catch (error) {
      for (const { submission } of batch) {
        submission.failed = true;
        submission.reject(error);
      }
    }
    callsInFlight -= 1;
    eventsHeld -= batch.length;
    requeue(line);
    serveReady();
  }

  /** What is left of a submission that failed is dropped: its POST was refused and comes again as a whole. */
  function requeue(line: Line): void {
    const kept = line.waiting.filter(({ submission }) => !submission.failed);
    eventsHeld -= line.waiting.length - kept.length;
    line.waiting = kept;
    if (kept.length === 0) lines.delete(recordKey(line.record));
    else void rest().then(() => makeReady(line));
  }

  function makeReady(line: Line): void {
    ready.add(line);
    serveReady();
  }

  function serveReady(): void {
    for (const line of ready) {
      if (callsInFlight >= maxCallsInFlight) return;
      ready.delete(line);
      void call(line);
    }
  }

  return {
    submit(record, events) {
      if (events.length === 0) return Promise.resolve();
      if (eventsHeld + events.length > maxEventsHeld) {
        return Promise.reject(new Overloaded(`more than ${maxEventsHeld} events are waiting`));
      }
      return new Promise((resolve, reject) => {
        const submission: Submission = { left: events.length, failed: false, resolve, reject };
        const waiting = events.map((event) => ({ event, submission }));
        eventsHeld += events.length;

        const line = lines.get(recordKey(record));
        if (line) {
          line.waiting.push(...waiting);
          return;
        }
        const fresh: Line = { record, waiting };
        lines.set(recordKey(record), fresh);
        makeReady(fresh);
      });
    },
    load: () => ({ callsInFlight, eventsHeld }),
  };
}
