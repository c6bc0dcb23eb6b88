/** What falls due in a contact's first weeks, over a holiday, the change of clocks, new runs and dead workers (C-04, C-06, K-02). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { atHour } from '../src/domain/time.ts';
import { type Inbox, startInbox } from '../src/inbox/inbox.ts';
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
const SDRS = ['sana.iqbal', 'toby.marsh', 'ines.caro'];

let inbox: Inbox;
let clocks: ContactClocks;
let world: ContactClocks['stack']['world'];
const ownerOf = (name: string) => clocks.stack.people.owner(`${name}@healthprime.example`).id;

beforeAll(async () => {
  inbox = await startInbox();
  clocks = await startContactClocks({ smtpUrl: inbox.smtpUrl });
  ({ world } = clocks.stack);
});
afterAll(async () => {
  await clocks.close();
  await inbox.close();
});

/** When HubSpot had the contact in its present stage. */
const enteredAt = async (id: string) => (await clocks.stack.contact(id)).contact.settled?.since ?? NaN;
const subjects = async (id: string, about: string) => (await clocks.tasks(id, about)).map(({ subject }) => subject);
const decided = async (id: string, kind: string) =>
  (await clocks.history(id)).filter((decision) => decision.kind === kind).map(({ happenedAt }) => happenedAt);

describe('an MQL of the day before Thanksgiving', { timeout: MONTHS_TIMEOUT_MS }, () => {
  let silent: string;
  let called: string;
  let due: number;
  let escalates: number;

  beforeAll(async () => {
    const wednesday = nextDay(world.now(), (day) => day.month === 11 && day.weekday === 3 && isWithin(day.date, 21));
    await world.advanceTo(atHour(wednesday, 15, timeZone));
    silent = await clocks.create('silent');
    called = await clocks.create('called');
    await world.settle();
    for (const id of [silent, called]) {
      await clocks.attend(id);
      await world.settle();
    }
    const since = await enteredAt(silent);
    [due, escalates] = [since + 2 * DAY, since + 5 * DAY];
  }, MONTHS_TIMEOUT_MS);

  it('[C-05] [C-06] goes to an SDR, who has to reach out until Friday at the same hour', async () => {
    expect(await clocks.stageOf(silent)).toBe('mql');
    const [task, ...more] = await clocks.tasks(silent, 'Reach out');
    expect(more).toEqual([]);
    expect(task).toMatchObject({ due, subject: 'Reach out to this Marketing Qualified Lead' });
    const [other] = await clocks.tasks(called, 'Reach out');
    expect(SDRS.map(ownerOf)).toEqual(expect.arrayContaining([task?.ownerId, other?.ownerId]));
    expect(other?.ownerId).not.toBe(task?.ownerId);
  });

  it('[C-06] is recorded and reminded of at that instant, if nobody called, though the worker died on the holiday', async () => {
    const run = await clocks.runId(silent);
    await world.advanceTo(due - 4 * HOUR);
    await clocks.otherWorker();
    const [task] = await clocks.tasks(called, 'Reach out');
    await clocks.logCall({ id: task?.ownerId ?? '' }, called, 'no answer');
    await world.advanceTo(due - MINUTE);
    expect(await subjects(silent, 'Overdue')).toEqual([]);
    await world.advanceTo(due + MINUTE);
    expect(await clocks.tasks(silent, 'Overdue')).toMatchObject([{ due: escalates }]);
    expect(await decided(silent, 'outreachMissed')).toEqual([due]);
    expect(await decided(called, 'outreachMissed')).toEqual([]);
    expect(await decided(called, 'outreachMade')).toHaveLength(1);
    expect(await clocks.tasks(called, 'Reach out')).toMatchObject([{ isOpen: false }]);
    expect(await clocks.tasks(silent, 'Reach out')).toMatchObject([{ isOpen: true }]);
    expect(await clocks.runId(silent)).not.toBe(run);
  });

  it('[C-06] goes to the sales manager on Monday at that hour, once', async () => {
    await world.advanceTo(escalates - MINUTE);
    expect(await subjects(silent, 'No outreach')).toEqual([]);
    await world.advanceTo(escalates + 10 * DAY);
    expect(await clocks.tasks(silent, 'No outreach')).toMatchObject([{ ownerId: ownerOf('marcus.odell') }]);
    expect(await decided(silent, 'outreachEscalated')).toEqual([escalates]);
    expect(await subjects(silent, 'Overdue')).toHaveLength(1);
    expect(await subjects(called, 'No outreach')).toEqual([]);
    await clocks.remove(silent, called);
  });
});

