import { AssociationSpecAssociationCategoryEnum as Category } from '@hubspot/api-client/lib/codegen/crm/objects/leads/models/AssociationSpec.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let app: Receiver;
let hub: TestSandbox;
let ann: string;
let bo: string;
beforeAll(async () => {
  app = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: app.url });
});
afterAll(async () => {
  await hub.sandbox.close();
  await app.close();
});
beforeEach(async () => {
  ann = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Ann' } }));
  bo = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { firstname: 'Bo' } }));
});

const PRIMARY = 578;
const OTHER = 608;
const association = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: Category.HubspotDefined, associationTypeId }],
});
const createLead = async () => {
  const properties = { hs_lead_name: 'Lakeside' };
  const lead = await hub.client.crm.objects.leads.basicApi.create({
    properties,
    associations: [association(ann, PRIMARY)],
  });
  return lead.id;
};
const statusOf = async (lead: string) => (await hub.call('GET', `/crm/objects/2026-09/leads/${lead}`)).status;

test("HubSpot's client creates a lead for a contact, in the first stage of its pipeline", async () => {
  const lead = await createLead();
  const { basicApi } = hub.client.crm.objects.leads;
  const moved = await basicApi.update(lead, { properties: { hs_pipeline_stage: 'qualified-stage-id' } });
  expect(moved.properties['hs_pipeline_stage']).toBe('qualified-stage-id');
  const read = await basicApi.getById(lead, ['hs_pipeline_stage'], ['hs_pipeline_stage'], ['contacts']);
  expect(read.propertiesWithHistory?.['hs_pipeline_stage']?.map(({ value }) => value)).toEqual([
    'qualified-stage-id',
    'new-stage-id',
  ]);
  expect(read.associations?.['contacts']?.results).toEqual([
    { id: ann, type: 'lead_to_contact_unlabeled' },
    { id: ann, type: 'lead_to_contact' },
  ]);
  const { body } = await hub.call('GET', '/crm/pipelines/2026-09/leads');
  expect(at(body, 'results', 0, 'stages', 0)).toMatchObject({ id: 'new-stage-id', metadata: { leadState: 'NEW' } });
});

test('without a primary contact there is none', async () => {
  const properties = { hs_lead_name: 'Lakeside' };
  for (const associations of [[], [association(ann, OTHER)]]) {
    expect(await hub.call('POST', '/crm/objects/2026-09/leads', { properties, associations })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('primary association to contacts') },
    });
  }
});

test('it goes with its last primary association, and an event tells so', async () => {
  const lead = await createLead();
  await hub.call('PUT', `/crm/objects/2026-09/leads/${lead}/associations/default/contacts/${bo}`);
  await hub.sandbox.webhooks.idle();
  app.posts.length = 0;
  await hub.call('DELETE', `/crm/objects/2026-09/leads/${lead}/associations/contacts/${bo}`);
  expect(await statusOf(lead)).toBe(200);
  await hub.call('DELETE', `/crm/objects/2026-09/leads/${lead}/associations/contacts/${ann}`);
  expect(await statusOf(lead)).toBe(404);
  await hub.sandbox.webhooks.idle();
  expect(app.events()).toContainEqual(
    expect.objectContaining({ subscriptionType: 'object.deletion', objectTypeId: '0-136', objectId: Number(lead) }),
  );
});

test('another contact can become the primary one instead', async () => {
  const lead = await createLead();
  const [{ types }] = [association(bo, PRIMARY)];
  await hub.call('PUT', `/crm/objects/2026-09/leads/${lead}/associations/contacts/${bo}`, types);
  await hub.call('DELETE', `/crm/objects/2026-09/leads/${lead}/associations/contacts/${ann}`);
  expect(await statusOf(lead)).toBe(200);
});

test.each(['archived', 'forgotten'])('it goes with its primary contact when that is %s', async (how) => {
  const lead = await createLead();
  if (how === 'archived') await hub.call('DELETE', `/crm/v3/objects/contacts/${ann}`);
  else await hub.call('POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: ann });
  expect(await statusOf(lead)).toBe(404);
});
