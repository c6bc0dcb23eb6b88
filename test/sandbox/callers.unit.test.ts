import { afterAll, beforeAll, expect, test } from 'vitest';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, credentials, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let app: Receiver;
let hub: TestSandbox;
beforeAll(async () => {
  app = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: app.url });
});
afterAll(async () => {
  await hub.sandbox.close();
  await app.close();
});

const [owner] = owners;
const create = async (headers: Record<string, string>) => {
  const properties = { dealname: 'Lakeside', dealstage: 'appointmentscheduled' };
  return hub.client.apiRequest({ method: 'POST', path: '/crm/objects/2026-09/deals', body: { properties }, headers });
};

test.each([
  ['import', 'IMPORT', /^\d+$/],
  ['workflow', 'AUTOMATION_PLATFORM', /^enrollmentId:/],
  ['integration:123456', 'INTEGRATION', /^123456$/],
])('%s is the source in history, webhooks and request log', async (source, type, id) => {
  const response = await create({ 'x-sandbox-source': source });
  const deal = String(at(await response.json(), 'id'));
  const { body } = await hub.call('GET', `/crm/v3/objects/deals/${deal}?propertiesWithHistory=dealname`);
  expect(at(body, 'propertiesWithHistory', 'dealname', 0)).toMatchObject({
    sourceType: type,
    sourceId: expect.stringMatching(id),
  });
  await hub.sandbox.webhooks.idle();
  const events = app.events().filter((event) => event['objectId'] === Number(deal));
  expect(events.length).toBeGreaterThan(1);
  for (const event of events) {
    expect(event).toMatchObject({ changeSource: type, sourceId: expect.stringMatching(id) });
  }
  expect(hub.sandbox.requests.since(0).map(({ by }) => by)).toContain(source);
});

test("an import keeps whose it is, and is not that person's own work", async () => {
  const response = await create({ 'x-sandbox-source': 'import', 'x-sandbox-user': owner?.id ?? '' });
  const id = String(at(await response.json(), 'id'));
  const { body } = await hub.call('GET', `/crm/v3/objects/deals/${id}?propertiesWithHistory=dealname`);
  expect(at(body, 'propertiesWithHistory', 'dealname', 0)).toMatchObject({
    sourceType: 'IMPORT',
    updatedByUserId: owner?.userId,
  });
});

test('a source that there is not is refused', async () => {
  expect((await create({ 'x-sandbox-source': 'gremlin' })).status).toBe(400);
});

test("the app's own calls stay its own", async () => {
  const id = idOf(
    await hub.call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'B', dealstage: 'contractsent' } }),
  );
  const { body } = await hub.call('GET', `/crm/v3/objects/deals/${id}?propertiesWithHistory=dealname`);
  expect(at(body, 'propertiesWithHistory', 'dealname', 0)).toMatchObject({ sourceId: credentials.appId });
});