describe('contacts of the Friday before clocks change', { timeout: MONTHS_TIMEOUT_MS }, () => {
  let friday: number;
  let engaged: string;
  let silent: string;
  let consenting: string;
  let reviewed: string;
  const mailsTo = (name: string) =>
    inbox.messages().filter(({ envelope }) => envelope.to.join() === `${name}@example.com`);

  beforeAll(async () => {
    friday = nextDay(world.now(), (day) => day.month === 3 && day.weekday === 5 && isWithin(day.date, 6));
    await world.advanceTo(atHour(friday, 15, timeZone));
    engaged = await clocks.create('engaged');
    silent = await clocks.create('quiet');
    consenting = await clocks.create('consenting');
    reviewed = await clocks.create('reviewed');
    await world.settle();
    await clocks.attend(engaged);
    const marketing = { id: ownerOf('mia.lorenz') };
    await clocks.stack.people.change(marketing, 'contacts', reviewed, { target_reviewed: 'yes' });
    await world.settle();
  }, MONTHS_TIMEOUT_MS);

  it('[K-02] are asked for consent at once, in business hours, and one says yes', async () => {
    for (const name of ['engaged', 'quiet', 'consenting', 'reviewed']) {
      expect(mailsTo(name).map(({ subject }) => subject)).toEqual(['Email Marketing Consent form']);
    }
    const link = /http\S+\/consent\/[^\s"<>]+/.exec(mailsTo('consenting')[0]?.text ?? '')?.[0] ?? '';
    const answer = await fetch(link, {
      method: 'POST',
      body: new URLSearchParams({ email: 'consenting@example.com' }),
    });
    expect(answer.status).toBe(200);
    await world.settle();
    expect((await clocks.stack.contact(consenting)).contact.consent?.state).toBe('granted');
  });

  it('[C-06] [R-07] an MQL of Friday afternoon is due on Monday at the same hour, which is an hour early in UTC', async () => {
    const due = (await enteredAt(engaged)) + 3 * DAY - HOUR;
    expect(await clocks.tasks(engaged, 'Reach out')).toMatchObject([{ due }]);
    await world.advanceTo(due - MINUTE);
    expect(await subjects(engaged, 'Overdue')).toEqual([]);
    await world.advanceTo(due + MINUTE);
    expect(await subjects(engaged, 'Overdue')).toHaveLength(1);
    expect(await decided(engaged, 'outreachMissed')).toEqual([due]);
    await clocks.remove(engaged);
  });

  it('[C-04] a Target that nobody looked at for 14 days is put up for review, at the same hour', async () => {
    const due = (await enteredAt(silent)) + 14 * DAY - HOUR;
    const run = await clocks.runId(silent);
    await clocks.otherWorker();
    await world.advanceTo(due - MINUTE);
    expect(await subjects(silent, 'Review')).toEqual([]);
    await world.advanceTo(due + MINUTE);
    expect(await clocks.tasks(silent, 'Review')).toMatchObject([{ due, ownerId: ownerOf('mia.lorenz') }]);
    expect(await decided(silent, 'reviewDue')).toEqual([due]);
    expect(await subjects(reviewed, 'Review')).toEqual([]);
    expect(await clocks.runId(silent)).not.toBe(run);
    await clocks.remove(reviewed);
  });

  it('[K-02] after 30 days, which is a Sunday, one reminder follows on Monday morning, none to whom consented, and no more', async () => {
    const monday = new Date(friday).setUTCHours(13, 0, 0, 0) + 31 * DAY; // 9 o'clock in summer time
    await world.advanceTo(monday - MINUTE);
    expect(mailsTo('quiet')).toHaveLength(1);
    await world.advanceTo(monday + MINUTE);
    expect(mailsTo('quiet')).toHaveLength(2);
    expect((await decided(silent, 'consentReminded')).map((at) => Math.floor((at - monday) / MINUTE))).toEqual([0]);
    await world.advanceTo(monday + 31 * DAY);
    expect(mailsTo('quiet')).toHaveLength(2);
    expect(mailsTo('consenting')).toHaveLength(1);
    expect(await clocks.linked(silent, 'emails')).toHaveLength(2); // K-07
    expect(await subjects(silent, 'Review')).toHaveLength(1);
  });
});

/** One of the seven days from this one on. */
function isWithin(date: number, first: number): boolean {
  return date >= first && date < first + 7;
}
