/** What is read of a contact, and with how many calls: on the sandbox's portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadContactInput } from '../../src/activities/contact/read.ts';
import type { ContactFacts } from '../../src/domain/contact/state.ts';
import { asAttempt, type ContactTestPortal, losingAnswer, PORTAL, startContactPortal } from './contact-portal.ts';

const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const VOICEMAIL = 'b2cf5968-551e-4856-9783-52b3da59a7d0';
const HOUR = 3_600_000;

let portal: ContactTestPortal;
let rep: { id: string };
let now: number;

beforeEach(async () => {
  portal = await startContactPortal();
  rep = portal.people.owner('ruth.amado@healthprime.example');
  now = portal.sandbox.clock.now();
});
afterEach(() => portal.close());

const hoursAgo = (hours: number) => new Date(now - hours * HOUR).toISOString();
const input = (contactId: string, more: Partial<ReadContactInput> = {}): ReadContactInput => ({
  portalId: PORTAL,
  contactId,
  isNew: false,
  now,
  ...more,
});

async function factsOf(contactId: string): Promise<ContactFacts> {
  const reading = await asAttempt(1, () => portal.activities.readContact(input(contactId)));
  if (!reading.found) throw new Error('the contact was not found');
  return reading.facts;
}

/** Something on the contact's timeline, written by a person unless the caller says otherwise. */
async function logged(contactId: string, plural: string, properties: Record<string, string>, by = { id: rep.id }) {
  const id = await portal.people.create(by, plural, properties);
  await portal.people.associate(by, plural, id, 'contacts', contactId);
  return id;
}
const call = (id: string, hours: number, outcome: string, direction = 'OUTBOUND') =>
  logged(id, 'calls', { hs_timestamp: hoursAgo(hours), hs_call_disposition: outcome, hs_call_direction: direction });
const email = (id: string, hours: number, direction: string, more: Record<string, string> = {}) =>
  logged(id, 'emails', { hs_timestamp: hoursAgo(hours), hs_email_direction: direction, ...more });
const meeting = (id: string, hours: number, outcome = '') =>
  logged(id, 'meetings', {
    hs_timestamp: hoursAgo(hours),
    hs_meeting_start_time: hoursAgo(hours),
    ...(outcome === '' ? {} : { hs_meeting_outcome: outcome }),
  });
const inStage = (stage: keyof ContactTestPortal['facts']['stages']) =>
  portal.contact({ lifecyclestage: portal.facts.stages[stage] });

describe('values', () => {
  it('[R-10] say of personal ones only that they are there; of others what they are, since when and by whom', async () => {
    const id = await portal.contact({ hubspot_owner_id: rep.id, exploring_a_decision: 'yes' });
    await portal.people.change(rep, 'contacts', id, { last_event_attended: '2026-11-20T15:00:00Z' });
    const { values } = await factsOf(id);
    expect(values['email']?.value).toBe('*');
    expect(values['exploring_a_decision']).toMatchObject({ value: 'yes', by: expect.stringMatching(/^person:\d+$/) });
    expect(values['last_event_attended']?.value).toBe('2026-11-20T15:00:00.000Z');
    expect(values['lifecyclestage']?.value).toBe('lead');
    expect(JSON.stringify(values)).not.toContain('clinic.example');
  });
});

