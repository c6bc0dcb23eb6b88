/** All processes together stay within HubSpot's limit, on PostgreSQL and on the embedded database. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type CallBudget, openCallBudget, START_WITHIN_MS, WINDOW_MS } from '../../src/journal/call-budget.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const LIMIT = 80;
const START = Date.UTC(2026, 10, 21, 12);

/** Most calls in any ten seconds. `calls` has the time of each. */
function busiestWindow(calls: number[]): number {
  const sorted = calls.toSorted((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [index, at] of sorted.entries()) {
    while (at - (sorted[from] ?? at) >= WINDOW_MS) from += 1;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

function budgetTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let portals = 0;
  beforeAll(async () => {
    database = await start();
    // Migrated once, by whoever comes first.
    await using(1, () => START)[0]?.take(1);
  }, 60_000);
  afterAll(() => database?.close());

  /** Processes with connections of their own, on one virtual clock and the row of a portal of their own. */
  function using(processes: number, now: () => number): CallBudget[] {
    portals += 1;
    const portal = String(portals);
    const budgets = Array.from({ length: processes }, () =>
      openCallBudget({ databaseUrl: database.url }, portal, LIMIT, now),
    );
    return budgets;
  }
  const closed = (budgets: CallBudget[]): CallBudget[] => {
    onTestFinished(async () => void (await Promise.all(budgets.map((one) => one.close()))));
    return budgets;
  };

  it('gives no call twice to processes that ask at once', async () => {
    const budgets = closed(using(4, () => START));
    const questions = Array.from({ length: 10 }, () => budgets.map((budget) => budget.take(7))).flat();
    const leases = await Promise.all(questions);
    expect(leases.reduce((sum, { calls }) => sum + calls, 0)).toBe(LIMIT);
  });

  it('has leave again when the calls of before have left the window, and says when that is', async () => {
    let now = START;
    const [budget] = closed(using(1, () => now));
    if (budget === undefined) throw new Error('there is one process');
    expect(await budget.take(LIMIT)).toMatchObject({ calls: LIMIT });
    now += 4_000;
    const { calls, againMs } = await budget.take(5);
    expect(calls).toBe(0);
    now += againMs - 200;
    expect((await budget.take(5)).calls).toBe(0);
    now += 200;
    expect((await budget.take(5)).calls).toBe(5);
  });

  it('never lets processes together exceed the limit in any ten seconds, whenever they start what they may, and uses most of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            after: fc.nat(400),
            process: fc.nat(2),
            wanted: fc.integer({ min: 1, max: 10 }),
            late: fc.nat(START_WITHIN_MS),
          }),
          {
            minLength: 60,
            maxLength: 120,
          },
        ),
        async (questions) => {
          let now = START;
          const budgets = using(3, () => now);
          const calls: number[] = [];
          let wantedInAll = 0;
          for (const { after, process, wanted, late } of questions) {
            now += after;
            wantedInAll += wanted;
            const lease = await budgets[process]?.take(wanted);
            calls.push(...Array.from({ length: lease?.calls ?? 0 }, () => now + late));
          }
          await Promise.all(budgets.map((one) => one.close()));
          expect(busiestWindow(calls)).toBeLessThanOrEqual(LIMIT);
          const windows = Math.floor((now - START) / (WINDOW_MS + START_WITHIN_MS + 200));
          expect(calls.length).toBeGreaterThanOrEqual(Math.min(wantedInAll, LIMIT * windows * 0.9));
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
  }, 60_000);
}

const postgres = findPostgres();
if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('the call budget on PostgreSQL', () => budgetTests(postgres.start));
}

describe('the call budget on the embedded database', () => budgetTests(() => serveEmbedded()));
