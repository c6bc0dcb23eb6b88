/** What the growth report learns from HubSpot, on the sandbox, and what it says with it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectReportFacts } from '../../src/activities/report-facts.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { type GrowthReport, isUnknown } from '../../src/reports/growth-report.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { startPortal, type TestPortal } from '../hubspot/portal.ts';
import { type Desk, openDesk, PORTAL } from '../reports/support/desk.ts';

let portal: TestPortal;
let database: { url: string; close(): Promise<void> };
let desk: Desk;
let people: People;
let rep: { id: string };
let dealId: string;
let contactId: string;
let companyId: string;

const now = () => portal.sandbox.clock.now();
const iso = (at: number) => new Date(at).toISOString();
const pass = (hours: number) => portal.sandbox.clock.moveTo(now() + hours * 3_600_000);

function collect(policy: Policy = defaultPolicy): Promise<void> {
  const { facts, registers } = desk;
  return collectReportFacts({ hubspot: portal.hubspot, facts, registers, policy, portalId: PORTAL }, now());
}

beforeAll(async () => {
  [portal, database] = await Promise.all([startPortal(), serveEmbedded()]);
  desk = await openDesk(database.url);
  await applyPortal(portal.hubspot, defaultPolicy, () => undefined);
  const { clientSecret, ...defaults } = sandboxDefaults;
  const config = { ...defaults, baseUrl: portal.sandbox.url, clientSecrets: [clientSecret], callsPerTenSeconds: 1000 };
  people = await People.of({ hubspot: config }, defaultPolicy);
  rep = people.owner('ruth.amado@healthprime.example');
  dealId = await people.createDeal(rep, {
    name: 'Oakdale Clinic',
    pipeline: 'new_business',
    stage: 'proposal',
    properties: {
      arr_at_signing: '1000',
      hp_products: 'rcm;coding',
      next_action: 'Call Dr. Quill',
      next_action_owner: rep.id,
      closedate: '2027-01-31',
    },
  });
  contactId = await people.create(rep, 'contacts', {
    email: 'quill@clinic.example',
    lead_rejection_reason: 'Too small',
  });
  companyId = await people.create(rep, 'companies', { name: 'Oakdale' });
  await people.associate(rep, 'deals', dealId, 'companies', companyId);
  await people.associate(rep, 'deals', dealId, 'contacts', contactId);
  await people.writeNote(rep, dealId, 'They will decide in January.');
  pass(1);
  await desk.decide('deal', dealId, [{ kind: 'started', at: iso(now()), to: 'new_business.proposal' }]);
}, 60_000);

afterAll(async () => {
  await desk?.close();
  await Promise.all([portal?.close(), database?.close()]);
});

const reportNow = () => desk.report(iso(now()));

function rowOf(report: GrowthReport) {
  const row = report.opportunities.flatMap(({ rows }) => rows).find((one) => one.dealId === dealId);
  if (row === undefined) throw new Error('the deal is not in the report');
  return row;
}

describe('what is collected for a report', () => {
  it('[G-04] fills the columns of a deal with what HubSpot holds, and keeps names and texts apart', async () => {
    await collect();
    const report = await reportNow();
    const row = rowOf(report);
    expect(row).toMatchObject({
      solutions: { labels: ['Revenue Cycle Management', 'Medical Coding'] },
      annualizedRevenue: { amount: '1000.00' },
      mostRecentAction: { object: 'note' },
      nextActionOwner: { ownerId: rep.id, isStaff: true },
      closesOn: { day: '2027-01-31' },
    });
    expect(JSON.stringify(report)).not.toMatch(/Oakdale|Quill|January/);
    if (isUnknown(row.name) || !('property' in row.nextAction)) throw new Error('name and next action are known');
    expect(await desk.facts.texts(PORTAL, [row.name, row.nextAction])).toEqual(['Oakdale Clinic', 'Call Dr. Quill']);
  });

  it('[G-01] knows staff by their addresses, and what they are called', async () => {
    const report = await reportNow();
    expect(report.staff).toContainEqual({ ownerId: rep.id, roles: ['Sales rep'] });
    expect((await desk.facts.newestTexts(PORTAL, 'owner', 'name')).get(rep.id)).toBe('Ruth Amado');
    expect(report.opportunities.find(({ ownerId }) => ownerId === rep.id)).toMatchObject({ inSalesTeam: true });
  });

  it('[G-01] adds nothing when it is collected again, and leaves a past report as it was', async () => {
    const at = iso(now());
    const before = JSON.stringify(await desk.report(at));
    await collect();
    expect(JSON.stringify(await desk.report(at)) === before).toBe(true);

    pass(2);
    await people.changeDeal(rep, dealId, { arr_at_signing: '2500.50', dealname: 'Oakdale North' });
    pass(1);
    await collect();
    expect(JSON.stringify(await desk.report(at)) === before).toBe(true);
    expect(rowOf(await reportNow())).toMatchObject({ annualizedRevenue: { amount: '2500.50' } });
  });

  it('[G-01] knows the values between two collections by the times that HubSpot keeps', async () => {
    pass(1);
    await people.changeDeal(rep, dealId, { arr_at_signing: '3000' });
    const between = iso(now());
    pass(1);
    await people.changeDeal(rep, dealId, { arr_at_signing: '4000' });
    await collect();
    expect(rowOf(await desk.report(between))).toMatchObject({ annualizedRevenue: { amount: '3000.00' } });
    expect(rowOf(await reportNow())).toMatchObject({ annualizedRevenue: { amount: '4000.00' } });
  });

  it('[G-11] flags a next action owner who is none of us, and does not keep the name that stood there', async () => {
    const { growth } = defaultPolicy;
    if (growth === undefined) throw new Error('the policy has rules for a report');
    const properties = { ...growth.properties, nextActionOwner: 'legacy_pm' };
    const free: Policy = { ...defaultPolicy, growth: { ...growth, properties } };
    await people.changeDeal(rep, dealId, { legacy_pm: 'Dr. Quill' });
    await collect(free);
    expect(rowOf(await desk.report(iso(now()), free)).nextActionOwner).toEqual({ isStaff: false });
    expect(JSON.stringify(await desk.facts.newest(PORTAL, 'deal', ''))).not.toContain('Quill');
  });

  it('[G-04] takes a note of ours for no action, and a newer one of a person', async () => {
    const before = rowOf(await reportNow()).mostRecentAction;
    const [ours] = await portal.hubspot.upsertByKey('note', 'sop_key', [
      { key: 'ours', properties: { hs_note_body: 'x', hs_timestamp: iso(now()) } },
    ]);
    await portal.hubspot.associate('note', ours?.id ?? '', 'deal', dealId);
    pass(1);
    await collect();
    expect(rowOf(await reportNow()).mostRecentAction).toEqual(before);
    const call = await people.logCall(rep, contactId, 'connected');
    await people.associate(rep, 'calls', call, 'deals', dealId);
    await collect();
    expect(rowOf(await reportNow()).mostRecentAction).toMatchObject({ object: 'call', id: call });
  });

  it('[G-04] finds what a person did behind any number of notes of ours', async () => {
    pass(1);
    const note = await people.writeNote(rep, dealId, 'They will decide in March.');
    for (const key of ['one', 'two', 'three', 'four', 'five']) {
      const properties = { hs_note_body: 'x', hs_timestamp: iso(now()) };
      const [ours] = await portal.hubspot.upsertByKey('note', 'sop_key', [{ key, properties }]);
      await portal.hubspot.associate('note', ours?.id ?? '', 'deal', dealId);
    }
    pass(1);
    await collect();
    expect(rowOf(await reportNow()).mostRecentAction).toMatchObject({ object: 'note', id: note });
  });

  it('[G-05] finds the meeting that makes a Qualified Opportunity, and one that was called off', async () => {
    await desk.decide('contact', contactId, [
      { kind: 'delivered', at: iso(now()), detail: { temperature: 'warm', source: 'OFFLINE', campaign: '' } },
      { kind: 'qualified', at: iso(now()) },
    ]);
    const qualified = async () => (await reportNow()).conversion.yearToDate.warm.qualified.count;
    await collect();
    expect(await qualified()).toBe(0);
    const meeting = await people.create(rep, 'meetings', {
      hs_timestamp: iso(now()),
      hs_meeting_start_time: iso(now() + 86_400_000),
      hs_meeting_outcome: 'SCHEDULED',
    });
    await people.associate(rep, 'meetings', meeting, 'contacts', contactId);
    pass(1);
    await collect();
    expect(await qualified()).toBe(1);
    await people.change(rep, 'meetings', meeting, { hs_meeting_outcome: 'CANCELED' });
    pass(1);
    await collect();
    expect(await qualified()).toBe(0);
  });

  it('[G-12] [R-10] refers to why a lead was rejected, and forgets it with the contact; figures stay', async () => {
    pass(1);
    const other = await people.create(rep, 'contacts', {
      email: 'b@clinic.example',
      lead_rejection_reason: 'Wants no call',
    });
    await people.associate(rep, 'deals', dealId, 'contacts', other);
    pass(1);
    await desk.decide('contact', other, [
      { kind: 'delivered', at: iso(now()), detail: { temperature: 'warm', source: 'OFFLINE', campaign: '' } },
      { kind: 'rejected', at: iso(now()) },
    ]);
    await collect();
    const at = iso(now());
    const report = await desk.report(at);
    const reason = report.promises.rejections[0]?.reason;
    const { name } = rowOf(report);
    if (reason === undefined || isUnknown(reason) || isUnknown(name)) throw new Error('reason and name are known');
    expect(await desk.facts.texts(PORTAL, [reason, name])).toEqual(['Wants no call', 'Oakdale North']);

    const frozen = await desk.freeze(at);
    await desk.journal.erase('contact', PORTAL, other);
    expect(await desk.facts.texts(PORTAL, [reason, name])).toEqual([undefined, undefined]);
    expect(JSON.stringify(await desk.report(at)) === frozen.body).toBe(true);
    await collect();
    expect(await desk.facts.texts(PORTAL, [reason])).toEqual([undefined]);
  });

  it('[R-10] forgets with a contact those that were merged into it, and takes nothing in again that HubSpot still tells', async () => {
    const at = now();
    const texts = (id: string) => desk.facts.texts(PORTAL, [{ object: 'contact', id, property: 'why', at: iso(at) }]);
    const text = (id: string) => ({ object: 'contact', id, property: 'why', at, value: 'Too small' });
    await desk.facts.add(PORTAL, [], [text('71'), text('72')]);
    const consents = openConsents({ databaseUrl: database.url });
    await consents.adopt(PORTAL, '71', '72');
    await consents.close();
    await desk.journal.erase('contact', PORTAL, '72');
    expect([await texts('71'), await texts('72')]).toEqual([[undefined], [undefined]]);

    // The person was on a deal; its name of those days was never collected before.
    const name = { object: 'deal', id: '73', property: 'dealname' };
    const days = { before: Date.now() - 86_400_000, after: Date.now() + 86_400_000 };
    await desk.addFacts([{ object: 'deal', id: '73', property: 'contact:71', at: 0, value: 'yes' }]);
    await desk.addFacts(
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
    expect(await desk.facts.texts(PORTAL, places)).toEqual([undefined, undefined, 'Oakdale South']);
  });
});

describe('a meeting as the most recent action', () => {
  it('[G-04] counts when it has taken place, at its last time, and not if it was called off', async () => {
    const start = (hours: number) => iso(now() + hours * 3_600_000);
    const meet = async (hours: number) => {
      const id = await people.create(rep, 'meetings', {
        hs_timestamp: start(hours),
        hs_meeting_start_time: start(hours),
        hs_meeting_outcome: 'SCHEDULED',
      });
      await people.associate(rep, 'meetings', id, 'deals', dealId);
      return id;
    };
    const actions = async () => {
      await collect();
      return rowOf(await reportNow()).mostRecentAction;
    };
    const before = await actions();
    const [putOff, calledOff] = [await meet(2), await meet(3)];
    expect(await actions()).toEqual(before);
    const later = start(5);
    await people.change(rep, 'meetings', putOff, { hs_meeting_start_time: later });
    await people.change(rep, 'meetings', calledOff, { hs_meeting_outcome: 'CANCELED' });
    pass(4);
    expect(await actions()).toEqual(before);
    pass(2);
    expect(await actions()).toEqual({ object: 'meeting', id: putOff, at: later });
  });
});

describe('owners', () => {
  it('[G-11] [D-20] are staff while HubSpot has them, under their address of the day', async () => {
    const { facts, registers } = desk;
    const elsewhere = 'owners';
    const all = await portal.hubspot.owners();
    const look = async (at: number, email: string | undefined) => {
      const owners = all.flatMap((owner) =>
        owner.id !== rep.id ? [owner] : email === undefined ? [] : [{ ...owner, email }],
      );
      const hubspot = { ...portal.hubspot, owners: async () => owners };
      await collectReportFacts({ hubspot, facts, registers, policy: defaultPolicy, portalId: elsewhere }, at);
      const found = await desk.reader.read({
        portalId: elsewhere,
        asOf: at,
        since: 0,
        wonPlaces: [],
        openPlaces: [],
        properties: [],
        calledOff: [],
      });
      return found.owners.find(({ id }) => id === rep.id)?.email;
    };
    const seen = ['a@hp.example', 'b@hp.example', 'a@hp.example', undefined, undefined, 'a@hp.example'];
    for (const [index, email] of seen.entries()) expect(await look(now() + index * 1000, email)).toBe(email);
  });
});