describe('engagement', () => {
  it('[T-02] is the newest reply, connected call, meeting held and what HubSpot keeps on the contact', async () => {
    const id = await portal.contact();
    await call(id, 9, CONNECTED);
    const talked = await call(id, 5, CONNECTED);
    await call(id, 1, VOICEMAIL);
    const reply = await email(id, 4, 'INCOMING_EMAIL');
    await email(id, 2, 'EMAIL');
    const met = await meeting(id, 3, 'COMPLETED');
    await meeting(id, 2, 'NO_SHOW');
    await portal.people.call(undefined, 'POST', '/__sandbox/contacts/engage', { contactId: id, kind: 'visit' });
    const { engagements } = await factsOf(id);
    expect(engagements).toEqual({
      call: { at: now - 5 * HOUR, object: 'call', id: talked },
      reply: { at: now - 4 * HOUR, object: 'email', id: reply },
      meeting: { at: now - 3 * HOUR, object: 'meeting', id: met },
      visit: { at: expect.any(Number), object: 'contact', id, property: 'hs_analytics_last_timestamp' },
    });
  });

  it('[T-02] is no automatic answer and no bounce', async () => {
    const id = await portal.contact();
    await email(id, 1, 'INCOMING_EMAIL', { hs_email_headers: '{"Auto-Submitted":"auto-replied"}' });
    await email(id, 1, 'INCOMING_EMAIL', { hs_email_headers: '{"from":{"email":"MAILER-DAEMON@mx.example"}}' });
    expect(await factsOf(id)).toMatchObject({ engagements: {} });
    expect(await factsOf(id)).not.toHaveProperty('activity');
  });

  it('[T-02] does not lie ahead: a meeting that is marked held too early counts when its time has come', async () => {
    const id = await portal.contact({ last_event_attended: hoursAgo(-48) });
    await meeting(id, -2, 'COMPLETED');
    expect((await factsOf(id)).engagements).toEqual({});
    now += 3 * HOUR;
    expect(Object.keys((await factsOf(id)).engagements)).toEqual(['meeting']);
  });
});

describe('activity', () => {
  it("[C-11] is the newest of anybody's, notes too, and none of the engine's own", async () => {
    const id = await inStage('sql');
    await email(id, 5, 'EMAIL');
    const note = await logged(id, 'notes', { hs_timestamp: hoursAgo(3), hs_note_body: 'Called back' });
    await portal.hubspot.upsertByKey('email', 'sop_key', [
      {
        key: 'mail:1',
        properties: { hs_timestamp: hoursAgo(1), hs_email_direction: 'EMAIL', hs_email_status: 'SENT' },
      },
    ]);
    const [ours] = await portal.hubspot.upsertByKey('email', 'sop_key', [{ key: 'mail:1', properties: {} }]);
    await portal.hubspot.associate('email', ours?.id ?? '', 'contact', id);
    await portal.activities.noteOnContact({ contactId: id, key: 'n:1', about: 'putBack', detail: {}, at: now });
    expect((await factsOf(id)).activity).toEqual({ at: now - 3 * HOUR, object: 'note', id: note });
  });

  it('[C-11] notes are not even read where no rule looks at them', async () => {
    const id = await inStage('target');
    await logged(id, 'notes', { hs_timestamp: hoursAgo(3), hs_note_body: 'Called back' });
    const before = portal.sandbox.requests.count;
    expect(await factsOf(id)).not.toHaveProperty('activity');
    expect(portal.sandbox.requests.count - before).toBe(1);
  });

  it('[L-01] the next one is the earliest meeting or call that is planned and not cancelled', async () => {
    const id = await portal.contact();
    await meeting(id, -1, 'CANCELED');
    await meeting(id, -9, 'SCHEDULED');
    const next = await meeting(id, -5, 'SCHEDULED');
    await meeting(id, 1, 'SCHEDULED');
    expect((await factsOf(id)).nextActivity).toEqual({ at: now + 5 * HOUR, object: 'meeting', id: next });
  });

  it.each<[string, (id: string) => Promise<string>]>([
    ['a call', (id) => call(id, 1, VOICEMAIL)],
    ['an e-mail that was sent', (id) => email(id, 1, 'EMAIL', { hs_email_status: 'SENT' })],
    ['a meeting that was made', (id) => meeting(id, 1)],
  ])('[C-06] outreach is %s of staff', async (_what, reach) => {
    const id = await portal.contact();
    const reached = await reach(id);
    expect((await factsOf(id)).outreach).toMatchObject({ at: now - HOUR, id: reached });
  });

  it.each<[string, (id: string) => Promise<string>]>([
    ['a call that came in', (id) => call(id, 1, CONNECTED, 'INBOUND')],
    ['an e-mail that was only scheduled', (id) => email(id, 1, 'EMAIL', { hs_email_status: 'SCHEDULED' })],
    ['a reply', (id) => email(id, 1, 'INCOMING_EMAIL')],
    ['a note', (id) => logged(id, 'notes', { hs_timestamp: hoursAgo(1), hs_note_body: 'x' })],
  ])('[C-06] %s is no outreach', async (_what, reach) => {
    const id = await inStage('mql');
    await reach(id);
    expect(await factsOf(id)).not.toHaveProperty('outreach');
  });
});

