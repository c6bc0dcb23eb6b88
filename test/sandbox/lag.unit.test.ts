import { afterEach, beforeEach, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeEach(async () => {
  hub = await startTestSandbox({ searchLagSeconds: 20 });
});
afterEach(() => hub.sandbox.close());

const deals = '/crm/objects/2026-09/deals';
const create = async () =>
  idOf(await hub.call('POST', deals, { properties: { dealname: 'Lakeside', dealstage: 'contractsent', amount: '1' } }));
const find = async (amount: number) => {
  const filters = [{ propertyName: 'amount', operator: 'EQ', value: String(amount) }];
  const { body } = await hub.call('POST', `${deals}/search`, { filterGroups: [{ filters }], properties: ['amount'] });
  return (at(body, 'results') as unknown[]).map((each) => at(each, 'properties', 'amount'));
};
const later = (seconds: number) => hub.sandbox.clock.moveTo(hub.sandbox.clock.now() + seconds * 1_000);

test('search sees a record, its values and its end only after a while; reading sees them at once', async () => {
  const id = await create();
  expect(await find(1)).toEqual([]);
  later(20);
  expect(await find(1)).toEqual(['1']);

  await hub.call('PATCH', `${deals}/${id}`, { properties: { amount: '2' } });
  expect(at((await hub.call('GET', `${deals}/${id}`)).body, 'properties', 'amount')).toBe('2');
  expect([await find(1), await find(2)]).toEqual([['1'], []]);
  later(20);
  expect([await find(1), await find(2)]).toEqual([[], ['2']]);

  await hub.call('DELETE', `${deals}/${id}`);
  expect((await hub.call('GET', `${deals}/${id}`)).status).toBe(404);
  expect(await find(2)).toEqual(['2']);
  later(20);
  expect(await find(2)).toEqual([]);
});

test('a control changes it, a reset brings it back', async () => {
  await hub.control('POST', '/lag', { search: 0, read: 0 });
  await create();
  expect(await find(1)).toEqual(['1']);
  await hub.control('POST', '/reset');
  expect((await hub.control('GET', '/lag')).body).toEqual({ search: 20, read: 0 });
  expect((await hub.control('POST', '/lag', { search: 31, read: 0 })).status).toBe(400);
});

test('a new record cannot be read for a while, when a control asks for it', async () => {
  await hub.control('POST', '/lag', { search: 0, read: 10 });
  const id = await create();
  const read = async () => (await hub.call('GET', `${deals}/${id}`)).status;
  const readBatch = async () => (await hub.call('POST', `${deals}/batch/read`, { inputs: [{ id }] })).status;
  expect([await read(), await readBatch()]).toEqual([404, 207]);
  expect((await hub.call('PATCH', `${deals}/${id}`, { properties: { amount: '3' } })).status).toBe(200);
  later(10);
  expect([await read(), await readBatch()]).toEqual([200, 200]);
});
