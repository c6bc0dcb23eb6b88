/** What the report makes of deals that are won more than once and of contacts that become one. */
import { describe, expect, it } from 'vitest';
import { companyPolicy } from './support/company.ts';
import { factsOf, type Row } from './support/desk.ts';
import { useDesk } from './support/use-desk.ts';

const MEETING = '2026-11-16T12:00:00Z';
const WON = 'new_business.closed_won';
const BEFORE = 'new_business.partner_of_choice';
const LOST = 'new_business.closed_lost';

const { newPortal } = useDesk();

const at = (day: string) => `2026-${day}T12:00:00Z`;
const won = (day: string, kind = 'won'): Row => ({ kind, at: at(day), from: BEFORE, to: WON });
const moved = (day: string, from: string, to: string): Row => ({ kind: 'moved', at: at(day), from, to });
const backedOut = (day: string): Row => ({ kind: 'backedOut', at: at(day), from: WON, to: LOST });
const putBack = (day: string): Row => ({ kind: 'putBack', at: at(day), from: WON, to: BEFORE });

async function winsOf(rows: Row[]) {
  const portal = newPortal();
  await portal.decide('deal', '1', rows);
  await portal.addFacts(factsOf('deal', '1', at('01-01'), { arr_at_signing: '100' }));
  const { gross, backedOut: out, reopened, net } = (await portal.report(MEETING, companyPolicy)).wins.yearToDate;
  const seqs = (count: typeof gross) => count.sources.map(({ seq }) => seq);
  return { gross: seqs(gross), backedOut: seqs(out), reopened: seqs(reopened), net: seqs(net) };
}

describe('wins of one deal', () => {
  it('[B-04] keeps a real win when a later one was put back', async () => {
    const rows = [won('01-10'), moved('02-10', WON, BEFORE), won('03-10', 'moved'), putBack('03-11')];
    expect(await winsOf(rows)).toEqual({ gross: [1], backedOut: [], reopened: [2], net: [] });
  });

  it('[B-04] counts a deal that is signed again after it was backed out twice in gross and once in net', async () => {
    const rows = [won('01-10'), backedOut('02-10'), moved('04-01', LOST, BEFORE), won('05-10')];
    expect(await winsOf(rows)).toEqual({ gross: [1, 4], backedOut: [2], reopened: [], net: [4] });
  });

  it('[B-04] gives a back-out to the win it was about, though the deal had been dragged away meanwhile', async () => {
    const rows = [won('01-10'), moved('01-12', WON, BEFORE), backedOut('01-13'), won('02-10')];
    expect(await winsOf(rows)).toEqual({ gross: [1, 4], backedOut: [3], reopened: [], net: [4] });
  });

  it('[B-04] [D-15] is the same win when somebody dragged it away and it was put back', async () => {
    const dragged: Row[] = [
      moved('02-10', WON, LOST),
      { kind: 'bypassed', at: at('02-10'), from: WON, to: LOST },
      { kind: 'putBack', at: at('02-11'), from: LOST, to: WON },
    ];
    expect(await winsOf([won('01-10'), ...dragged])).toEqual({ gross: [1], backedOut: [], reopened: [], net: [1] });
    expect(await winsOf([won('01-10'), ...dragged, backedOut('03-01')])).toMatchObject({ gross: [1], backedOut: [5] });
  });

  it('[D-15] is not won again when somebody lets the move into Closed Won stand', async () => {
    const rows: Row[] = [
      won('01-10', 'moved'),
      { ...won('01-10'), kind: 'bypassed' },
      { ...won('01-11'), kind: 'letStand' },
    ];
    expect(await winsOf(rows)).toEqual({ gross: [1], backedOut: [], reopened: [], net: [1] });
  });

  it('[D-15] [G-04] stands in its stage since it came there, not since it was warned about', async () => {
    const portal = newPortal();
    const proposal = 'new_business.proposal';
    await portal.decide('deal', '1', [
      moved('03-01', 'new_business.engaged', proposal),
      { kind: 'bypassed', at: at('03-02'), to: proposal },
      { kind: 'warned', at: at('03-03'), to: proposal },
      { kind: 'letStand', at: at('03-04'), to: proposal },
    ]);
    const { opportunities } = await portal.report(MEETING, companyPolicy);
    expect(opportunities.flatMap(({ rows }) => rows.map(({ status }) => status.since))).toEqual([
      '2026-03-01T12:00:00.000Z',
    ]);
  });
});

