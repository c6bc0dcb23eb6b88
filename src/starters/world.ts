/**
 * One clock for the demo, the development stack and the tests (design, decision 13). Months pass in seconds on the real
 * Temporal server: each workflow's time is skipped, production code knows nothing of it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { LOOK_AGAIN } from '../domain/wake.ts';
import { createTurns } from '../sandbox/in-turn.ts';
import { openStateQuery } from '../workflows/messages.ts';
import { fastForward } from './fast-forward.ts';

export interface WorldParts {
  client: Client;
  /** The sandbox's clock leads: HubSpot's times are what people see. */
  clock: { now(): number; moveTo(instant: number): void };
  /** Resolves when no webhook is on its way. */
  webhooksIdle(): Promise<void>;
  /** What Temporal's schedule does, in this world's time: the server's own follows the wall clock. */
  schedule?: { nextAfter(instant: number): number; run(at: number): Promise<void> };
}

export interface World {
  now(): number;
  /** Moves the whole world to an instant and answers when everything that became due is done. */
  advanceTo(instant: number): Promise<void>;
  /** Resolves when nothing is on its way: no webhook, no workflow task, no activity. */
  settle(): Promise<void>;
}

/** When a workflow wakes up by itself. */
interface Wake {
  /** Milliseconds since 1970. */
  at: number;
  /** Nothing becomes due by it. */
  onlyLooks: boolean;
}

const SETTLE_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 25;
/** So many wake-ups within an hour go together: two hundred deals of one morning would otherwise be two hundred steps. */
const CROWD = 20;
const CROWD_MS = 3_600_000;
/** What is due within seconds goes together too: records that were made one after the other look again one after the other. */
const TOGETHER_MS = 10_000;
/** Looks at a record that fall into one week go together, each workflow at its own time: nothing becomes due by them. */
const LOOKS_MS = 7 * 86_400_000;
/** A timer rings a moment after its instant: it is counted from when the server has taken it. */
const RINGS_WITHIN_MS = 2_000;
/** A timer that has just fired is among so many of the newest events: the work it begins has some dozen. */
const NEWEST_EVENTS = 50;
/** Skips of one workflow at a time; the development server has one database connection. */
const AT_ONCE = 8;

