import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js';
import { sandboxStaff } from '../../src/domain/seed.ts';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeAll(async () => {
  hub = await startTestSandbox();
});
afterAll(() => hub.sandbox.close());

describe('properties', () => {
  const definition = {
    name: 'rate_range',
    label: 'Rate Range',
    type: PropertyCreateTypeEnum.Enumeration,
    fieldType: PropertyCreateFieldTypeEnum.Select,
    groupName: 'sop',
    options: [
      { label: 'Low', value: 'low', displayOrder: 0, hidden: false },
      { label: 'High', value: 'high', displayOrder: 1, hidden: false },
    ],
  };

  test("HubSpot's client creates a group and a property, changes and archives it", async () => {
    const { coreApi, groupsApi, batchApi } = hub.client.crm.properties;
    await expect(coreApi.create('deals', definition)).rejects.toMatchObject({ code: 404 });
    await groupsApi.create('deals', { name: 'sop', label: 'Sales SOP', displayOrder: 1 });
    expect((await groupsApi.getAll('deals')).results.map(({ name }) => name)).toEqual(['dealinformation', 'sop']);

    const created = await coreApi.create('deals', definition);
    expect(created).toMatchObject({ ...definition, archived: false, hasUniqueValue: false });
    const options = [...definition.options, { label: 'Top', value: 'top', displayOrder: 2, hidden: false }];
    expect((await coreApi.update('deals', 'rate_range', { label: 'Range', options })).options).toHaveLength(3);
    expect(await coreApi.getByName('deals', 'rate_range')).toMatchObject({ label: 'Range', type: 'enumeration' });
    expect((await coreApi.getAll('deals')).results.map(({ name }) => name)).toContain('rate_range');
    const names = { archived: false, inputs: [{ name: 'rate_range' }] };
    const read = await batchApi.read('deals', names);
    expect(read.results).toHaveLength(1);

    await coreApi.archive('deals', 'rate_range');
    await expect(coreApi.getByName('deals', 'rate_range')).rejects.toMatchObject({ code: 404 });
    // Creating an archived name again brings it back.
    expect((await coreApi.create('deals', definition)).archived).toBe(false);
  });

  test('a name is taken once', async () => {
    const again = { ...definition, name: 'taken', groupName: 'dealinformation' };
    expect((await hub.call('POST', '/crm/properties/2026-09/deals', again)).status).toBe(201);
    expect(await hub.call('POST', '/crm/properties/2026-09/deals', again)).toMatchObject({
      status: 409,
      body: { category: 'OBJECT_ALREADY_EXISTS', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' },
    });
  });

  test('stages show as options, and what HubSpot calculates says so', async () => {
    const stage = await hub.call('GET', '/crm/properties/2026-09/0-3/dealstage');
    expect(at(stage.body, 'options', 0)).toMatchObject({
      value: 'appointmentscheduled',
      label: 'Appointment Scheduled',
    });
    expect(at(stage.body, 'externalOptions')).toBe(true);
    const closed = await hub.call('GET', '/crm/properties/2026-09/deals/hs_is_closed');
    expect(closed.body).toMatchObject({
      calculated: true,
      modificationMetadata: { readOnlyValue: true, archivable: false },
    });
  });
});

describe('pipelines', () => {
  test("HubSpot's client sets one up, changes it and takes it down", async () => {
    const { pipelinesApi, pipelineStagesApi } = hub.client.crm.pipelines;
    const stages = [
      { label: 'Sales Qualified Lead', displayOrder: 0, metadata: { probability: '0.1' } },
      { label: 'Closed Won', displayOrder: 1, metadata: { probability: '1.0' } },
    ];
    const { id, stages: created } = await pipelinesApi.create('deals', {
      label: 'New Business',
      displayOrder: 1,
      stages,
    });
    expect(id).toMatch(/^\d+$/);
    expect(created.map(({ metadata }) => metadata)).toEqual([
      { probability: '0.1', isClosed: 'false' },
      { probability: '1.0', isClosed: 'true' },
    ]);
    const added = await pipelineStagesApi.create('deals', id, {
      label: 'Engaged',
      displayOrder: 1,
      metadata: { probability: '0.3' },
    });
    const changed = await pipelineStagesApi.update('deals', id, added.id, { metadata: { probability: '0.4' } });
    expect(changed.metadata).toEqual({ probability: '0.4', isClosed: 'false' });
    expect((await pipelinesApi.update('deals', id, { label: 'New' })).label).toBe('New');
    expect((await pipelineStagesApi.getAll('deals', id)).results).toHaveLength(3);
    await pipelineStagesApi.archive('deals', id, added.id);
    expect((await pipelinesApi.getById('deals', id)).stages).toHaveLength(2);
    expect((await pipelinesApi.getAll('deals')).results.map(({ label }) => label)).toEqual(['Sales Pipeline', 'New']);
    await pipelinesApi.archive('deals', id);
    await expect(pipelinesApi.getById('deals', id)).rejects.toMatchObject({ code: 404 });
  });

  test('there are standard ones', async () => {
    const deals = await hub.call('GET', '/crm/pipelines/2026-09/deals/default/stages/closedlost');
    expect(deals.body).toMatchObject({ label: 'Closed Lost', metadata: { isClosed: 'true', probability: '0.0' } });
    const tickets = await hub.call('GET', '/crm/pipelines/2026-03/tickets/0/stages/4');
    expect(tickets.body).toMatchObject({ label: 'Closed', metadata: { ticketState: 'CLOSED', isClosed: 'true' } });
    expect((await hub.call('GET', '/crm/pipelines/2026-03/notes')).status).toBe(400);
  });

  test("an admin's lifecycle stage gets a number, and is an option of contacts and companies in its place", async () => {
    const path = '/crm/pipelines/2026-09/contacts/contacts-lifecycle-pipeline/stages';
    const created = await hub.call('POST', path, { label: 'Target', displayOrder: 2, metadata: {} });
    expect(created.status).toBe(201);
    expect(idOf(created)).toMatch(/^\d+$/);
    await hub.call('PATCH', `${path}/${idOf(created)}`, { displayOrder: 1 });
    for (const type of ['contacts', 'companies']) {
      const { body } = await hub.call('GET', `/crm/properties/2026-09/${type}/lifecyclestage`);
      const options = at(body, 'options') as { value: string; label: string }[];
      expect(options.slice(0, 4).map(({ label }) => label)).toEqual([
        'Subscriber',
        'Lead',
        'Target',
        'Marketing Qualified Lead',
      ]);
      expect(options[2]?.value).toBe(idOf(created));
    }
    const forward = await hub.call('POST', '/crm/objects/2026-09/contacts', {
      properties: { firstname: 'Ann', lifecyclestage: idOf(created) },
    });
    const contact = `/crm/objects/2026-09/contacts/${idOf(forward)}`;
    const back = await hub.call('PATCH', contact, { properties: { lifecyclestage: 'lead' } });
    expect(at(back.body, 'properties', 'lifecyclestage')).toBe(idOf(created));
    expect(
      (await hub.call('POST', '/crm/pipelines/2026-09/contacts', { label: 'B', displayOrder: 1, stages: [] })).status,
    ).toBe(400);
  });

  test('labels are unique, a deal stage has a probability', async () => {
    const pipeline = { label: 'Sales Pipeline', displayOrder: 1, stages: [] };
    expect((await hub.call('POST', '/crm/v3/pipelines/deals', pipeline)).status).toBe(409);
    const stages = [{ label: 'One', displayOrder: 0, metadata: {} }];
    expect((await hub.call('POST', '/crm/v3/pipelines/deals', { ...pipeline, label: 'B', stages })).status).toBe(400);
    expect(at((await hub.call('GET', '/crm/v3/pipelines/deals')).body, 'results')).toHaveLength(1);
  });
});

describe('owners', () => {
  test("HubSpot's client finds all staff, by page, address, id and user id", async () => {
    const { ownersApi } = hub.client.crm.owners;
    const first = await ownersApi.getPage(undefined, undefined, 10);
    const rest = await ownersApi.getPage(undefined, first.paging?.next?.after, 100);
    const all = [...first.results, ...rest.results];
    expect(all.map(({ email }) => email)).toEqual(sandboxStaff.map(({ email }) => email));
    expect(all.every(({ id, userId }) => id !== String(userId))).toBe(true);
    const [one] = all;
    expect((await ownersApi.getPage(one?.email)).results.map(({ id }) => id)).toEqual([one?.id]);
    expect(idOf(await hub.call('GET', `/crm/owners/2026-09/${one?.id}`))).toBe(one?.id);
    expect(idOf(await hub.call('GET', `/crm/owners/2026-09/${one?.userId}?idProperty=userId`))).toBe(one?.id);
    expect((await hub.call('GET', '/crm/owners/2026-09/1')).status).toBe(404);
  });

  test('one whose user was removed is archived: listed among those only, and without an active user', async () => {
    const { ownersApi } = hub.client.crm.owners;
    const [one] = (await ownersApi.getPage()).results;
    expect((await hub.control('DELETE', `/owners/${one?.id}`)).status).toBe(200);
    expect((await ownersApi.getPage()).results.map(({ id }) => id)).not.toContain(one?.id);
    const { results } = await ownersApi.getPage(undefined, undefined, 100, true);
    expect(results).toMatchObject([{ id: one?.id, archived: true, userId: null }]);
    const path = `/crm/owners/2026-09/${one?.id}`;
    expect((await hub.call('GET', path)).status).toBe(404);
    expect(at((await hub.call('GET', `${path}?archived=true`)).body, 'userIdIncludingInactive')).toBe(one?.userId);
    expect((await hub.control('DELETE', '/owners/1')).status).toBe(404);
  });
});