describe('beside the contact', () => {
  it('[C-12] are its deals and those of its companies that decide about it', async () => {
    const id = await portal.contact();
    const company = await portal.people.create(rep, 'companies', { name: 'Clinic' });
    await portal.people.associate(rep, 'contacts', id, 'companies', company);
    const deal = async (stage: string, of: 'contacts' | 'companies', properties = {}) => {
      const made = await portal.people.createDeal(rep, { name: 'Deal', pipeline: 'new_business', stage, properties });
      await portal.people.associate(rep, 'deals', made, of, of === 'contacts' ? id : company);
      return made;
    };
    const own = await deal('closed_lost', 'contacts', { deal_lost_reason_category: 'timing' });
    const won = await deal('closed_won', 'companies');
    const open = await deal('proposal', 'companies');
    await deal('closed_lost', 'companies', { deal_lost_reason_category: 'timing' });
    const backedOut = await deal('closed_lost', 'companies', { deal_lost_reason_category: 'backed_out' });
    const { deals, companyId } = await factsOf(id);
    expect(companyId).toBe(company);
    const place = { pipeline: 'new_business', at: expect.any(Number), by: expect.any(String) };
    expect(deals.toSorted((a, b) => Number(a.id) - Number(b.id))).toEqual([
      { id: own, ...place, stage: 'closed_lost', kind: 'lost', own: true, lostCategory: 'timing' },
      { id: won, ...place, stage: 'closed_won', kind: 'won', own: false },
      { id: open, ...place, stage: 'proposal', kind: 'open', own: false },
      { id: backedOut, ...place, stage: 'closed_lost', kind: 'lost', own: false, lostCategory: 'backed_out' },
    ]);
  });

  it('[C-12] are deals of pipelines that the policy does not know, by what HubSpot says of them', async () => {
    const id = await portal.contact();
    const deal = { name: 'Old', pipeline: 'default', stage: 'closedwon' };
    const old = await portal.people.createDeal(rep, deal);
    await portal.people.associate(rep, 'deals', old, 'contacts', id);
    expect((await factsOf(id)).deals).toEqual([
      { id: old, kind: 'won', own: true, at: expect.any(Number), by: expect.any(String) },
    ]);
  });

  it('[L-04] are the values of the company that its campaign asks for', async () => {
    const id = await portal.contact({ lead_campaign: 'non_epic_hospitals' });
    const company = await portal.people.create(rep, 'companies', {
      name: 'Clinic',
      billing_system: 'meditech',
      net_patient_revenue: '150000000',
    });
    await portal.people.associate(rep, 'contacts', id, 'companies', company);
    expect((await factsOf(id)).company).toEqual({ billing_system: 'meditech', net_patient_revenue: '150000000' });
    await portal.people.change(rep, 'contacts', id, { lead_campaign: '' });
    expect((await factsOf(id)).company).toEqual({});
  });

  it('[L-01] [L-02] are its leads and the open tickets that ask for one', async () => {
    const id = await portal.contact();
    const ticket = async (category: string, stage: string) => {
      const properties = { subject: 'x', hs_pipeline_stage: stage, hs_ticket_category: category };
      return logged(id, 'tickets', properties);
    };
    const asked = await ticket('Lead creation', '1');
    await ticket('Lead creation', '4');
    await ticket('PRODUCT_ISSUE', '1');
    await portal.activities.lead({ portalId: PORTAL, contactId: id, open: true, label: 'WARM' });
    await portal.activities.lead({ portalId: PORTAL, contactId: id, open: false, reason: 'engaged' });
    const { leadId } = await portal.activities.lead({ portalId: PORTAL, contactId: id, open: true, label: 'WARM' });
    const { tickets, leads } = await factsOf(id);
    expect(tickets).toEqual([{ id: asked, at: expect.any(Number) }]);
    expect(tickets[0]?.at).toBeGreaterThanOrEqual(now);
    expect(leads).toHaveLength(2);
    expect(leads).toContainEqual({ id: leadId, open: true });
    expect(leads.filter(({ open }) => open)).toHaveLength(1);
  });
});

