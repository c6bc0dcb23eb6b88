/** What the report makes of deals that were won and merged into others (R-10, B-04): each win counts once, where it was won. */
import { beforeEach, describe, expect, it } from 'vitest';
import { companyPolicy } from './support/company.ts';
import { factsOf, type PortalDesk, type Row } from './support/desk.ts';
import { useDesk } from './support/use-desk.ts';

const MEETING = '2026-11-16T12:00:00Z';
const WON = 'new_business.closed_won';
const PROPOSAL = 'new_business.proposal';
const LOST = 'new_business.closed_lost';

let portal: PortalDesk;

const { newPortal } = useDesk();
beforeEach(() => {
  portal = newPortal();
});

const at = (day: string) => `2026-${day}T12:00:00Z`;
const started = (day: string, to = PROPOSAL): Row => ({ kind: 'started', at: at(day), to });
const won = (day: string, kind = 'won'): Row => ({ kind, at: at(day), from: PROPOSAL, to: WON });
const reopened = (day: string): Row => ({ kind: 'moved', at: at(day), from: WON, to: PROPOSAL });
const backedOut = (day: string, from = WON): Row => ({ kind: 'backedOut', at: at(day), from, to: LOST });
const into = (day: string, id: string): Row => ({ kind: 'gone', at: at(day), detail: { why: 'merged', into: id } });
/** The decision that a deal's workflow records of a merge (domain/deal/merge/drafts.ts). */
const inherited = (day: string, merged: string, taken = true, from = PROPOSAL): Row => ({
  kind: 'inherited',
  at: at(day),
  ...(taken ? { from, to: WON } : {}),
  detail: { merged, taken },
});
const leftOpen = (day: string): Row => ({ kind: 'leftOpen', at: at(day), from: WON, to: PROPOSAL });

/** Wins of the year as `<deal>/<decision>`, and what they are worth. */
async function wins(asOf = MEETING) {
  const { yearToDate, monthToDate } = (await portal.report(asOf, companyPolicy)).wins;
  const refs = ({ sources }: typeof yearToDate.gross) => sources.map(({ id, seq }) => `${id}/${String(seq)}`);
  const { gross, backedOut: out, reopened: open, net, grossRevenue } = yearToDate;
  return {
    gross: refs(gross),
    backedOut: refs(out),
    reopened: refs(open),
    net: refs(net),
    revenue: grossRevenue.total.amount,
    ofMonth: monthToDate.gross.count,
  };
}
const worth = (id: string, amount: string) =>
  portal.addFacts(factsOf('deal', id, at('01-01'), { arr_at_signing: amount }));

/** Deal 1 was won, deal 2 is open; merged they are deal 3. */
async function merged(rows: Row[], ofFirst: Row[] = [won('03-10')], day = '11-02') {
  await portal.decide('deal', '1', [...ofFirst, into(day, '3')]);
  await portal.decide('deal', '2', [started('02-01'), into(day, '3')]);
  await portal.decide('deal', '3', rows);
  await worth('1', '100');
  await worth('3', '900');
}

