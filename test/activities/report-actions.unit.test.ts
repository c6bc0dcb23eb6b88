/** What a growth report learns of calls, notes and meetings (G-04, G-05). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iso, type ReportPortal, startReportPortal } from './report-portal.ts';

let portal: ReportPortal;
beforeAll(async () => {
  portal = await startReportPortal();
  await portal.collect();
}, 60_000);
afterAll(() => portal?.close());

describe('the most recent action', () => {
  it('[G-04] takes a note of ours for no action, and a newer one of a person', async () => {
    const before = portal.rowOf(await portal.reportNow()).mostRecentAction;
    const [ours] = await portal.hubspot.upsertByKey('note', 'sop_key', [
      { key: 'ours', properties: { hs_note_body: 'x', hs_timestamp: iso(portal.now()) } },
    ]);
    await portal.hubspot.associate('note', ours?.id ?? '', 'deal', portal.dealId);
    portal.pass(1);
    await portal.collect();
    expect(portal.rowOf(await portal.reportNow()).mostRecentAction).toEqual(before);
    const call = await portal.people.logCall(portal.rep, portal.contactId, 'connected');
    await portal.people.associate(portal.rep, 'calls', call, 'deals', portal.dealId);
    await portal.collect();
    expect(portal.rowOf(await portal.reportNow()).mostRecentAction).toMatchObject({ object: 'call', id: call });
  });

  it('[G-04] finds what a person did behind any number of notes of ours', async () => {
    portal.pass(1);
    const note = await portal.people.writeNote(portal.rep, portal.dealId, 'They will decide in March.');
    for (const key of ['one', 'two', 'three', 'four', 'five']) {
      const properties = { hs_note_body: 'x', hs_timestamp: iso(portal.now()) };
      const [ours] = await portal.hubspot.upsertByKey('note', 'sop_key', [{ key, properties }]);
      await portal.hubspot.associate('note', ours?.id ?? '', 'deal', portal.dealId);
    }
    portal.pass(1);
    await portal.collect();
    expect(portal.rowOf(await portal.reportNow()).mostRecentAction).toMatchObject({ object: 'note', id: note });
  });

  it('[G-05] finds the meeting that makes a Qualified Opportunity, and one that was called off', async () => {
    await portal.desk.decide('contact', portal.contactId, [
      { kind: 'delivered', at: iso(portal.now()), detail: { temperature: 'warm', source: 'OFFLINE', campaign: '' } },
      { kind: 'qualified', at: iso(portal.now()) },
    ]);
    const qualified = async () => (await portal.reportNow()).conversion.yearToDate.warm.qualified.count;
    await portal.collect();
    expect(await qualified()).toBe(0);
    const meeting = await portal.people.create(portal.rep, 'meetings', {
      hs_timestamp: iso(portal.now()),
      hs_meeting_start_time: iso(portal.now() + 86_400_000),
      hs_meeting_outcome: 'SCHEDULED',
    });
    await portal.people.associate(portal.rep, 'meetings', meeting, 'contacts', portal.contactId);
    portal.pass(1);
    await portal.collect();
    expect(await qualified()).toBe(1);
    await portal.people.change(portal.rep, 'meetings', meeting, { hs_meeting_outcome: 'CANCELED' });
    portal.pass(1);
    await portal.collect();
    expect(await qualified()).toBe(0);
  });

  it('[G-04] is a meeting when it has taken place, at its last time, and not if it was called off', async () => {
    const start = (hours: number) => iso(portal.now() + hours * 3_600_000);
    const meet = async (hours: number) => {
      const id = await portal.people.create(portal.rep, 'meetings', {
        hs_timestamp: start(hours),
        hs_meeting_start_time: start(hours),
        hs_meeting_outcome: 'SCHEDULED',
      });
      await portal.people.associate(portal.rep, 'meetings', id, 'deals', portal.dealId);
      return id;
    };
    const actions = async () => {
      await portal.collect();
      return portal.rowOf(await portal.reportNow()).mostRecentAction;
    };
    const before = await actions();
    const [putOff, calledOff] = [await meet(2), await meet(3)];
    expect(await actions()).toEqual(before);
    const later = start(5);
    await portal.people.change(portal.rep, 'meetings', putOff, { hs_meeting_start_time: later });
    await portal.people.change(portal.rep, 'meetings', calledOff, { hs_meeting_outcome: 'CANCELED' });
    portal.pass(4);
    expect(await actions()).toEqual(before);
    portal.pass(2);
    expect(await actions()).toEqual({ object: 'meeting', id: putOff, at: later });
  });
});
