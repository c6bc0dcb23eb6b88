/** Reading the timelines of a deal and its contacts: what is read, what it costs, and the last look before a deal is closed. */
import { describe, expect, it } from 'vitest';
import { lookAtTouches, refuseAnswered } from '../../src/activities/touches.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import type { HubSpotRecord, RecordType } from '../../src/hubspot/record.ts';

const T = Date.parse('2026-03-03T15:00:00Z');
const MINUTE = 60_000;
const VOICEMAIL = 'b2cf5968-551e-4856-9783-52b3da59a7d0';
const CREATED = { createdate: new Date(T - 60 * MINUTE).toISOString() };

type Values = Record<string, string>;
interface Known {
  values: Values;
  by?: string;
  associated?: HubSpotRecord['associated'];
  partly?: RecordType[];
}

/** A HubSpot that has these records, by `<type>-<id>`, and further associations by `<type>-<id> to <type>`. */
function aHubSpot(records: Record<string, Known>, further: Record<string, string[]> = {}) {
  const calls: string[] = [];
  const writes: Values[] = [];
  const answer = (object: string, id: string): HubSpotRecord | undefined => {
    const known = records[`${object}-${id}`];
    if (known === undefined) return undefined;
    const { values, by = 'person:7', associated = {}, partly } = known;
    const at = Date.parse(values['hs_timestamp'] ?? '') || T;
    return {
      id,
      archived: false,
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, at, by }])),
      associated,
      ...(partly === undefined ? {} : { partly }),
    };
  };
  return {
    calls,
    writes,
    hubspot: {
      readRecord: (object: RecordType, id: string) => {
        calls.push(`${object} ${id}`);
        const found = answer(object, id);
        const gone = new HubSpotError({ operation: 'readRecord', kind: 'notFound', mayHaveHappened: false });
        return found === undefined ? Promise.reject(gone) : Promise.resolve(found);
      },
      readRecords: (object: RecordType, ids: string[]) => {
        calls.push(`${object} ${ids.join()}`);
        return Promise.resolve(ids.flatMap((id) => answer(object, id) ?? []));
      },
      associatedIds: (from: RecordType, ids: string[], to: RecordType) => {
        calls.push(`${from} ${ids.join()} to ${to}`);
        return Promise.resolve(new Map(ids.map((id) => [id, further[`${from}-${id} to ${to}`] ?? []])));
      },
      updateRecord: (_object: RecordType, _id: string, values: Values) => {
        writes.push(values);
        return Promise.resolve({ updatedAt: T });
      },
    },
  };
}

const on = (minute: number) => new Date(T + minute * MINUTE).toISOString();
const voicemail = (minute: number): Known => ({
  values: {
    hs_timestamp: on(minute),
    hs_call_disposition: VOICEMAIL,
    hs_call_direction: 'OUTBOUND',
    hubspot_owner_id: '77',
  },
});
const mail = (minute: number, direction = 'EMAIL', more: Values = {}, by = 'person:7'): Known => ({
  values: { hs_timestamp: on(minute), hs_email_direction: direction, hs_email_status: 'SENT', ...more },
  by,
});
const whole = { dealId: '1', since: 0, now: T + 600 * MINUTE };
const ids = (found: Awaited<ReturnType<typeof lookAtTouches>>) => found.ledger.entries.map(({ id }) => id);

