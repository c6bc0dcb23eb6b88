import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordEvent } from '../../src/domain/events.ts';
import { createDispatcher, type DispatcherOptions, Overloaded } from '../../src/gateway/dispatcher.ts';
import { idOf } from './support.ts';

const LIMITS = { maxEventsPerSignal: 3, maxBytesPerSignal: 10_000, maxCallsInFlight: 2, maxEventsHeld: 1_000 };
const deal = (objectId: string) => ({ workflow: 'deal' as const, objectId });
const eventOf = (key: string): RecordEvent => ({ key, kind: 'created', occurredAt: 1, by: 'unknown' });

interface Call {
  objectId: string;
  keys: string[];
  answer(error?: Error): void;
}

/** A dispatcher whose calls hang until the test answers them. */
function aDispatcher(limits: Partial<DispatcherOptions> = {}) {
  const open: Call[] = [];
  const calls: Call[] = [];
  const dispatcher = createDispatcher({
    ...LIMITS,
    rest: () => Promise.resolve(),
    ...limits,
    send: (record, events) =>
      new Promise((resolve, reject) => {
        const call: Call = {
          objectId: idOf(record),
          keys: events.map(({ key }) => key),
          answer(error) {
            open.splice(open.indexOf(call), 1);
            if (error) reject(error);
            else resolve();
          },
        };
        open.push(call);
        calls.push(call);
      }),
  });
  return { dispatcher, open, calls };
}