describe('a won deal that was merged into an open one', () => {
  it('[R-10] [B-04] is the win that it was: once, in its month, with its own worth, and opens the record that was won', async () => {
    await merged([started('02-01'), inherited('11-02', '1')]);
    const expected = { gross: ['1/1'], backedOut: [], reopened: [], net: ['1/1'], revenue: '100.00', ofMonth: 0 };
    expect(await wins()).toEqual(expected);
    const report = await portal.report(MEETING, companyPolicy);
    expect(report.opportunities.flatMap(({ rows }) => rows)).toEqual([]);
  });

  it('[R-10] [G-01] is told of an older day as it was told then', async () => {
    await portal.decide('deal', '1', [won('03-10')]);
    await portal.decide('deal', '2', [started('02-01')]);
    await worth('1', '100');
    const before = await wins('2026-10-01T12:00:00Z');
    await merged([inherited('11-02', '1')]);
    expect(before.gross).toEqual(['1/1']);
    expect(await wins('2026-10-01T12:00:00Z')).toEqual(before);
    expect(await wins()).toMatchObject({ gross: before.gross, revenue: before.revenue });
  });

  it('[R-10] [B-04] that is backed out on the deal that goes on is one win gross and none net', async () => {
    await merged([started('02-01'), inherited('11-02', '1'), backedOut('11-05')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: ['3/3'], reopened: [], net: [] });
  });

  it('[R-10] [B-04] that is opened again there counts as opened again', async () => {
    await merged([started('02-01'), inherited('11-02', '1'), reopened('11-05')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: [], reopened: ['3/3'], net: [] });
  });

  it('[R-10] [R-09] that stays open in warn mode counts as opened again, until it is backed out', async () => {
    await merged([started('02-01'), inherited('11-02', '1'), leftOpen('11-02')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: [], reopened: ['3/3'], net: [] });
    await portal.decide('deal', '3', [
      started('02-01'),
      inherited('11-02', '1'),
      leftOpen('11-02'),
      backedOut('11-09', PROPOSAL),
    ]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: ['3/4'], reopened: [], net: [] });
  });

  it('[R-10] [B-04] counts once where the deal that goes on came to Closed Won by itself, or stood there from the first', async () => {
    await merged([started('02-01'), won('11-02'), inherited('11-02', '1', true, WON)]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], net: ['1/1'], ofMonth: 0 });
    portal = newPortal();
    await merged([started('03-10', WON), inherited('11-02', '1', true, WON)]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], net: ['1/1'] });
  });

  it('[R-10] [B-04] counts through further merges, and ends with the last one', async () => {
    await merged([started('02-01'), inherited('11-02', '1'), into('11-04', '5')]);
    await portal.decide('deal', '4', [started('04-01'), into('11-04', '5')]);
    await portal.decide('deal', '5', [started('04-01'), inherited('11-04', '3')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], net: ['1/1'], revenue: '100.00' });
    await portal.decide('deal', '5', [started('04-01'), inherited('11-04', '3'), backedOut('11-05')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: ['5/3'], net: [] });
  });
});

describe('what was a win and is none any more', () => {
  it('[R-10] [B-04] stays in history when it is merged into an open deal', async () => {
    await merged([started('02-01'), inherited('11-03', '1', false)], [won('03-10'), backedOut('04-10')]);
    expect(await wins()).toMatchObject({ gross: ['1/1'], backedOut: ['1/2'], reopened: [], net: [] });
    const report = await portal.report(MEETING, companyPolicy);
    expect(report.pipeline.flatMap(({ deals }) => deals.sources.map(({ id }) => id))).toEqual(['3']);
  });
});

describe('two won deals that were merged', () => {
  it('[R-10] [B-04] are the two wins that were signed, each with its worth, and both end with the deal', async () => {
    const rows = [started('05-01', WON), inherited('11-02', '2', true, WON), inherited('11-02', '1', false)];
    await portal.decide('deal', '1', [won('03-10'), into('11-02', '3')]);
    await portal.decide('deal', '2', [won('05-01'), into('11-02', '3')]);
    await portal.decide('deal', '3', rows);
    for (const [id, amount] of Object.entries({ 1: '100', 2: '20', 3: '900' })) await worth(id, amount);
    expect(await wins()).toMatchObject({ gross: ['1/1', '2/1'], net: ['1/1', '2/1'], revenue: '120.00' });
    await portal.decide('deal', '3', [...rows, backedOut('11-05')]);
    expect(await wins()).toMatchObject({ gross: ['1/1', '2/1'], backedOut: ['3/4', '3/4'], net: [] });
  });
});

it('[R-10] [G-05] the lead behind a merged win is the one that was delivered before it was won', async () => {
  const lead = (day: string): Row => ({
    kind: 'delivered',
    at: at(day),
    detail: { temperature: 'warm', source: 'OFFLINE', campaign: '' },
  });
  await merged([started('02-01'), inherited('11-12', '1')], [won('11-09')], '11-12');
  await portal.decide('contact', '8', [lead('11-05'), lead('11-11')]);
  await portal.addFacts(factsOf('deal', '3', at('11-13'), { 'contact:8': 'yes' }));
  const { conversion } = await portal.report(MEETING, companyPolicy);
  expect(conversion.monthToDate.warm.closed).toEqual({ count: 1, sources: [{ object: 'deal', id: '1', seq: 1 }] });
  expect(conversion.monthToDate.warm.cohort.closed.sources).toEqual([{ object: 'contact', id: '8', seq: 1 }]);
});