describe('reading all', () => {
  it('[S-03] finds what is on the deal and what is only on a contact, each once', async () => {
    const { hubspot, calls } = aHubSpot({
      'deal-1': { values: CREATED, associated: { contact: ['7', '8'], call: ['11'], email: ['21'] } },
      'contact-7': { values: {}, associated: { call: ['11', '12'], communication: ['31'] } },
      'contact-8': { values: {}, associated: { meeting: ['41'] } },
      'call-11': voicemail(1),
      'call-12': voicemail(2),
      'email-21': mail(3),
      'communication-31': { values: { hs_timestamp: on(4) } },
      'meeting-41': { values: { hs_meeting_start_time: on(5), hs_meeting_outcome: 'SCHEDULED' } },
    });
    const found = await lookAtTouches(hubspot, defaultPolicy, whole);
    expect(ids(found)).toEqual(['11', '12', '21', '31']);
    expect(found.ledger.entries[0]).toEqual({
      object: 'call',
      id: '11',
      at: T + MINUTE,
      asOf: T + MINUTE,
      is: 'voicemail',
      owner: '77',
    });
    expect(found).toMatchObject({ readAt: whole.now, unread: [], ledger: { since: T - 60 * MINUTE } });
    expect(calls.toSorted()).toEqual([
      'call 12,11',
      'communication 31',
      'contact 7',
      'contact 8',
      'deal 1',
      'email 21',
      'meeting 41',
    ]);
  });

  it('[S-03] asks for all contacts of a deal at once where there are many', async () => {
    const { hubspot, calls } = aHubSpot(
      { 'deal-1': { values: CREATED, associated: { contact: ['3', '4', '5', '6', '7'] } }, 'call-11': voicemail(1) },
      { 'contact-6 to call': ['11'] },
    );
    expect(ids(await lookAtTouches(hubspot, defaultPolicy, whole))).toEqual(['11']);
    expect(calls).toContain('contact 3,4,5,6,7 to call');
    expect(calls).toHaveLength(6);
  });

  it('[S-03] asks for the rest where HubSpot lists only a part with the record', async () => {
    const { hubspot } = aHubSpot(
      {
        'deal-1': { values: CREATED, associated: { call: ['11'] }, partly: ['call'] },
        'call-11': voicemail(1),
        'call-12': voicemail(2),
      },
      { 'deal-1 to call': ['11', '12'] },
    );
    expect(ids(await lookAtTouches(hubspot, defaultPolicy, whole))).toEqual(['11', '12']);
  });

  it('[S-02] [S-03] leaves out our own mails, mass mail, out-of-office, and what was before the deal', async () => {
    const outOfOffice = { hs_email_headers: JSON.stringify({ 'Auto-Submitted': 'auto-replied' }) };
    const bounce = { hs_email_headers: JSON.stringify({ from: { email: 'MAILER-DAEMON@mx.example' } }) };
    const email = {
      '20': mail(-90),
      '21': mail(1),
      '22': mail(2, 'EMAIL', { sop_key: 'ours' }),
      '23': mail(3, 'EMAIL', {}, 'us'),
      '24': mail(4, 'EMAIL', {}, 'automation'),
      '25': mail(5, 'INCOMING_EMAIL', outOfOffice),
      '26': mail(6, 'INCOMING_EMAIL', bounce),
    };
    const { hubspot } = aHubSpot({
      'deal-1': { values: CREATED, associated: { email: Object.keys(email) } },
      ...Object.fromEntries(Object.entries(email).map(([id, known]) => [`email-${id}`, known])),
    });
    const { ledger } = await lookAtTouches(hubspot, defaultPolicy, whole);
    expect(ledger).toMatchObject({ entries: [{ id: '21' }] });
    expect(ledger.answer).toBeUndefined();
  });

  it('[R-10] nothing that a person wrote comes back', async () => {
    const secret = {
      hs_email_headers: JSON.stringify({ from: { email: 'canary@example.com' } }),
      hs_email_subject: 'canary',
    };
    const { hubspot } = aHubSpot({
      'deal-1': { values: CREATED, associated: { email: ['21'] } },
      'email-21': mail(1, 'INCOMING_EMAIL', secret),
    });
    const found = await lookAtTouches(hubspot, defaultPolicy, whole);
    expect(found.ledger.answer?.id).toBe('21');
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  it('[R-10] of a deal or a contact that is gone finds nothing', async () => {
    const { hubspot } = aHubSpot({ 'deal-2': { values: CREATED, associated: { contact: ['7'] } } });
    expect(ids(await lookAtTouches(hubspot, defaultPolicy, whole))).toEqual([]);
    expect(ids(await lookAtTouches(hubspot, defaultPolicy, { ...whole, dealId: '2' }))).toEqual([]);
  });
});

describe('reading what was heard of', () => {
  const ledger = {
    since: 0,
    answer: { object: 'email', id: '20', at: T, asOf: T, is: 'answer' } as const,
    entries: [{ object: 'call', id: '11', at: T + MINUTE, asOf: T + MINUTE, is: 'voicemail' } as const],
  };

  it('[S-02] takes one call for each type of record, and no other', async () => {
    const { hubspot, calls } = aHubSpot({ 'call-12': voicemail(2), 'email-21': mail(3) });
    const unread = [{ object: 'call', id: '12' } as const, { object: 'email', id: '21' } as const];
    const found = await lookAtTouches(hubspot, defaultPolicy, { ...whole, seen: { ledger, readAt: T, unread } });
    expect(ids(found)).toEqual(['11', '12', '21']);
    expect(found).toMatchObject({ readAt: T, unread: [] });
    expect(calls).toEqual(['call 12', 'email 21']);
  });

  it('[S-03] becomes a reading of all when the last answer is none any more', async () => {
    const { hubspot, calls } = aHubSpot({
      'deal-1': { values: CREATED, associated: { call: ['10', '11'] } },
      'call-10': voicemail(-1),
      'call-11': voicemail(1),
    });
    const unread = [{ object: 'email', id: '20' } as const];
    const found = await lookAtTouches(hubspot, defaultPolicy, { ...whole, seen: { ledger, readAt: T, unread } });
    expect(ids(found)).toEqual(['10', '11']);
    expect(found.readAt).toBe(whole.now);
    expect(calls).toContain('deal 1');
  });
});

describe('the last look before a deal is closed', () => {
  const touches = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`call-${11 + n}`, voicemail(n)]));
  const timeline = (more: Record<string, Known> = {}) =>
    aHubSpot({
      'deal-1': {
        values: CREATED,
        associated: { call: Object.keys(touches).map((key) => key.slice(5)), email: ['21'] },
      },
      ...touches,
      ...more,
    });
  // Five business days and some more.
  const late = { ...whole, now: T + 8 * 1440 * MINUTE };

  it('[S-05] lets it be closed when there is still no answer', async () => {
    const { hubspot, writes } = timeline();
    await refuseAnswered(hubspot, defaultPolicy, late);
    expect(writes).toEqual([]);
  });

  it('[S-05] takes the lost reason back when somebody has answered meanwhile', async () => {
    const { hubspot, writes } = timeline({ 'email-21': mail(30, 'INCOMING_EMAIL') });
    await expect(refuseAnswered(hubspot, defaultPolicy, late)).rejects.toMatchObject({
      type: 'answered',
      nonRetryable: true,
    });
    expect(writes).toEqual([{ deal_lost_reason_category: '', deal_lost_reason_details: '' }]);
  });

  it('[S-05] and when the last touch was dated later meanwhile, so that the time is not over', async () => {
    const { hubspot, writes } = timeline({ 'call-17': voicemail(7 * 1440) });
    await expect(refuseAnswered(hubspot, defaultPolicy, late)).rejects.toMatchObject({ type: 'answered' });
    expect(writes).toHaveLength(1);
  });
});
