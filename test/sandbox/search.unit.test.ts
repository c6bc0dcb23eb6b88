import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/companies/models/Filter.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
let clinicId: string;
beforeAll(async () => {
  hub = await startTestSandbox();
  const companies = [
    { name: 'Lakeside Clinic', numberofemployees: '12', industry: 'MEDICAL_PRACTICE', domain: 'lakeside.example' },
    { name: 'Summit Hospital', numberofemployees: '900', industry: 'HOSPITAL_HEALTH_CARE' },
    { name: 'Lakeside Dental', numberofemployees: '7' },
  ];
  for (const properties of companies) await hub.call('POST', '/crm/v3/objects/companies', { properties });
  const clinic = await find({ query: 'clinic' });
  clinicId = String(at(clinic, 'results', 0, 'id'));
  const contact = await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'ann@lakeside.example' } });
  await hub.call('PUT', `/crm/v4/objects/companies/${clinicId}/associations/default/contacts/${idOf(contact)}`);
});
afterAll(() => hub.sandbox.close());

async function find(query: object): Promise<unknown> {
  return (await hub.call('POST', '/crm/objects/2026-09/companies/search', query)).body;
}

async function names(...groups: object[][]): Promise<unknown[]> {
  const body = await find({ filterGroups: groups.map((filters) => ({ filters })), sorts: ['name'] });
  return (at(body, 'results') as unknown[]).map((each) => at(each, 'properties', 'name'));
}

test("HubSpot's client searches, sorts and pages", async () => {
  const { searchApi } = hub.client.crm.companies;
  const page = await searchApi.doSearch({
    filterGroups: [{ filters: [{ propertyName: 'numberofemployees', operator: FilterOperatorEnum.Gte, value: '7' }] }],
    sorts: ['-numberofemployees'],
    properties: ['numberofemployees'],
    limit: 2,
  });
  expect(page.total).toBe(3);
  expect(page.results.map(({ properties }) => properties['numberofemployees'])).toEqual(['900', '12']);
  expect(page.paging?.next?.after).toBe('2');
  expect(at(await find({ limit: 2, after: '2' }), 'paging')).toBeUndefined();
});

test.each([
  [{ propertyName: 'name', operator: 'EQ', value: 'Lakeside Clinic' }, ['Lakeside Clinic']],
  [{ propertyName: 'industry', operator: 'NEQ', value: 'MEDICAL_PRACTICE' }, ['Summit Hospital']],
  [{ propertyName: 'numberofemployees', operator: 'BETWEEN', value: '10', highValue: '20' }, ['Lakeside Clinic']],
  [{ propertyName: 'numberofemployees', operator: 'LT', value: '10' }, ['Lakeside Dental']],
  [{ propertyName: 'industry', operator: 'IN', values: ['MEDICAL_PRACTICE'] }, ['Lakeside Clinic']],
  [{ propertyName: 'name', operator: 'IN', values: ['lakeside clinic'] }, ['Lakeside Clinic']],
  [{ propertyName: 'name', operator: 'IN', values: ['Lakeside Clinic'] }, []],
  [{ propertyName: 'industry', operator: 'NOT_HAS_PROPERTY' }, ['Lakeside Dental']],
  [{ propertyName: 'domain', operator: 'HAS_PROPERTY' }, ['Lakeside Clinic']],
  [{ propertyName: 'name', operator: 'CONTAINS_TOKEN', value: 'lake*' }, ['Lakeside Clinic', 'Lakeside Dental']],
  [{ propertyName: 'createdate', operator: 'GT', value: '4102444800000' }, []],
])('%j finds %j', async (filter, found) => {
  expect(await names([filter])).toEqual(found);
});

test('groups are alternatives, filters of a group all hold', async () => {
  const lake = { propertyName: 'name', operator: 'CONTAINS_TOKEN', value: 'lakeside' };
  const small = { propertyName: 'numberofemployees', operator: 'LT', value: '10' };
  const large = { propertyName: 'numberofemployees', operator: 'GT', value: '100' };
  expect(await names([lake, small], [large])).toEqual(['Lakeside Dental', 'Summit Hospital']);
});

test('associations are searched by id', async () => {
  const contact = at(await contacts(), 'results', 0, 'id');
  expect(await names([{ propertyName: 'associations.contact', operator: 'EQ', value: contact }])).toEqual([
    'Lakeside Clinic',
  ]);
});

async function contacts(): Promise<unknown> {
  return (await hub.call('GET', '/crm/v3/objects/contacts')).body;
}

test.each([
  [
    'too many groups',
    { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) },
    /too many filterGroups \(count: 6, max allowed: 5\)/,
  ],
  ['beyond the last result', { after: '9999', limit: 10 }, /10000/],
  ['too large a page', { limit: 201 }, /200/],
  ['too long', { query: 'x'.repeat(3_000) }, /3000 characters/],
  ['an unknown property', { sorts: ['nothing'] }, /"nothing" does not exist/],
])('%s: 400', async (_, query, message) => {
  expect(await hub.call('POST', '/crm/v3/objects/companies/search', query)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(message) },
  });
});