const lead = (day: string, temperature = 'warm'): Row => ({
  kind: 'delivered',
  at: at(day),
  detail: { temperature, source: 'OFFLINE', campaign: '' },
});
const into = (day: string, id: string): Row => ({ kind: 'gone', at: at(day), detail: { why: 'merged', into: id } });

describe('contacts that became one', () => {
  it('[R-10] [G-05] [G-12] goes on with the one that is left, over several merges', async () => {
    const portal = newPortal();
    await portal.decide('contact', '1', [lead('11-01'), into('11-02', '3')]);
    await portal.decide('contact', '2', [into('11-02', '3')]);
    await portal.decide('contact', '3', [into('11-03', '5')]);
    await portal.decide('contact', '5', [
      { kind: 'outreachMade', at: at('11-04') },
      { kind: 'accepted', at: at('11-05') },
      { kind: 'qualified', at: at('11-06') },
    ]);
    await portal.addFacts(factsOf('contact', '5', at('11-07'), { 'meeting:9': 'SCHEDULED' }));
    await portal.decide('deal', '8', [won('11-09')]);
    await portal.addFacts(factsOf('deal', '8', at('11-08'), { 'contact:5': 'yes' }));
    const { conversion, promises } = await portal.report(MEETING, companyPolicy);
    const lead1 = { count: 1, sources: [{ object: 'contact', id: '1', seq: 1 }] };
    expect(conversion.monthToDate.warm).toMatchObject({
      delivered: lead1,
      closed: { count: 1 },
      qualified: { count: 1, sources: [{ id: '5', seq: 3 }] },
      cohort: { closed: lead1, qualified: lead1 },
    });
    expect(promises).toMatchObject({
      accepted: { count: 1, sources: [{ object: 'contact', id: '5', seq: 2 }] },
      unanswered: { count: 0 },
      outreachMade: { count: 1, sources: [{ object: 'contact', id: '5', seq: 1 }] },
      noOutreachYet: { count: 0 },
    });
  });

  it('[R-10] [G-12] answers no lead by what was said about another one before they became one', async () => {
    const portal = newPortal();
    await portal.decide('contact', '1', [lead('11-04'), into('11-10', '2')]);
    await portal.decide('contact', '2', [lead('11-03'), { kind: 'rejected', at: at('11-05') }]);
    const { promises } = await portal.report(MEETING, companyPolicy);
    expect(promises).toMatchObject({
      rejected: { count: 1, sources: [{ id: '2' }] },
      unanswered: { count: 1, sources: [{ id: '1' }] },
    });
  });

  it('[G-01] [R-10] is as it was before a merge that came after the report', async () => {
    const portal = newPortal();
    await portal.decide('contact', '1', [lead('11-01')]);
    await portal.decide('contact', '2', [{ kind: 'accepted', at: at('11-05') }]);
    const before = await portal.report(MEETING, companyPolicy);
    await portal.decide('contact', '1', [lead('11-01'), into('11-17', '2')]);
    expect(await portal.report(MEETING, companyPolicy)).toEqual(before);
  });

  it('[G-05] shows Qualified Opportunities of contacts that were never delivered beside the rates', async () => {
    const portal = newPortal();
    await portal.decide('contact', '1', [{ kind: 'qualified', at: at('11-06') }]);
    await portal.addFacts(factsOf('contact', '1', at('11-07'), { 'meeting:9': 'SCHEDULED' }));
    const { monthToDate } = (await portal.report(MEETING, companyPolicy)).conversion;
    expect(monthToDate.qualifiedWithoutLead).toEqual({ count: 1, sources: [{ object: 'contact', id: '1', seq: 1 }] });
  });
});
