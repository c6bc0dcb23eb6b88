/** Contacts that wait for months: cool-offs after a loss, evaluations and re-checks, over new runs and dead workers (C-08, C-11, C-17, C-18). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { addDays, localMinute } from '../src/domain/time.ts';
import { type ContactClocks, DAY, MINUTE, MONTHS_TIMEOUT_MS, startContactClocks } from './support/contact-clocks.ts';

const { timeZone } = defaultPolicy.calendar;

let clocks: ContactClocks;
let world: ContactClocks['stack']['world'];
beforeAll(async () => {
  clocks = await startContactClocks({ maxSleepDays: 200 });
  ({ world } = clocks.stack);
});
afterAll(() => clocks.close());

const decisions = async (id: string, kind: string) =>
  (await clocks.history(id)).filter((decision) => decision.kind === kind);
const times = async (id: string, kind: string) => (await decisions(id, kind)).map(({ happenedAt }) => happenedAt);
const enteredAt = async (id: string) => (await clocks.stack.contact(id)).contact.settled?.since ?? NaN;
const seen = (id: string) => clocks.stack.people.see('contacts', id, ['sop_recycles_on', 'sop_recycling_rounds']);
const lose = (deal: string, category: string) =>
  clocks.stack.people.changeDeal(clocks.rep, deal, {
    deal_lost_reason_category: category,
    deal_lost_reason_details: 'As they told us.',
  });

/** The contact's deal of this moment, lost for this reason; answers the last day of the cool-off as the record has it. */
async function loseDealOf(id: string, category: string): Promise<number> {
  const { people } = clocks.stack;
  const deal = await people.createDeal(clocks.rep, { name: category, pipeline: 'new_business', stage: 'sql' });
  await people.associate(clocks.rep, 'deals', deal, 'contacts', id);
  await world.settle();
  await lose(deal, category);
  await world.settle();
  return Date.parse((await seen(id)).sop_recycles_on ?? '');
}

/** The rep works a recycled contact until it is an SQL again, and the deal that this opened is lost, too. */
async function nextRound(id: string, category: string): Promise<number> {
  const { people } = clocks.stack;
  const before = await clocks.linked(id, 'deals');
  await clocks.logCall(clocks.rep, id, 'connected');
  await people.change(clocks.rep, 'contacts', id, { exploring_a_decision: '' });
  await people.change(clocks.rep, 'contacts', id, { exploring_a_decision: 'yes' });
  await world.settle();
  expect(await clocks.stageOf(id)).toBe('sql');
  const [deal, ...more] = (await clocks.linked(id, 'deals')).filter((one) => !before.includes(one));
  expect(more).toEqual([]);
  await lose(deal ?? '', category);
  await world.settle();
  expect(await clocks.stageOf(id)).toBe('target');
  return Date.parse((await seen(id)).sop_recycles_on ?? '');
}

/** What was in its place a minute before is recycled a minute after. */
async function expectToRecycle(id: string, at: number, round: number): Promise<void> {
  await world.advanceTo(at - MINUTE);
  expect(await clocks.stageOf(id)).toBe('target');
  await world.advanceTo(at + MINUTE);
  await expectRecycled(id, at, round);
}
async function expectRecycled(id: string, at: number, round: number): Promise<void> {
  expect(await clocks.stageOf(id)).toBe('recycled');
  expect(await seen(id)).toMatchObject({ sop_recycles_on: '', sop_recycling_rounds: String(round) });
  const recycled = await decisions(id, 'recycled');
  expect(recycled).toHaveLength(round);
  expect(recycled.at(-1)).toMatchObject({ happenedAt: at, clause: 'C-17', detail: { round } });
  expect(await clocks.tasks(id, 'Follow up')).toHaveLength(round);
}