/** Lets every promise that can settle do so: the dispatcher has no timers of its own. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

type Step = { submit: string; count: number } | { answer: number; fails: boolean };

const steps = fc.array(
  fc.oneof(
    fc.record({ submit: fc.constantFrom('1', '2', '3', '4'), count: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ answer: fc.nat(), fails: fc.boolean() }),
  ),
  { maxLength: 40 },
) satisfies fc.Arbitrary<Step[]>;

describe('the dispatcher', () => {
  it('sends everything once, in order, one call per record at a time, and tells each submitter the truth', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const { dispatcher, open, calls } = aDispatcher();
        const taken: string[] = [];
        const submissions: { objectId: string; keys: string[]; outcome: 'waiting' | 'taken' | 'refused' }[] = [];
        let number = 0;
        const answer = async (call: Call | undefined, fails: boolean) => {
          if (!fails && call) taken.push(...call.keys);
          call?.answer(fails ? new Error('down') : undefined);
          await settled();
        };
        for (const step of script) {
          if ('submit' in step) {
            const keys = Array.from({ length: step.count }, () => String(++number));
            const submission: (typeof submissions)[number] = { objectId: step.submit, keys, outcome: 'waiting' };
            submissions.push(submission);
            dispatcher.submit(deal(step.submit), keys.map(eventOf)).then(
              () => (submission.outcome = 'taken'),
              () => (submission.outcome = 'refused'),
            );
          } else await answer(open[step.answer % Math.max(open.length, 1)], step.fails);

          expect(open.length).toBeLessThanOrEqual(LIMITS.maxCallsInFlight);
          expect(new Set(open.map(({ objectId }) => objectId)).size).toBe(open.length);
        }
        while (open.length > 0) await answer(open[0], false);

        const sent = calls.flatMap(({ keys }) => keys);
        expect(new Set(sent).size).toBe(sent.length);
        for (const objectId of ['1', '2', '3', '4']) {
          const keys = calls.filter((call) => call.objectId === objectId).flatMap((call) => call.keys.map(Number));
          expect(keys).toEqual([...keys].sort((a, b) => a - b));
        }
        for (const { keys } of calls) expect(keys.length).toBeLessThanOrEqual(LIMITS.maxEventsPerSignal);
        const all = new Set(taken);
        for (const { keys, outcome } of submissions) {
          expect(outcome).toBe(keys.every((key) => all.has(key)) ? 'taken' : 'refused');
        }
        expect(dispatcher.load()).toEqual({ callsInFlight: 0, eventsHeld: 0 });
      }),
    );
  });

  it('merges what arrives during a call into the next one', async () => {
    const merged: number[] = [];
    const { dispatcher, open, calls } = aDispatcher({ maxEventsPerSignal: 500, onMerged: (n) => merged.push(n) });
    const all = Array.from({ length: 100 }, (_, n) => dispatcher.submit(deal('1'), [eventOf(String(n))]));
    open[0]?.answer();
    await settled();
    open[0]?.answer();
    await Promise.all(all);
    expect(calls.map(({ keys }) => keys.length)).toEqual([1, 99]);
    expect(merged).toEqual([0, 98]);
  });

  it('gathers what arrives while a busy record rests, and lets a record that nothing waits for go at once', async () => {
    let rested = () => {};
    const rest = () => new Promise<void>((resolve) => (rested = resolve));
    const { dispatcher, open, calls } = aDispatcher({ rest });
    const taken = [dispatcher.submit(deal('1'), [eventOf('a')]), dispatcher.submit(deal('1'), [eventOf('b')])];
    open[0]?.answer();
    await settled();
    taken.push(dispatcher.submit(deal('1'), [eventOf('c')]));
    expect(calls.map(({ keys }) => keys)).toEqual([['a']]);
    rested();
    await settled();
    open[0]?.answer();
    await Promise.all(taken);
    await settled();
    void dispatcher.submit(deal('1'), [eventOf('d')]);
    expect(calls.map(({ keys }) => keys)).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('fails only those whose events were in the failed call', async () => {
    const { dispatcher, open } = aDispatcher();
    const first = dispatcher.submit(deal('1'), [eventOf('a')]);
    const second = dispatcher.submit(deal('1'), [eventOf('b')]);
    open[0]?.answer(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await settled();
    open[0]?.answer();
    await expect(second).resolves.toBeUndefined();
  });

  it('sends nothing more of a submission that failed', async () => {
    const { dispatcher, open, calls } = aDispatcher({ maxEventsPerSignal: 2 });
    const refused = dispatcher.submit(deal('1'), ['a', 'b', 'c'].map(eventOf));
    const next = dispatcher.submit(deal('1'), [eventOf('d')]);
    open[0]?.answer(new Error('down'));
    await expect(refused).rejects.toThrow('down');
    await settled();
    open[0]?.answer();
    await next;
    expect(calls.map(({ keys }) => keys)).toEqual([['a', 'b'], ['d']]);
  });

  it('keeps a call below its size, and lets a single larger event go alone', async () => {
    const { dispatcher, open, calls } = aDispatcher({ maxBytesPerSignal: 200 });
    const large: RecordEvent = { ...eventOf('large'), kind: 'property', property: 'p', value: 'ü'.repeat(300) };
    const done = dispatcher.submit(deal('1'), [eventOf('a'), large, eventOf('b'), eventOf('c')]);
    while (open.length > 0) {
      open[0]?.answer();
      await settled();
    }
    await done;
    expect(calls.map(({ keys }) => keys)).toEqual([['a'], ['large'], ['b', 'c']]);
  });

  it('lets a busy record wait for its turn', async () => {
    const { dispatcher, open, calls } = aDispatcher({ maxCallsInFlight: 1, maxEventsPerSignal: 1 });
    const hot = dispatcher.submit(deal('hot'), ['1', '2', '3'].map(eventOf));
    const quiet = ['a', 'b'].map((id) => dispatcher.submit(deal(id), [eventOf(id)]));
    while (open.length > 0) {
      open[0]?.answer();
      await settled();
    }
    await Promise.all([hot, ...quiet]);
    expect(calls.map(({ objectId }) => objectId)).toEqual(['hot', 'a', 'b', 'hot', 'hot']);
  });

  it('refuses at once when it holds too much, and takes again when it has room', async () => {
    const { dispatcher, open } = aDispatcher({ maxEventsHeld: 2 });
    const first = dispatcher.submit(deal('1'), ['a', 'b'].map(eventOf));
    await expect(dispatcher.submit(deal('2'), [eventOf('c')])).rejects.toThrow(Overloaded);
    open[0]?.answer();
    await first;
    await settled();
    const again = dispatcher.submit(deal('2'), [eventOf('c')]);
    open[0]?.answer();
    await expect(again).resolves.toBeUndefined();
  });
});
