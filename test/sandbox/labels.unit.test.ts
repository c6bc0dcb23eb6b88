import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let app: Receiver;
let hub: TestSandbox;
let contact: string;
let deal: string;
beforeEach(async () => {
  app = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: app.url });
  contact = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Ann' } }));
  const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
  deal = idOf(await hub.call('POST', '/crm/v3/objects/deals', { properties }));
});
afterEach(async () => {
  await hub.sandbox.close();
  await app.close();
});

const definitions = () => hub.client.crm.associations.v4.schema.definitionsApi;
const define = async () => {
  const label = { label: 'Decision maker', name: 'decision_maker', inverseLabel: 'Decides on' };
  const [there, back] = (await definitions().create('deals', 'contacts', label)).results;
  return { there: there?.typeId ?? 0, back: back?.typeId ?? 0 };
};
const spec = (associationTypeId: number) => [{ associationCategory: Category.UserDefined, associationTypeId }];
const typesOf = async (from: string, to: string) => {
  const { body } = await hub.call('GET', `/crm/objects/2026-09/${from}/associations/${to}`);
  return at(body, 'results', 0, 'associationTypes');
};

test("HubSpot's client defines a label, uses, renames and removes it", async () => {
  const { there, back } = await define();
  const { basicApi, batchApi } = hub.client.crm.associations.v4;
  const created = await basicApi.create('deals', deal, 'contacts', contact, spec(there));
  expect(created.labels).toEqual(['Decision maker']);
  // A label never stands alone.
  expect(await typesOf(`deals/${deal}`, 'contacts')).toEqual([
    { category: 'HUBSPOT_DEFINED', typeId: 3, label: null },
    { category: 'USER_DEFINED', typeId: there, label: 'Decision maker' },
  ]);
  expect(await typesOf(`contacts/${contact}`, 'deals')).toEqual([
    { category: 'HUBSPOT_DEFINED', typeId: 4, label: null },
    { category: 'USER_DEFINED', typeId: back, label: 'Decides on' },
  ]);
  await definitions().update('deals', 'contacts', { associationTypeId: there, label: 'Signs' });
  const all = await definitions().getAll('deals', 'contacts');
  expect(all.results.map(({ label }) => label)).toEqual([null, 'Signs']);

  const pair = { _from: { id: deal }, to: { id: contact }, types: spec(there) };
  await batchApi.archiveLabels('deals', 'contacts', { inputs: [pair] });
  expect(await typesOf(`deals/${deal}`, 'contacts')).toEqual([{ category: 'HUBSPOT_DEFINED', typeId: 3, label: null }]);

  await basicApi.create('deals', deal, 'contacts', contact, spec(there));
  await definitions().remove('deals', 'contacts', there);
  expect(await typesOf(`contacts/${contact}`, 'deals')).toHaveLength(1);
  expect((await definitions().getAll('contacts', 'deals')).results).toHaveLength(1);
});

test('events say that it is a label of the portal', async () => {
  const { there } = await define();
  const subscription = { subscriptionType: 'object.associationChange', objectType: 'deal' };
  await hub.control('PUT', '/subscriptions', { crmObjects: [subscription] });
  await hub.call('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, spec(there));
  await expect
    .poll(() => app.events())
    .toContainEqual(expect.objectContaining({ associationTypeId: there, associationCategory: 'USER_DEFINED' }));
});

test('a label can be given on create', async () => {
  const { there } = await define();
  const made = await hub.call('POST', '/crm/objects/2026-09/deals', {
    properties: { dealname: 'B', dealstage: 'contractsent' },
    associations: [{ to: { id: contact }, types: spec(there) }],
  });
  expect(made.status).toBe(201);
  expect(await typesOf(`deals/${idOf(made)}`, 'contacts')).toHaveLength(2);
});

test("the same label twice, and one of HubSpot's own, are refused", async () => {
  const { there } = await define();
  await expect(define()).rejects.toMatchObject({ code: 400 });
  await expect(definitions().remove('deals', 'contacts', 3)).rejects.toMatchObject({ code: 404 });
  const asOwn = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: there }];
  const put = await hub.call('PUT', `/crm/v4/objects/deals/${deal}/associations/contacts/${contact}`, asOwn);
  expect(put.status).toBe(400);
});
