import { AssociationTypes } from '@hubspot/api-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { at, credentials, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeAll(async () => {
  hub = await startTestSandbox();
});
afterAll(() => hub.sandbox.close());

const deal = (more: Record<string, string> = {}) => ({
  properties: { dealname: 'Lakeside Clinic', dealstage: 'appointmentscheduled', ...more },
});

describe("by HubSpot's client on legacy paths", () => {
  test('a deal is created, read, changed, listed and archived', async () => {
    const { basicApi } = hub.client.crm.deals;
    const { id } = await basicApi.create({ ...deal(), associations: [] });
    expect((await basicApi.getById(id)).properties).toMatchObject({
      amount: null,
      dealname: 'Lakeside Clinic',
      dealstage: 'appointmentscheduled',
      pipeline: 'default',
    });
    const updated = await basicApi.update(id, { properties: { amount: '1200' } });
    expect(updated.properties).toMatchObject({ amount: '1200' });
    expect((await basicApi.getPage()).results.map((each) => each.id)).toContain(id);
    await basicApi.archive(id);
    await expect(basicApi.getById(id)).rejects.toMatchObject({ code: 404 });
    expect((await basicApi.getById(id, undefined, undefined, undefined, true)).archived).toBe(true);
  });

  test('the client takes the answers for every kind of object', async () => {
    const { crm } = hub.client;
    const hs_timestamp = '2026-03-02T10:00:00Z';
    const creations = [
      crm.contacts.basicApi.create({ properties: { email: 'ann@lakeside.example' }, associations: [] }),
      crm.companies.basicApi.create({ properties: { name: 'Lakeside' }, associations: [] }),
      crm.tickets.basicApi.create({ properties: { subject: 'Onboard', hs_pipeline_stage: '1' }, associations: [] }),
      crm.objects.notes.basicApi.create({ properties: { hs_timestamp, hs_note_body: 'Hello' }, associations: [] }),
      crm.objects.tasks.basicApi.create({ properties: { hs_timestamp, hs_task_subject: 'Call' }, associations: [] }),
      crm.objects.calls.basicApi.create({ properties: { hs_timestamp }, associations: [] }),
      crm.objects.meetings.basicApi.create({ properties: { hs_timestamp }, associations: [] }),
      crm.objects.emails.basicApi.create({
        properties: { hs_timestamp, hs_email_direction: 'EMAIL' },
        associations: [],
      }),
    ];
    const ids = (await Promise.all(creations)).map((record) => record.id);
    expect(new Set(ids).size).toBe(8);
    for (const id of ids) expect(id).toMatch(/^\d{12}$/);
  });

  test('associations given on create are there, in both directions', async () => {
    const { crm } = hub.client;
    const contact = await crm.contacts.basicApi.create({ properties: { email: 'bo@x.example' }, associations: [] });
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: AssociationTypes.dealToContact }];
    const created = await hub.call('POST', '/crm/v3/objects/deals', {
      ...deal(),
      associations: [{ to: { id: contact.id }, types }],
    });
    const read = await crm.deals.basicApi.getById(idOf(created), undefined, undefined, ['contacts', 'companies']);
    expect(read.associations).toEqual({ contacts: { results: [{ id: contact.id, type: 'deal_to_contact' }] } });
    const back = await crm.contacts.basicApi.getById(contact.id, undefined, undefined, ['deals']);
    expect(back.associations?.['deals']?.results).toEqual([{ id: read.id, type: 'contact_to_deal' }]);
  });
});

describe('paths', () => {
  test.each(['/crm/v3/objects', '/crm/objects/2026-03', '/crm/objects/2026-09'])(
    '%s by plural, singular and id',
    async (prefix) => {
      for (const name of ['deals', 'deal', '0-3']) {
        expect((await hub.call('GET', `${prefix}/${name}`)).status).toBe(200);
        expect((await hub.call('GET', `${prefix}/${name}/`)).status).toBe(200);
      }
    },
  );

  test('an unknown path is HTML, an unknown object JSON', async () => {
    const unknown = await hub.call('GET', '/crm/objects/2025-01/deals');
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-type')).toContain('text/html');
    expect(await hub.call('GET', '/crm/v3/objects/widgets')).toMatchObject({
      status: 400,
      body: { message: 'Unable to infer object type from: widgets' },
    });
  });

  test('without the token: 401', async () => {
    const response = await fetch(`${hub.sandbox.url}/crm/v3/objects/deals`, {
      headers: { authorization: 'Bearer another' },
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ status: 'error', category: 'INVALID_AUTHENTICATION' });
  });
});