describe('a year of contacts side by side', { timeout: MONTHS_TIMEOUT_MS }, () => {
  const lost: Record<string, string> = {};
  const ends: Record<string, number> = {};
  const runs: Record<string, string> = {};
  let mql: string;
  let sql: string;
  let lostAt: number;
  const all = () => [...Object.values(lost), mql, sql];

  beforeAll(async () => {
    await world.settle();
    lostAt = world.now();
    for (const category of ['no_response', 'timing', 'budget', 'chose_competitor', 'bad_fit']) {
      lost[category] = await clocks.createQuiet();
    }
    mql = await clocks.createQuiet();
    sql = await clocks.createQuiet({ hubspot_owner_id: clocks.rep.id });
    await world.settle();
    for (const [category, id] of Object.entries(lost)) ends[category] = await loseDealOf(id, category);
    await clocks.attend(mql);
    await clocks.logCall(clocks.rep, sql, 'connected');
    await clocks.stack.people.change(clocks.rep, 'contacts', sql, { exploring_a_decision: 'yes' });
    await world.settle();
    for (const id of all()) runs[id] = await clocks.runId(id);
  }, MONTHS_TIMEOUT_MS);

  it('[C-17] [C-18] a loss shows on the record when its cool-off ends: 90, 180 or 365 calendar days later, or never', async () => {
    const days = { no_response: 90, timing: 180, budget: 180, chose_competitor: 365 };
    for (const [category, count] of Object.entries(days)) {
      const end = ends[category] ?? NaN;
      expect(Math.abs(end - addDays(lostAt, count, timeZone))).toBeLessThan(2 * MINUTE);
    }
    expect(ends['bad_fit']).toBeNaN();
    for (const id of Object.values(lost)) expect(await clocks.stageOf(id)).toBe('target');
  });

  it('[C-11] an SQL on which nothing happens is put up for evaluation after 30 days, and after 60, over the death of a worker', async () => {
    expect(await clocks.stageOf(sql)).toBe('sql');
    const { activity, settled } = await clocks.stack
      .contact(sql)
      .then(({ contact }) => ({ ...contact.facts, ...contact }));
    const quiet = Math.max(activity?.at ?? 0, settled?.since ?? 0);
    const due = [30, 60].map((days) => addDays(quiet, days, timeZone));
    await world.advanceTo((due[0] ?? 0) - MINUTE);
    expect(await clocks.tasks(sql, 'Evaluate')).toEqual([]);
    await clocks.otherWorker();
    await world.advanceTo((due[0] ?? 0) + MINUTE);
    expect(await clocks.tasks(sql, 'Evaluate')).toMatchObject([{ due: due[0], ownerId: clocks.rep.id }]);
    await world.advanceTo((due[1] ?? 0) + MINUTE);
    expect((await clocks.tasks(sql, 'Evaluate')).map((task) => task.due)).toEqual(due);
    expect(await times(sql, 'evaluationDue')).toEqual(due);
    await clocks.remove(sql);
  });

  it('[C-08] an MQL that is never verified is looked at again after 90 days, and after 180', async () => {
    const since = await enteredAt(mql);
    const due = [90, 180].map((days) => addDays(since, days, timeZone));
    await world.advanceTo((due[0] ?? 0) - MINUTE);
    expect(await clocks.tasks(mql, 'Look again')).toEqual([]);
    await world.advanceTo((due[0] ?? 0) + MINUTE);
    expect((await clocks.tasks(mql, 'Look again')).map((task) => task.due)).toEqual(due.slice(0, 1));
    await expectRecycled(lost['no_response'] ?? '', ends['no_response'] ?? 0, 1);
    await world.advanceTo(world.now() + DAY); // so that its next cool-off ends after the others'
    ends['round 2'] = await nextRound(lost['no_response'] ?? '', 'no_response');
    await world.advanceTo((due[1] ?? 0) + MINUTE);
    expect((await clocks.tasks(mql, 'Look again')).map((task) => task.due)).toEqual(due);
    expect(await times(mql, 'recheckDue')).toEqual(due);
    expect(localMinute(due[1] ?? 0, timeZone).slice(11)).toBe(localMinute(since, timeZone).slice(11));
    expect(await clocks.stageOf(mql)).toBe('mql');
    expect(await clocks.runId(mql)).not.toBe(runs[mql]);
    await clocks.remove(mql);
  });

  it('[C-17] [D-21] after 180 days those come back for whom it was the wrong time or the wrong budget, nobody else', async () => {
    await world.advanceTo(Math.max(ends['timing'] ?? 0, ends['budget'] ?? 0) + MINUTE);
    for (const category of ['timing', 'budget']) {
      const id = lost[category] ?? '';
      await expectRecycled(id, ends[category] ?? 0, 1);
      expect(await clocks.runId(id)).not.toBe(runs[id]);
    }
    for (const category of ['chose_competitor', 'bad_fit'])
      expect(await clocks.stageOf(lost[category] ?? '')).toBe('target');
    await clocks.remove(lost['timing'] ?? '', lost['budget'] ?? '', lost['bad_fit'] ?? '');
  });

  it('[C-17] [C-18] a contact comes back three times, and after a fourth loss never again', async () => {
    const id = lost['no_response'] ?? '';
    await expectToRecycle(id, ends['round 2'] ?? 0, 2);
    await clocks.otherWorker();
    await expectToRecycle(id, await nextRound(id, 'no_response'), 3);
    expect(await nextRound(id, 'no_response')).toBeNaN();
    await world.advanceTo(world.now() + 97 * DAY);
    expect(await clocks.stageOf(id)).toBe('target');
    expect(await decisions(id, 'recycled')).toHaveLength(3);
  });

  it('[C-17] who chose a competitor comes back after a year', async () => {
    const id = lost['chose_competitor'] ?? '';
    await expectRecycled(id, ends['chose_competitor'] ?? 0, 1);
    expect(await clocks.runId(id)).not.toBe(runs[id]);
  });
});