export function createWorld({ client, clock, webhooksIdle, schedule }: WorldParts): World {
  let skips = 0;
  /** Run and length of each workflow's history when it was last looked at; what it waits for changes only with these. */
  const histories = new Map<string, string>();
  const answers = new Map<string, { history: string; wake: Wake | undefined }>();

  /** Ids of the open workflows, sorted. */
  async function openWorkflows(): Promise<string[]> {
    const ids: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query: `ExecutionStatus = 'Running'` }))
      ids.push(workflowId);
    return ids.sort();
  }

  async function isIdle(workflowId: string): Promise<boolean> {
    const { raw, runId, historyLength } = await client.workflow.getHandle(workflowId).describe();
    histories.set(workflowId, `${runId}:${historyLength}`);
    return (raw.pendingActivities ?? []).length === 0 && !raw.pendingWorkflowTask;
  }

  async function settle(): Promise<void> {
    const giveUpAt = Date.now() + SETTLE_WITHIN_MS;
    let before: string | undefined;
    for (;;) {
      await webhooksIdle();
      const ids = await openWorkflows();
      const found = await busyAmong(ids);
      const picture = ids.join();
      // Twice the same quiet picture: what an activity set off (a webhook, a signal) has had its turn.
      if (found.length === 0 && picture === before) return;
      before = found.length === 0 ? picture : undefined;
      const busy = await untilIdle(found, giveUpAt);
      if (Date.now() > giveUpAt) throw new Error(`The world does not come to rest: ${busy.join(', ')} still at work.`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Looks again only at those that were at work: a hundred looks would keep the machine from the work. Answers who still is. */
  async function untilIdle(ids: string[], giveUpAt: number): Promise<string[]> {
    let busy = ids;
    while (busy.length > 0 && Date.now() < giveUpAt) {
      await sleep(LOOK_EVERY_MS);
      busy = await busyAmong(busy);
    }
    return busy;
  }

  async function busyAmong(ids: string[]): Promise<string[]> {
    const busy: string[] = [];
    await inBatches(ids, async (id) => {
      if (!(await isIdle(id))) busy.push(id);
    });
    return busy;
  }

  /** When each workflow wakes up by itself; those that wait for nothing are left out. */
  async function wakeUps(ids: string[]): Promise<(Wake & { id: string })[]> {
    const found: (Wake & { id: string })[] = [];
    await inBatches(ids, async (id) => {
      const wake = await wakeUp(id);
      if (wake !== undefined) found.push({ id, ...wake });
    });
    return found;
  }

  /** Asked again only where something happened: a query is work for the worker. */
  async function wakeUp(id: string): Promise<Wake | undefined> {
    const history = histories.get(id);
    const answer = answers.get(id);
    if (answer !== undefined && answer.history === history) return answer.wake;
    const { wakesAt: at, wakesFor } = await client.workflow.getHandle(id).query(openStateQuery);
    const wake = at === undefined ? undefined : { at, onlyLooks: wakesFor === LOOK_AGAIN };
    if (history !== undefined) answers.set(id, { history, wake });
    return wake;
  }

  /** Skips a workflow's time to an instant; each has a clock of its own, so the target counts, not the distance. */
  async function bringTo(workflowId: string, instant: number): Promise<void> {
    skips += 1;
    await fastForward(client, workflowId, instant, `world-${Date.now()}-${skips}`);
  }

  /**
   * Brings a workflow to its wake-up and waits until it rang. No skip goes past a timer: when the work that begins there ends
   * together with the skip, the server skips once more, to whatever timer comes next. The history says that it rang, and no query: one
   * that comes just then has a worker that must replay the workflow go on at the time of the task before.
   */
  async function ring({ id, at }: { id: string; at: number }): Promise<void> {
    const handle = client.workflow.getHandle(id);
    const { historyLength } = await handle.describe();
    await bringTo(id, at);
    for (const giveUpAt = Date.now() + RINGS_WITHIN_MS; Date.now() < giveUpAt; await sleep(LOOK_EVERY_MS)) {
      if ((await handle.describe()).status.name !== 'RUNNING' || (await hasRung(id, historyLength))) return;
    }
  }

  /** Whether a timer has fired since the history had this length. */
  async function hasRung(workflowId: string, since: number): Promise<boolean> {
    const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution: { workflowId },
      maximumPageSize: NEWEST_EVENTS,
    });
    return (history?.events ?? []).some(
      ({ eventId, timerFiredEventAttributes: fired }) =>
        fired !== null && fired !== undefined && Number(eventId) > since,
    );
  }

  /** From wake-up to wake-up, so that what happens first in the world also happens first here. */
  async function passTo(instant: number): Promise<void> {
    while (clock.now() < instant) {
      const due = await wakeUps(await openWorkflows());
      const earliest = Math.min(...due.map(({ at }) => at));
      if (earliest > instant) break;
      const looking = looksBefore(due, earliest, instant);
      if (looking.length > 0) {
        clock.moveTo(Math.max(earliest, clock.now()));
        await inBatches(looking, ring);
        await settle();
        continue;
      }
      const isCrowd = due.filter(({ at }) => at <= earliest + CROWD_MS).length > CROWD;
      const step = Math.min(instant, Math.max(earliest, clock.now()) + (isCrowd ? CROWD_MS : TOGETHER_MS));
      clock.moveTo(Math.max(step, clock.now())); // it goes on ticking while we look
      const ringing = due.filter(({ at }) => at <= step);
      await inBatches(ringing, ring);
      await settle();
    }
    clock.moveTo(Math.max(instant, clock.now()));
  }

  async function moveTo(instant: number): Promise<void> {
    await settle();
    const nextRun = () => schedule?.nextAfter(clock.now()) ?? Infinity;
    for (let at = nextRun(); at <= instant; at = nextRun()) {
      await passTo(at);
      await schedule?.run(at);
      await settle();
    }
    await passTo(instant);
    await inBatches(await openWorkflows(), (id) => bringTo(id, instant));
    await settle();
  }

  // Two that move the world at once would leave workflows behind: each would count on its own clock.
  const inTurn = createTurns();
  return { now: () => clock.now(), settle, advanceTo: (instant) => inTurn(() => moveTo(instant)) };
}

/** Those that only look again before anything becomes due to anybody. */
function looksBefore<Due extends Wake>(due: Due[], earliest: number, instant: number): Due[] {
  const firstDue = Math.min(...due.filter(({ onlyLooks }) => !onlyLooks).map(({ at }) => at));
  const until = Math.min(instant, firstDue, earliest + LOOKS_MS);
  return due.filter(({ onlyLooks, at }) => onlyLooks && at <= until);
}

async function inBatches<Item>(items: Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(work));
  }
}
