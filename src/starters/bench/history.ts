/**
 * When each event was taken in by its workflow: read from the histories after a round. Asking while it runs would disturb it:
 * the server serves queries before it hands out tasks, and on a busy workflow a query waits longer than the event.
 */
import { tsToMs } from '@temporalio/common/lib/time.js';
import { z } from 'zod';
import type { Arm } from './arm.ts';

type Page = Awaited<ReturnType<Arm['client']['workflowService']['getWorkflowExecutionHistoryReverse']>>;
type HistoryEvent = NonNullable<NonNullable<Page['history']>['events']>[number];

/**
 * `occurredAt` of each event of the object since an instant → when the workflow task that took it in was completed; both in ms
 * since 1970. Of an event that came twice the first time counts; events whose task is still to come are absent.
 */
export async function takenInSince(arm: Arm, objectId: number, since: number): Promise<Map<number, number>> {
  const takenIn = new Map<number, number>();
  let arrived: number[] = [];
  let underWay: number[] = [];
  for (const event of await eventsSince(arm, arm.workflowIdOf(objectId), since)) {
    const { workflowExecutionSignaledEventAttributes: signaled } = event;
    if (signaled) arrived.push(...occurredAtsIn(signaled.input?.payloads?.[0]?.data));
    else if (event.workflowTaskStartedEventAttributes) underWay = arrived;
    else if (event.workflowTaskCompletedEventAttributes) {
      for (const occurredAt of underWay) {
        if (!takenIn.has(occurredAt)) takenIn.set(occurredAt, tsToMs(event.eventTime));
      }
      arrived = arrived.slice(underWay.length);
      underWay = [];
    }
  }
  return takenIn;
}

/** Oldest first, over as many runs as it needs: a long history continues as new. */
async function eventsSince({ client }: Arm, workflowId: string, since: number): Promise<HistoryEvent[]> {
  const { namespace } = client.options;
  const newestFirst: HistoryEvent[] = [];
  let runId: string | undefined;
  do {
    let nextPageToken: Uint8Array | undefined;
    do {
      const execution = { workflowId, ...(runId === undefined ? {} : { runId }) };
      const page: Page = await client.workflowService.getWorkflowExecutionHistoryReverse({
        namespace,
        execution,
        ...(nextPageToken === undefined ? {} : { nextPageToken }),
      });
      newestFirst.push(...(page.history?.events ?? []));
      nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
    } while (nextPageToken !== undefined && isSince(newestFirst.at(-1), since));
    const first = newestFirst.at(-1);
    runId = first?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId !== undefined && isSince(newestFirst.at(-1), since));
  return newestFirst.filter((event) => isSince(event, since)).toReversed();
}

function isSince(event: HistoryEvent | undefined, since: number): boolean {
  return event !== undefined && tsToMs(event.eventTime) >= since;
}

const signalSchema = z.array(z.object({ occurredAt: z.number() }));

/** Both arms' signals carry a list of events, each with its time; the benchmark gives no two the same. */
function occurredAtsIn(data: Uint8Array | null | undefined): number[] {
  const signal: unknown = JSON.parse(Buffer.from(data ?? []).toString());
  return signalSchema.parse(signal).map(({ occurredAt }) => occurredAt);
}
