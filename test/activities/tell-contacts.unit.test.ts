import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTellContactsActivities, type TellContactsInput } from '../../src/activities/tell-contacts.ts';
import type { RelatedEvent } from '../../src/domain/related.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { startPortal } from '../hubspot/portal.ts';

const news: TellContactsInput = {
  portalId: '9',
  dealId: '501',
  key: 'deal-9-501:told:won:1',
  at: 1,
  gone: false,
  circle: { companies: [], contacts: [] },
  from: 0,
};

const ADDITIONAL = '903';
const contactPortal = async () => ({
  stages: { target: 't', mql: 'm', sql: 's', customer: 'c', excluded: 'e', additional: ADDITIONAL, recycled: 'r' },
});

/** Contacts by `deal 501` or `company c1`; what was asked of HubSpot, and whom the activity told. */
function aTeller(contacts: Record<string, string[]> = {}, additional: string[] = []) {
  const asked: string[] = [];
  const told: string[] = [];
  const events: RelatedEvent[] = [];
  let underway = 0;
  let most = 0;
  const { tellContacts } = createTellContactsActivities({
    hubspot: {
      associatedIds: (from, ids) => {
        asked.push(`${from} ${ids.join()}`);
        return Promise.resolve(new Map(ids.map((id) => [id, contacts[`${from} ${id}`] ?? []])));
      },
      readRecords: (object, ids) => {
        asked.push(`${object} ${ids.join()}`);
        const stage = (id: string) => ({ value: additional.includes(id) ? ADDITIONAL : 's', at: 1, by: 'us' });
        const record = (id: string) => ({ id, values: { lifecyclestage: stage(id) }, associated: {}, archived: false });
        return Promise.resolve(ids.map(record));
      },
    },
    contactPortal,
    tell: async (portalId, contactId, said) => {
      underway += 1;
      most = Math.max(most, underway);
      await Promise.resolve();
      underway -= 1;
      told.push(`${portalId}/${contactId}`);
      events.push(...said);
    },
  });
  return { tellContacts, asked, told, events, most: () => most };
}

describe('telling contacts', () => {
  it("[C-12] the deal's own and those of all its companies, each once, in one call to HubSpot", async () => {
    const { tellContacts, asked, told, events } = aTeller({ 'company c1': ['1', '3'], 'company c2': ['4'] });
    expect(await tellContacts({ ...news, circle: { companies: ['c1', 'c2'], contacts: ['1', '2'] } })).toEqual({});
    expect(told.toSorted()).toEqual(['9/1', '9/2', '9/3', '9/4']);
    expect(asked).toEqual(['company c1,c2']);
    expect(events[0]).toEqual({
      kind: 'related',
      object: 'deal',
      otherId: '501',
      key: news.key,
      occurredAt: 1,
      by: 'us',
    });
  });

  it('[C-12] looks up the contacts of a deal that has too many to remember', async () => {
    const { tellContacts, told } = aTeller({ 'deal 501': ['1', '2'] });
    await tellContacts({ ...news, circle: { companies: [] } });
    expect(told).toEqual(['9/1', '9/2']);
  });

  it('[C-15] that a deal opened for their company: the Additional Sales Contacts, and nobody else', async () => {
    const { tellContacts, asked, told } = aTeller({ 'company c1': ['1', '2', '3'] }, ['2']);
    await tellContacts({ ...news, opened: true, circle: { companies: ['c1'], contacts: ['1'] } });
    expect(told).toEqual(['9/2']);
    expect(asked).toEqual(['company c1', 'contact 1,2,3']);
  });

  it('[R-10] asks HubSpot nothing about a deal that is gone', async () => {
    const { tellContacts, asked, told } = aTeller();
    await tellContacts({ ...news, gone: true, circle: { companies: [] } });
    await tellContacts({ ...news, gone: true, circle: { companies: [], contacts: ['7'] } });
    expect(asked).toEqual([]);
    expect(told).toEqual(['9/7']);
  });

  it('[C-12] hundreds in several calls, ten at a time, none twice', async () => {
    const many = Array.from({ length: 650 }, (_, n) => String(n));
    const { tellContacts, told, most } = aTeller({ 'company c1': many });
    const rounds: number[] = [];
    for (let from: number | undefined = 0; from !== undefined;) {
      rounds.push(from);
      const answer: { next?: number } = await tellContacts({ ...news, circle: { companies: ['c1'] }, from });
      from = answer.next;
    }
    expect(rounds).toEqual([0, 300, 600]);
    expect(new Set(told).size).toBe(650);
    expect(told).toHaveLength(650);
    expect(most()).toBe(10);
  });

  it("HubSpot's final refusal is not tried again: the workflow keeps the news", async () => {
    const { tellContacts } = createTellContactsActivities({
      hubspot: {
        associatedIds: () =>
          Promise.reject(new HubSpotError({ operation: 'associatedIds', kind: 'auth', mayHaveHappened: false })),
        readRecords: () => Promise.resolve([]),
      },
      contactPortal,
      tell: () => Promise.resolve(),
    });
    const refused = tellContacts({ ...news, circle: { companies: ['c1'] } });
    await expect(refused).rejects.toMatchObject({ nonRetryable: true, type: 'auth' });
  });

  it('[C-12] reads the associations as HubSpot has them', async () => {
    const { hubspot, sandbox, close } = await startPortal();
    try {
      const create = async (plural: string, properties: Record<string, string>) => {
        const headers = { authorization: `Bearer ${sandboxDefaults.accessToken}`, 'content-type': 'application/json' };
        const body = JSON.stringify({ properties });
        const answer = await fetch(`${sandbox.url}/crm/v3/objects/${plural}`, { method: 'POST', headers, body });
        return z.object({ id: z.string() }).parse(await answer.json()).id;
      };
      const company = await create('companies', { name: 'Alder' });
      const [ann, ben] = [await create('contacts', { firstname: 'A' }), await create('contacts', { firstname: 'B' })];
      await hubspot.associateMany('company', company, 'contact', [ann, ben]);
      const told: string[] = [];
      const tell = (_: string, contactId: string) => Promise.resolve(told.push(contactId));
      await createTellContactsActivities({ hubspot, contactPortal, tell }).tellContacts({
        ...news,
        circle: { companies: [company], contacts: [ann] },
      });
      expect(told.toSorted()).toEqual([ann, ben].toSorted());
    } finally {
      await close();
    }
  });
});