describe('an answer', () => {
  test('has its keys, sorted properties and headers like HubSpot', async () => {
    const { status, headers, body } = await hub.call('POST', '/crm/objects/2026-09/deals', deal({ amount: '5' }));
    expect(status).toBe(201);
    expect(headers.get('content-type')).toBe('application/json;charset=utf-8');
    expect(headers.get('location')).toBe(`${hub.sandbox.url}/crm/objects/2026-09/deals/${String(at(body, 'id'))}`);
    expect(Object.keys(body as object)).toEqual(['id', 'properties', 'createdAt', 'updatedAt', 'archived']);
    const names = Object.keys(at(body, 'properties') as object);
    expect(names).toEqual([...names].sort());
    expect(Object.values(at(body, 'properties') as object).every((value) => typeof value === 'string')).toBe(true);
  });

  test('to a GET has defaults and what was asked for; unset is null, unknown is left out', async () => {
    const id = idOf(await hub.call('POST', '/crm/v3/objects/deals', deal()));
    const { body } = await hub.call('GET', `/crm/v3/objects/deals/${id}?properties=hs_next_step,no_such_property`);
    expect(Object.keys(at(body, 'properties') as object)).toEqual([
      'amount',
      'closedate',
      'createdate',
      'dealname',
      'dealstage',
      'hs_lastmodifieddate',
      'hs_next_step',
      'hs_object_id',
      'pipeline',
    ]);
    expect(at(body, 'properties', 'hs_next_step')).toBeNull();
    expect(at(body, 'associations')).toBeUndefined();
  });

  test('carries the correlation id of an error in header and body, a UUID of version 7', async () => {
    const { headers, body } = await hub.call('GET', '/crm/v3/objects/deals/1');
    expect(at(body, 'correlationId')).toBe(headers.get('x-hubspot-correlation-id'));
    expect(at(body, 'correlationId')).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

describe('a record that is not there', () => {
  test('by number', async () => {
    const { status, body } = await hub.call('GET', '/crm/v3/objects/deals/424242');
    expect([status, at(body, 'message'), at(body, 'category')]).toEqual([404, 'resource not found', undefined]);
    expect((await hub.call('PATCH', '/crm/v3/objects/deals/424242', { properties: { amount: '1' } })).status).toBe(404);
    expect((await hub.call('DELETE', '/crm/v3/objects/deals/424242')).status).toBe(404);
  });

  test('by something else', async () => {
    expect(await hub.call('GET', '/crm/v3/objects/deals/x')).toMatchObject({
      status: 404,
      body: {
        message: 'Object not found.  objectId are usually numeric.',
        context: { id: ['x'] },
        category: 'OBJECT_NOT_FOUND',
      },
    });
    expect(await hub.call('GET', '/crm/v3/objects/deals/0')).toMatchObject({
      status: 404,
      body: { message: 'Object not found.  objectId is usually positive.' },
    });
  });
});

test('lists page by the last id', async () => {
  const fresh = [];
  for (const name of ['one', 'two', 'three']) {
    fresh.push(idOf(await hub.call('POST', '/crm/v3/objects/companies', { properties: { name } })));
  }
  const seen: string[] = [];
  let after = '';
  do {
    const { body } = await hub.call('GET', `/crm/v3/objects/companies?limit=2${after && `&after=${after}`}`);
    seen.push(...(at(body, 'results') as { id: string }[]).map((each) => each.id));
    const next = at(body, 'paging', 'next', 'after');
    after = typeof next === 'string' ? next : '';
  } while (after !== '');
  expect(seen).toEqual(expect.arrayContaining(fresh));
  expect(new Set(seen).size).toBe(seen.length);
  expect((await hub.call('GET', '/crm/v3/objects/companies?limit=101')).status).toBe(400);
});

describe('property history', () => {
  test('tells who wrote what and when, newest first', async () => {
    const [owner] = owners;
    const id = idOf(await hub.call('POST', '/crm/v3/objects/deals', deal()));
    await hub.call('PATCH', `/crm/v3/objects/deals/${id}`, { properties: { dealstage: 'contractsent' } }, owner?.id);
    const { propertiesWithHistory, properties } = await hub.client.crm.deals.basicApi.getById(
      id,
      [],
      ['dealstage', 'hs_is_closed'],
    );
    expect(properties['dealstage']).toBe('contractsent');
    const [newest, oldest, ...rest] = propertiesWithHistory?.['dealstage'] ?? [];
    expect(rest).toEqual([]);
    expect(newest).toMatchObject({
      value: 'contractsent',
      sourceType: 'CRM_UI',
      sourceId: `userId:${owner?.userId}`,
      updatedByUserId: owner?.userId,
    });
    expect(oldest).toMatchObject({
      value: 'appointmentscheduled',
      sourceType: 'INTEGRATION',
      sourceId: credentials.appId,
    });
    expect(newest?.timestamp.getTime()).toBeGreaterThan(oldest?.timestamp.getTime() ?? Infinity);
  });

  test('a value that stays the same leaves no trace', async () => {
    const created = await hub.call('POST', '/crm/v3/objects/deals', deal({ amount: '7' }));
    const path = `/crm/v3/objects/deals/${idOf(created)}`;
    const { body } = await hub.call('PATCH', path, { properties: { amount: '7' } });
    expect(at(body, 'updatedAt')).toBe(at(created.body, 'updatedAt'));
    const read = await hub.call('GET', `${path}?propertiesWithHistory=amount`);
    expect(at(read.body, 'propertiesWithHistory', 'amount')).toHaveLength(1);
  });

  test('nobody can act as a person who is not on the staff', async () => {
    expect((await hub.call('POST', '/crm/v3/objects/deals', deal(), '999')).status).toBe(400);
  });
});
