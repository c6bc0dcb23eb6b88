import { AssociationTypes } from '@hubspot/api-client';
import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { associationTypes } from '../../src/sandbox/catalog/association-types.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
let contact: string;
let company: string;
let deal: string;
beforeAll(async () => {
  hub = await startTestSandbox();
});
afterAll(() => hub.sandbox.close());
beforeEach(async () => {
  contact = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Ann' } }));
  company = idOf(await hub.call('POST', '/crm/v3/objects/companies', { properties: { name: 'Lakeside' } }));
  const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
  deal = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
});

test("type ids are those of HubSpot's client", () => {
  const singular = {
    contacts: 'contact',
    companies: 'company',
    deals: 'deal',
    tickets: 'ticket',
    notes: 'note',
    tasks: 'task',
    calls: 'call',
    emails: 'email',
    meetings: 'meeting',
    communications: 'communication',
  };
  const ids: Record<string, unknown> = { ...AssociationTypes };
  // The client has none for leads.
  for (const { from, to, id, label } of associationTypes) {
    if (from === 'leads' || to === 'leads') continue;
    const toName = singular[to].replace(/^./, (letter) => letter.toUpperCase());
    const pair = `${singular[from]}To${toName}`;
    const name = label === 'Primary' ? pair.replace(/^./, (letter) => `primary${letter.toUpperCase()}`) : pair;
    expect([name, id]).toEqual([name, ids[name]]);
  }
});

describe("by HubSpot's client", () => {
  test('labelled, default, list and delete, in both directions', async () => {
    const { basicApi } = hub.client.crm.associations.v4;
    const spec = { associationCategory: Category.HubspotDefined, associationTypeId: AssociationTypes.dealToContact };
    await basicApi.create('deals', deal, 'contacts', contact, [spec]);
    await basicApi.createDefault('deals', deal, 'companies', company);
    const page = await basicApi.getPage('deals', deal, 'contacts');
    expect(page.results).toEqual([
      { toObjectId: Number(contact), associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 3, label: null }] },
    ]);
    const back = await basicApi.getPage('companies', company, 'deals');
    expect(back.results.map(({ associationTypes: types }) => types.map(({ typeId }) => typeId))).toEqual([[342]]);
    await basicApi.archive('contacts', contact, 'deals', deal);
    expect((await basicApi.getPage('deals', deal, 'contacts')).results).toEqual([]);
  });

  test('in batches', async () => {
    const { batchApi } = hub.client.crm.associations.v4;
    const pair = { _from: { id: contact }, to: { id: company } };
    const types = [
      { associationCategory: Category.HubspotDefined, associationTypeId: AssociationTypes.contactToCompany },
    ];
    await batchApi.create('contacts', 'companies', { inputs: [{ ...pair, types }] });
    await batchApi.createDefault('contacts', 'deals', { inputs: [{ _from: { id: contact }, to: { id: deal } }] });
    const read = await batchApi.getPage('contacts', 'companies', { inputs: [{ id: contact }] });
    expect(read.results.map(({ to }) => to.map(({ toObjectId }) => toObjectId))).toEqual([[Number(company)]]);
    await batchApi.archive('contacts', 'companies', { inputs: [{ _from: { id: contact }, to: [{ id: company }] }] });
    expect(
      await hub.call('POST', '/crm/associations/2026-09/contacts/companies/batch/read', { inputs: [{ id: contact }] }),
    ).toMatchObject({
      status: 207,
      body: {
        results: [],
        numErrors: 1,
        errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', context: { fromObjectId: [contact] } }],
      },
    });
  });
});

test('a primary company brings the unlabelled association, and there is only one', async () => {
  const put = async (to: string) =>
    hub.call('PUT', `/crm/objects/2026-09/contacts/${contact}/associations/companies/${to}`, [
      { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 },
    ]);
  const types = async () => {
    const { body } = await hub.call('GET', `/crm/objects/2026-09/contacts/${contact}?associations=companies`);
    return (at(body, 'associations', 'companies', 'results') as { id: string; type: string }[]).map(({ id, type }) => [
      id,
      type,
    ]);
  };
  expect(await put(company)).toMatchObject({ status: 201, body: { labels: ['Primary'] } });
  expect(await types()).toEqual([
    [company, 'contact_to_company_unlabeled'],
    [company, 'contact_to_company'],
  ]);
  const other = idOf(await hub.call('POST', '/crm/v3/objects/companies', { properties: { name: 'Summit' } }));
  await put(other);
  expect(await types()).toEqual([
    [company, 'contact_to_company_unlabeled'],
    [other, 'contact_to_company_unlabeled'],
    [other, 'contact_to_company'],
  ]);
});

test('an archived record has no associations any more', async () => {
  await hub.call('PUT', `/crm/v4/objects/deals/${deal}/associations/default/contacts/${contact}`);
  expect(
    at((await hub.call('GET', `/crm/v3/objects/deals/${deal}?properties=num_associated_contacts`)).body, 'properties'),
  ).toMatchObject({
    num_associated_contacts: '1',
  });
  await hub.call('DELETE', `/crm/v3/objects/contacts/${contact}`);
  expect(at((await hub.call('GET', `/crm/v4/objects/deals/${deal}/associations/contacts`)).body, 'results')).toEqual(
    [],
  );
});

test.each([
  [
    'a type of another pair',
    () => [`/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, 279] as const,
    /279/,
  ],
  [
    'a record that is not there',
    () => [`/crm/v4/objects/deals/${deal}/associations/contacts/77`, 3] as const,
    /associations are invalid/,
  ],
])('%s: 400', async (_, request, message) => {
  const [path, associationTypeId] = request();
  const body = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }];
  expect(await hub.call('PUT', path, body)).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(message) },
  });
});
