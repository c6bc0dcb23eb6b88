import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseWebhookEvent } from '../../src/hubspot/webhook-schema.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

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
beforeEach(async () => {
  await hub.sandbox.webhooks.idle();
  app.posts.length = 0;
});

const told = async () => {
  await hub.sandbox.webhooks.idle();
  const events = app.events();
  expect(events.every((event) => parseWebhookEvent(event).ok)).toBe(true);
  app.posts.length = 0;
  return events;
};
const contact = async (properties: Record<string, string>) =>
  (await hub.client.crm.contacts.basicApi.create({ properties, associations: [] })).id;
const company = async (name: string) =>
  (await hub.client.crm.companies.basicApi.create({ properties: { name }, associations: [] })).id;

describe('a merge', () => {
  test("by HubSpot's client makes a third record, which the ids of both answer with", async () => {
    const { basicApi } = hub.client.crm.contacts;
    const ann = await contact({ email: 'ann@x.example', firstname: 'Ann' });
    const anne = await contact({ email: 'anne@x.example', firstname: 'Anne', jobtitle: 'Director' });
    await told();
    const merged = await basicApi.merge({ primaryObjectId: ann, objectIdToMerge: anne });
    expect([ann, anne]).not.toContain(merged.id);
    const wanted = ['jobtitle', 'hs_additional_emails', 'hs_merged_object_ids'];
    for (const id of [ann, anne, merged.id]) {
      const read = await basicApi.getById(id, wanted);
      expect(read.id).toBe(merged.id);
      expect(read.properties).toMatchObject({
        email: 'ann@x.example',
        firstname: 'Ann',
        jobtitle: 'Director',
        hs_additional_emails: 'anne@x.example',
        hs_merged_object_ids: `${ann};${anne}`,
      });
    }
    // Either address finds it, and neither is free.
    for (const email of ['ann@x.example', 'anne@x.example']) {
      expect((await basicApi.getById(email, undefined, undefined, undefined, false, 'email')).id).toBe(merged.id);
      await expect(contact({ email })).rejects.toMatchObject({ code: 409 });
    }
    expect((await basicApi.update(anne, { properties: { lastname: 'Lee' } })).id).toBe(merged.id);
    expect(at((await hub.call('POST', '/crm/v3/objects/contacts/search', { query: 'lee' })).body, 'total')).toBe(1);
    const [event, ...rest] = await told();
    expect(event).toMatchObject({
      subscriptionType: 'contact.merge',
      primaryObjectId: Number(ann),
      mergedObjectIds: [Number(anne)],
      newObjectId: Number(merged.id),
      numberOfPropertiesMoved: 1,
    });
    expect(rest.map(({ propertyName }) => propertyName)).toEqual(['lastname']);
  });

  test('hands associations on, and keeps one primary company', async () => {
    const [one, other] = [await contact({ firstname: 'Bo' }), await contact({ firstname: 'Bob' })];
    const [first, second] = [await company('First'), await company('Second')];
    for (const [id, to] of [
      [one, first],
      [other, second],
    ]) {
      await hub.call('PUT', `/crm/objects/2026-09/contacts/${id}/associations/companies/${to}`, [
        { associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 },
      ]);
    }
    const body = { primaryObjectId: one, objectIdToMerge: other };
    const merged = idOf(await hub.call('POST', '/crm/objects/2026-09/contacts/merge', body));
    const read = await hub.call('GET', `/crm/objects/2026-09/contacts/${merged}?associations=companies`);
    expect(at(read.body, 'associations', 'companies', 'results')).toEqual([
      { id: first, type: 'contact_to_company_unlabeled' },
      { id: first, type: 'contact_to_company' },
      { id: second, type: 'contact_to_company_unlabeled' },
    ]);
    // The other side finds it by its new id.
    const back = await hub.call('GET', `/crm/objects/2026-09/companies/${second}/associations/contacts`);
    expect(at(back.body, 'results', 0, 'toObjectId')).toBe(Number(merged));
    // Merged once more, all four ids lead to one record.
    const third = await contact({ firstname: 'Robert' });
    const again = { primaryObjectId: third, objectIdToMerge: other };
    const last = idOf(await hub.call('POST', '/crm/objects/2026-09/contacts/merge', again));
    for (const id of [one, other, merged, third]) {
      expect(idOf(await hub.call('GET', `/crm/v3/objects/contacts/${id}`))).toBe(last);
    }
  });

  test('of companies leaves them the primary one of all their contacts, by either id', async () => {
    const [first, second] = [await company('First'), await company('Second')];
    const people = [await contact({ firstname: 'Gil' }), await contact({ firstname: 'Gus' })];
    const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
    const associate = async (person: string | undefined, to: string) =>
      (await hub.call('PUT', `/crm/objects/2026-09/contacts/${person}/associations/companies/${to}`, primary)).status;
    await associate(people[0], first);
    await associate(people[1], second);
    const body = { primaryObjectId: first, objectIdToMerge: second };
    const merged = idOf(await hub.call('POST', '/crm/objects/2026-09/companies/merge', body));
    people.push(await contact({ firstname: 'Guy' }));
    expect(await associate(people[2], second)).toBe(201);
    for (const person of people) {
      const { body: read } = await hub.call('GET', `/crm/v3/objects/contacts/${person}?associations=companies`);
      expect(at(read, 'associations', 'companies', 'results')).toContainEqual({
        id: merged,
        type: 'contact_to_company',
      });
    }
  });

  test('with itself, of nobody, or of notes is refused', async () => {
    const id = await contact({ firstname: 'Cy' });
    const merge = async (type: string, primaryObjectId: string, objectIdToMerge: string) =>
      (await hub.call('POST', `/crm/v3/objects/${type}/merge`, { primaryObjectId, objectIdToMerge })).status;
    expect(await merge('contacts', id, id)).toBe(400);
    expect(await merge('contacts', id, '1')).toBe(404);
    const properties = { hs_timestamp: '2026-03-02T10:00:00Z' };
    const note = async () => idOf(await hub.call('POST', '/crm/v3/objects/notes', { properties }));
    expect(await merge('notes', await note(), await note())).toBe(400);
  });
});