describe('calls', () => {
  const callsOf = async (id: string): Promise<number> => {
    const before = portal.sandbox.requests.count;
    await factsOf(id);
    return portal.sandbox.requests.count - before;
  };

  it('are one for a contact of which there is nothing else', async () => {
    expect(await callsOf(await portal.contact())).toBe(1);
  });

  it('are three for one with a company and mails, ten for one with everything', async () => {
    const id = await inStage('mql');
    const company = await portal.people.create(rep, 'companies', { name: 'Clinic' });
    await portal.people.associate(rep, 'contacts', id, 'companies', company);
    for (let hours = 1; hours <= 60; hours += 1) await email(id, hours, 'INCOMING_EMAIL');
    expect(await callsOf(id)).toBe(3);

    await call(id, 1, CONNECTED);
    await meeting(id, 1, 'COMPLETED');
    await logged(id, 'notes', { hs_timestamp: hoursAgo(1), hs_note_body: 'x' });
    const properties = { subject: 'x', hs_pipeline_stage: '1', hs_ticket_category: 'Lead creation' };
    await logged(id, 'tickets', properties);
    await portal.activities.lead({ portalId: PORTAL, contactId: id, open: true, label: 'WARM' });
    await portal.activities.openDeal({ portalId: PORTAL, contactId: id });
    await portal.people.change(rep, 'contacts', id, { lead_campaign: 'non_epic_hospitals' });
    expect(await callsOf(id)).toBe(10);
  });
});

it('[T-02] looks among all mails although HubSpot lists only a part of them with the contact', async () => {
  const id = await portal.contact();
  await email(id, 3, 'EMAIL');
  const reply = await email(id, 2, 'INCOMING_EMAIL');
  /** As HubSpot answers for a contact with more than a page of mails; the sandbox lists all. */
  const partial: typeof portal.hubspot = {
    ...portal.hubspot,
    readRecord: async (...args) => {
      const record = await portal.hubspot.readRecord(...args);
      const [first = ''] = record.associated.email ?? [];
      return { ...record, associated: { ...record.associated, email: [first] }, partly: ['email'] };
    },
  };
  const reading = await asAttempt(1, () => portal.over(partial).readContact(input(id)));
  expect(reading).toMatchObject({ facts: { engagements: { reply: { id: reply } } } });
});

describe('a record that is not there', () => {
  it('[R-10] tells the one it was merged into', async () => {
    const [id, other] = [await portal.contact(), await portal.contact()];
    const answer = await portal.people.call(rep, 'POST', '/crm/v3/objects/contacts/merge', {
      primaryObjectId: other,
      objectIdToMerge: id,
    });
    const into = (answer as { id: string }).id;
    expect(await asAttempt(1, () => portal.activities.readContact(input(id)))).toEqual({ found: false, into });
  });

  it('[R-10] is gone when it is deleted', async () => {
    const id = await portal.contact();
    await portal.activities.deleteContact({ contactId: id });
    expect(await asAttempt(1, () => portal.activities.readContact(input(id)))).toEqual({ found: false });
  });

  it('[R-03] may only be too new to be read: that is tried again for a while', async () => {
    const read = (attempt: number) =>
      asAttempt(attempt, () => portal.activities.readContact(input('1', { isNew: true })));
    await expect(read(1)).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
    await expect(read(5)).rejects.toMatchObject({ nonRetryable: false });
    expect(await read(6)).toEqual({ found: false });
  });
});

it('reading writes nothing', async () => {
  const { port, writes } = losingAnswer(portal.hubspot, 0);
  const id = await portal.contact();
  await asAttempt(1, () => portal.over(port).readContact(input(id)));
  expect(writes()).toBe(0);
});
