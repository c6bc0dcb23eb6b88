import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPortal, type TestPortal } from './portal.ts';

let portal: TestPortal;
beforeEach(async () => {
  portal = await startPortal();
});
afterEach(() => portal.close());

const CUSTOMERS = { property: 'lifecyclestage', value: 'customer' };

async function contacts(count: number, lifecyclestage: string): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const key = `${lifecyclestage}${n}@example.com`;
    ids.push((await portal.hubspot.createByKey('contact', 'email', { key, properties: { lifecyclestage } }, [])).id);
  }
  return ids;
}

it('[C-14] finds all records with a value, page by page, and no others', async () => {
  const customers = await contacts(120, 'customer');
  await contacts(3, 'lead');
  const first = await portal.hubspot.searchRecords('contact', CUSTOMERS, ['lifecyclestage', 'phone']);
  expect(first).toMatchObject({ total: 120, after: '100' });
  expect(first.records[0]?.values).toMatchObject({ lifecyclestage: 'customer' });
  expect(first.records[0]?.values).not.toHaveProperty('phone');
  const second = await portal.hubspot.searchRecords('contact', CUSTOMERS, [], first.after);
  expect(second.after).toBeUndefined();
  expect([...first.records, ...second.records].map(({ id }) => id)).toEqual(customers);
});

it('[C-14] writes to many, leaving out those that are gone', async () => {
  const ids = await contacts(105, 'customer');
  await portal.hubspot.archiveRecord('contact', ids[50] ?? '');
  const before = portal.sandbox.requests.count;
  await portal.hubspot.updateRecords('contact', ids, { jobtitle: 'x' });
  expect(portal.sandbox.requests.count - before).toBe(2);
  const found = await portal.hubspot.searchRecords('contact', { property: 'jobtitle', value: 'x' }, []);
  expect(found.total).toBe(104);
});