describe('an archived record', () => {
  test('comes back by a control, with its values and an event', async () => {
    const id = await contact({ email: 'dee@x.example' });
    await hub.call('DELETE', `/crm/v3/objects/contacts/${id}`);
    await told();
    expect((await hub.control('POST', `/objects/contact/${id}/restore`)).status).toBe(200);
    const read = await hub.call('GET', `/crm/v3/objects/contacts/dee@x.example?idProperty=email`);
    expect(read.body).toMatchObject({ id, archived: false });
    expect(await told()).toMatchObject([{ subscriptionType: 'contact.restore', objectId: Number(id) }]);
    expect((await hub.control('POST', `/objects/contact/${id}/restore`)).status).toBe(404);
  });

  test('stays away while another has its address', async () => {
    const id = await contact({ email: 'eve@x.example' });
    await hub.call('DELETE', `/crm/v3/objects/contacts/${id}`);
    await contact({ email: 'eve@x.example' });
    expect((await hub.control('POST', `/objects/contact/${id}/restore`)).status).toBe(400);
  });
});

describe('deleted for privacy', () => {
  test("by HubSpot's client: nothing is left, and two events tell of it in either order", async () => {
    const orders = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const id = await contact({ email: 'fay@x.example' });
      await told();
      await hub.client.crm.contacts.basicApi.purge({ objectId: 'fay@x.example', idProperty: 'email' });
      expect((await hub.call('GET', `/crm/v3/objects/contacts/${id}`)).status).toBe(404);
      expect((await hub.call('GET', `/crm/v3/objects/contacts/${id}?archived=true`)).status).toBe(404);
      expect((await hub.control('GET', `/objects/contact/${id}`)).status).toBe(404);
      const events = await told();
      expect(events.every(({ objectId }) => objectId === Number(id))).toBe(true);
      orders.add(events.map(({ subscriptionType }) => subscriptionType).join());
    }
    expect(orders).toEqual(
      new Set(['contact.privacyDeletion,contact.deletion', 'contact.deletion,contact.privacyDeletion']),
    );
  });

  test('an address that nobody has is taken; a deal is not', async () => {
    const body = { objectId: 'nobody@x.example', idProperty: 'email' };
    expect((await hub.call('POST', '/crm/objects/2026-09/contacts/gdpr-delete', body)).status).toBe(204);
    expect((await hub.call('POST', '/crm/objects/2026-09/deals/gdpr-delete', { objectId: '1' })).status).toBe(400);
  });
});
