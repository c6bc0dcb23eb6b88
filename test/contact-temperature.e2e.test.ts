/** When a contact turns cold, over ends of months, a leap day, new runs and dead workers (T-01, T-03, T-04). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { atHour } from '../src/domain/time.ts';
import {
  type ContactClocks,
  DAY,
  HOUR,
  MINUTE,
  MONTHS_TIMEOUT_MS,
  nextDay,
  startContactClocks,
} from './support/contact-clocks.ts';

const { timeZone } = defaultPolicy.calendar;
const SHOWN = ['sop_temperature', 'sop_turns_cold_on', 'sop_last_engagement'];

let clocks: ContactClocks;
let world: ContactClocks['stack']['world'];
beforeAll(async () => {
  clocks = await startContactClocks({ maxSleepDays: 200 });
  ({ world } = clocks.stack);
});
afterAll(() => clocks.close());

const shown = (id: string) => clocks.stack.people.see('contacts', id, SHOWN);
const turns = async (id: string) =>
  (await clocks.history(id))
    .filter(({ kind }) => kind === 'warm' || kind === 'cold')
    .map(({ kind, happenedAt }) => [kind, happenedAt]);
/** A contact engages in this minute; answers its id and when. */
async function engaged(): Promise<{ id: string; at: number }> {
  const id = await clocks.createQuiet();
  await world.settle();
  const at = await clocks.attend(id);
  await world.settle();
  return { id, at };
}
/** The same time of day by New York's winter time on another day. */
function onDay(at: number, year: number, month: number, date: number): number {
  const midnight = (instant: number) => Math.floor((instant - 5 * HOUR) / DAY) * DAY;
  return Date.UTC(year, month - 1, date) + at - midnight(at);
}
async function expectToTurn(id: string, at: number, on: number): Promise<void> {
  const [engagement, turnsOn] = [at, on].map((instant) => new Date(instant).toISOString());
  expect(await shown(id)).toMatchObject({
    sop_temperature: 'warm',
    sop_turns_cold_on: turnsOn,
    sop_last_engagement: engagement,
  });
  expect((await clocks.stack.contact(id)).wakesAt).toBeLessThanOrEqual(on);
  await world.advanceTo(on - MINUTE);
  expect(await shown(id)).toMatchObject({ sop_temperature: 'warm' });
  await world.advanceTo(on + MINUTE);
  expect(await shown(id)).toMatchObject({
    sop_temperature: 'cold',
    sop_turns_cold_on: '',
    sop_last_engagement: engagement,
  });
  expect(await turns(id)).toEqual([
    ['warm', at],
    ['cold', on],
  ]);
}

describe('an engagement on 30 November', { timeout: MONTHS_TIMEOUT_MS }, () => {
  let november: number;
  let year: number;
  let once: Awaited<ReturnType<typeof engaged>>;
  let again: Awaited<ReturnType<typeof engaged>>;

  beforeAll(async () => {
    november = nextDay(world.now(), (day) => day.month === 11 && day.date === 30 && !isLeap(day.year + 1));
    year = new Date(november).getUTCFullYear();
    await world.advanceTo(atHour(november, 15, timeZone));
    once = await engaged();
    again = await engaged();
  });

  it('[T-01] [T-04] [R-02] [R-05] turns cold on 28 February at the same local time, over new runs and the death of a worker', async () => {
    const run = await clocks.runId(once.id);
    await world.advanceTo(onDay(once.at, year + 1, 1, 20));
    await clocks.otherWorker();
    await clocks.attend(again.id);
    await world.settle();
    // Its timer is kept, and rings for nothing; whoever asks hears what comes.
    const waits = { wakesFor: 'turns cold', nextFor: 'another look at an MQL is due' };
    expect(await clocks.stack.contact(again.id)).toMatchObject(waits);
    await expectToTurn(once.id, once.at, onDay(once.at, year + 1, 2, 28));
    expect(await clocks.runId(once.id)).not.toBe(run);
  });

  it('[T-03] counts from the last engagement only, and its day in summer time is at the same hour', async () => {
    const { sop_last_engagement: last } = await shown(again.id);
    const at = Date.parse(last ?? '');
    const cold = onDay(at, year + 1, 4, 20) - HOUR;
    expect(await shown(again.id)).toMatchObject({
      sop_temperature: 'warm',
      sop_turns_cold_on: new Date(cold).toISOString(),
    });
    await world.advanceTo(cold + MINUTE);
    expect(await turns(again.id)).toEqual([
      ['warm', again.at],
      ['cold', cold],
    ]);
  });

  it('[T-03] who is cold is warm again with the next engagement', async () => {
    const at = await clocks.attend(once.id);
    await world.settle();
    expect(await shown(once.id)).toMatchObject({ sop_temperature: 'warm' });
    expect((await turns(once.id)).at(-1)).toEqual(['warm', at]);
    await clocks.remove(once.id, again.id);
  });
});

describe('engagements before a leap day', { timeout: MONTHS_TIMEOUT_MS }, () => {
  it('[T-01] of 29 and of 30 November both turn cold on 29 February, each at its own time', async () => {
    const day = nextDay(world.now(), ({ month, date, year }) => month === 11 && date === 29 && isLeap(year + 1));
    const leapYear = new Date(day).getUTCFullYear() + 1;
    await world.advanceTo(atHour(day, 16, timeZone));
    const late = await engaged();
    await world.advanceTo(atHour(day + DAY, 9, timeZone));
    const early = await engaged();
    const run = await clocks.runId(early.id);
    await expectToTurn(early.id, early.at, onDay(early.at, leapYear, 2, 29));
    await expectToTurn(late.id, late.at, onDay(late.at, leapYear, 2, 29));
    expect(await clocks.runId(early.id)).not.toBe(run);
  });
});

/** None of the next hundred years is an exception. */
function isLeap(year: number): boolean {
  return year % 4 === 0;
}
