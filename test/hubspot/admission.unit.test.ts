import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../src/hubspot/admission.ts';
import { json, startScripted } from './scripted-server.ts';

/** A budget that gives what `leases` says, on a clock that only moves when somebody sleeps or a question takes its time. */
function aDoor(leases: { calls: number; againMs?: number; takesMs?: number }[]) {
  let now = 0;
  const asked: number[] = [];
  const admit = createAdmission({
    take: (wanted) => {
      asked.push(wanted);
      const { calls, againMs = 100, takesMs = 0 } = leases.shift() ?? { calls: wanted };
      now += takesMs;
      return Promise.resolve({ calls, againMs });
    },
    startWithinMs: 1_000,
    clock: { now: () => now, sleep: (ms) => Promise.resolve(void (now += ms)) },
  });
  /** Numbers and times of the calls let in, in their order. */
  const entered: [call: number, at: number][] = [];
  const callers = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => admit().then(() => entered.push([n, now]))));
  return { admit, callers, asked, entered };
}

describe('calls to HubSpot', () => {
  it('are let in as there is leave, first come, first served, ten at a time', async () => {
    const { callers, asked, entered } = aDoor([{ calls: 1 }, { calls: 4 }, { calls: 0, againMs: 700 }]);
    await callers(12);
    expect(asked).toEqual([1, 10, 7, 7]);
    expect(entered.map(([call]) => call)).toEqual(Array.from({ length: 12 }, (_, n) => n));
    expect(entered.map(([, at]) => at)).toEqual([...Array(5).fill(0), ...Array(7).fill(700)]);
  });

  it('do not start on leave that came too late to be counted where it belongs', async () => {
    const { callers, asked, entered } = aDoor([{ calls: 1, takesMs: 1_001 }]);
    await callers(1);
    expect(asked).toEqual([1, 1]);
    expect(entered).toEqual([[0, 1_001]]);
  });

  it('fail while nobody can count them, and go again afterwards', async () => {
    let down = true;
    const admit = createAdmission({
      take: () => (down ? Promise.reject(new Error('no database')) : Promise.resolve({ calls: 1, againMs: 1 })),
      startWithinMs: 1_000,
    });
    await expect(Promise.all([admit(), admit()])).rejects.toThrow('no database');
    down = false;
    await admit();
  });

  it('wait for their turn, each of them, before they are sent', async () => {
    const before: number[] = [];
    const { hubspot, requests, close } = await startScripted(
      (response) => json(response, 200, { results: [] }),
      5_000,
      async () => void before.push(requests.length),
    );
    await hubspot.associatedIds('deal', ['1'], 'contact');
    await hubspot.associatedIds('deal', ['2'], 'company');
    expect(before).toEqual([0, 1]);
    await close();
  });
});
