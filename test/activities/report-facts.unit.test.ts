/** What the growth report learns from HubSpot, on the sandbox, and what it says with it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectReportFacts } from '../../src/activities/report-facts.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { openConsents } from '../../src/journal/consents.ts';
import { isUnknown } from '../../src/reports/growth-report.ts';
import { PORTAL } from '../reports/support/desk.ts';
import { iso, type ReportPortal, startReportPortal } from './report-portal.ts';

let portal: ReportPortal;
beforeAll(async () => {
  portal = await startReportPortal();
}, 60_000);
afterAll(() => portal?.close());

describe('what is collected for a report', () => {
  it('[G-04] fills the columns of a deal with what HubSpot holds, and keeps names and texts apart', async () => {
    await portal.collect();
    const report = await portal.reportNow();
    const row = portal.rowOf(report);
    expect(row).toMatchObject({
      solutions: { labels: ['Revenue Cycle Management', 'Medical Coding'] },
      annualizedRevenue: { amount: '1000.00' },
      mostRecentAction: { object: 'note' },
      nextActionOwner: { ownerId: portal.rep.id, isStaff: true },
      closesOn: { day: '2027-01-31' },
    });
    expect(JSON.stringify(report)).not.toMatch(/Oakdale|Quill|January/);
    if (isUnknown(row.name) || !('property' in row.nextAction)) throw new Error('name and next action are known');
    expect(await portal.desk.facts.texts(PORTAL, [row.name, row.nextAction])).toEqual([
      'Oakdale Clinic',
      'Call Dr. Quill',
    ]);
  });

  it('[G-01] knows staff by their addresses, and what they are called', async () => {
    const report = await portal.reportNow();
    expect(report.staff).toContainEqual({ ownerId: portal.rep.id, roles: ['Sales rep'] });
    expect((await portal.desk.facts.newestTexts(PORTAL, 'owner', 'name')).get(portal.rep.id)).toBe('Ruth Amado');
    expect(report.opportunities.find(({ ownerId }) => ownerId === portal.rep.id)).toMatchObject({ inSalesTeam: true });
  });

  it('[G-01] adds nothing when it is collected again, and leaves a past report as it was', async () => {
    const at = iso(portal.now());
    const before = JSON.stringify(await portal.desk.report(at));
    await portal.collect();
    expect(JSON.stringify(await portal.desk.report(at)) === before).toBe(true);

    portal.pass(2);
    await portal.people.changeDeal(portal.rep, portal.dealId, { arr_at_signing: '2500.50', dealname: 'Oakdale North' });
    portal.pass(1);
    await portal.collect();
    expect(JSON.stringify(await portal.desk.report(at)) === before).toBe(true);
    expect(portal.rowOf(await portal.reportNow())).toMatchObject({ annualizedRevenue: { amount: '2500.50' } });
  });

  it('[G-01] knows the values between two collections by the times that HubSpot keeps', async () => {
    portal.pass(1);
    await portal.people.changeDeal(portal.rep, portal.dealId, { arr_at_signing: '3000' });
    const between = iso(portal.now());
    portal.pass(1);
    await portal.people.changeDeal(portal.rep, portal.dealId, { arr_at_signing: '4000' });
    await portal.collect();
    expect(portal.rowOf(await portal.desk.report(between))).toMatchObject({ annualizedRevenue: { amount: '3000.00' } });
    expect(portal.rowOf(await portal.reportNow())).toMatchObject({ annualizedRevenue: { amount: '4000.00' } });
  });

  it('[G-11] flags a next action owner who is none of us, and does not keep the name that stood there', async () => {
    const { growth } = defaultPolicy;
    if (growth === undefined) throw new Error('the policy has rules for a report');
    const properties = { ...growth.properties, nextActionOwner: 'legacy_pm' };
    const free: Policy = { ...defaultPolicy, growth: { ...growth, properties } };
    await portal.people.changeDeal(portal.rep, portal.dealId, { legacy_pm: 'Dr. Quill' });
    await portal.collect(free);
    expect(portal.rowOf(await portal.desk.report(iso(portal.now()), free)).nextActionOwner).toEqual({ isStaff: false });
    expect(JSON.stringify(await portal.desk.facts.newest(PORTAL, 'deal', ''))).not.toContain('Quill');
  });

  it('[G-12] [R-10] refers to why a lead was rejected, and forgets it with the contact; figures stay', async () => {
    portal.pass(1);
    const other = await portal.people.create(portal.rep, 'contacts', {
      email: 'b@clinic.example',
      lead_rejection_reason: 'Wants no call',
    });
    await portal.people.associate(portal.rep, 'deals', portal.dealId, 'contacts', other);
    portal.pass(1);
    await portal.desk.decide('contact', other, [
      { kind: 'delivered', at: iso(portal.now()), detail: { temperature: 'warm', source: 'OFFLINE', campaign: '' } },
      { kind: 'rejected', at: iso(portal.now()) },
    ]);
    await portal.collect();
    const at = iso(portal.now());
    const report = await portal.desk.report(at);
    const reason = report.promises.rejections[0]?.reason;
    const { name } = portal.rowOf(report);
    if (reason === undefined || isUnknown(reason) || isUnknown(name)) throw new Error('reason and name are known');
    expect(await portal.desk.facts.texts(PORTAL, [reason, name])).toEqual(['Wants no call', 'Oakdale North']);

    const frozen = await portal.desk.freeze(at);
    await portal.desk.journal.erase('contact', PORTAL, other);
    expect(await portal.desk.facts.texts(PORTAL, [reason, name])).toEqual([undefined, undefined]);
    expect(JSON.stringify(await portal.desk.report(at)) === frozen.body).toBe(true);
    await portal.collect();
    expect(await portal.desk.facts.texts(PORTAL, [reason])).toEqual([undefined]);
  });

  it('[R-10] forgets with a contact those that were merged into it, and takes nothing in again that HubSpot still tells', async () => {
    const at = portal.now();
    const texts = (id: string) =>
      portal.desk.facts.texts(PORTAL, [{ object: 'contact', id, property: 'why', at: iso(at) }]);
    const text = (id: string) => ({ object: 'contact', id, property: 'why', at, value: 'Too small' });
    await portal.desk.facts.add(PORTAL, [], [text('71'), text('72')]);
    const consents = openConsents({ databaseUrl: portal.databaseUrl });
    await consents.adopt(PORTAL, '71', '72');
    await consents.close();
    await portal.desk.journal.erase('contact', PORTAL, '72');
    expect([await texts('71'), await texts('72')]).toEqual([[undefined], [undefined]]);

    // The person was on a deal; its name of those days was never collected before.
    const name = { object: 'deal', id: '73', property: 'dealname' };
    const days = { before: Date.now() - 86_400_000, after: Date.now() + 86_400_000 };
    await portal.desk.addFacts([{ object: 'deal', id: '73', property: 'contact:71', at: 0, value: 'yes' }]);
    await portal.desk.addFacts(
      [],
      [
        { ...text('71'), at: at + 1 },
        { ...name, at: days.before, value: 'Dr. Quill' },
        { ...name, at: days.after, value: 'Oakdale South' },
      ],
    );
    const places = [
      { object: 'contact', id: '71', property: 'why', at: iso(at + 1) },
      { ...name, at: iso(days.before) },
      { ...name, at: iso(days.after) },
    ];
    expect(await portal.desk.facts.texts(PORTAL, places)).toEqual([undefined, undefined, 'Oakdale South']);
  });
});

describe('owners', () => {
  it('[G-11] [D-20] are staff while HubSpot has them, under their address of the day', async () => {
    const { facts, registers } = portal.desk;
    const elsewhere = 'owners';
    const all = await portal.hubspot.owners();
    const look = async (at: number, email: string | undefined) => {
      const owners = all.flatMap((owner) =>
        owner.id !== portal.rep.id ? [owner] : email === undefined ? [] : [{ ...owner, email }],
      );
      const hubspot = { ...portal.hubspot, owners: async () => owners };
      await collectReportFacts({ hubspot, facts, registers, policy: defaultPolicy, portalId: elsewhere }, at);
      const found = await portal.desk.reader.read({
        portalId: elsewhere,
        asOf: at,
        since: 0,
        wonPlaces: [],
        openPlaces: [],
        properties: [],
        calledOff: [],
      });
      return found.owners.find(({ id }) => id === portal.rep.id)?.email;
    };
    const seen = ['a@hp.example', 'b@hp.example', 'a@hp.example', undefined, undefined, 'a@hp.example'];
    for (const [index, email] of seen.entries()) expect(await look(portal.now() + index * 1000, email)).toBe(email);
  });
});
