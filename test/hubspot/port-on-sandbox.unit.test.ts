import { Client } from '@hubspot/api-client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { createHubSpot, type HubSpot } from '../../src/hubspot/client.ts';
import { portalIds } from '../../src/hubspot/portal-ids.ts';
import { applyPortal, planPortal } from '../../src/hubspot/setup.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { startPortal, type TestPortal } from './portal.ts';
import { portalPolicy } from './portal-policy.ts';

let portal: TestPortal;
let hubspot: HubSpot;
/** HubSpot's client as a person at the screen would act. */
let person: Client;
let personUserId: number | undefined;

beforeEach(async () => {
  portal = await startPortal();
  hubspot = portal.hubspot;
  const [owner] = await hubspot.owners();
  personUserId = owner?.userId;
  person = new Client({
    accessToken: sandboxDefaults.accessToken,
    basePath: portal.sandbox.url,
    defaultHeaders: { 'x-sandbox-user': owner?.id ?? '' },
  });
  await applyPortal(hubspot, portalPolicy, () => undefined);
});
afterEach(() => portal.close());

async function createDeal(): Promise<string> {
  const { pipelines } = await portalIds(hubspot, portalPolicy);
  const { id, stages } = pipelines['newBusiness'] ?? { id: '', stages: {} };
  const properties = { dealname: 'Clinic', pipeline: id, dealstage: stages['sql'] ?? '' };
  return (await person.crm.deals.basicApi.create({ properties, associations: [] })).id;
}

it('[R-05] a value is read with its author and time, whoever wrote it', async () => {
  const id = await createDeal();
  await person.crm.deals.basicApi.update(id, { properties: { t_range: 'low' } });
  portal.sandbox.clock.moveTo(portal.sandbox.clock.now() + 60_000);
  const { updatedAt } = await hubspot.updateRecord('deal', id, { t_range: 'high' });

  const deal = await hubspot.readRecord('deal', id, ['t_range', 'dealname', 't_count']);
  expect(deal).toMatchObject({ id, archived: false });
  expect(deal.values['t_range']).toEqual({ value: 'high', at: updatedAt, by: 'us', previous: 'low' });
  expect(deal.values['dealname']).toMatchObject({ value: 'Clinic', by: `person:${personUserId}` });
  expect(Object.keys(deal.values)).not.toContain('t_count');
});

it('a cleared value is empty, not absent', async () => {
  const id = await createDeal();
  await hubspot.updateRecord('deal', id, { t_range: 'low' });
  await hubspot.updateRecord('deal', id, { t_range: '' });
  const deal = await hubspot.readRecord('deal', id, ['t_range']);
  expect(deal.values['t_range']).toMatchObject({ value: '', previous: 'low' });
});

it('[R-10] a deleted record is not found', async () => {
  const deleted = await createDeal();
  await person.crm.deals.basicApi.archive(deleted);
  await expect(hubspot.readRecord('deal', deleted, [])).rejects.toMatchObject({ kind: 'notFound', status: 404 });
});

it('[R-03] a note by key and its association stay one however often they are written', async () => {
  const id = await createDeal();
  const write = async () => {
    const properties = { hs_note_body: 'Missing: Rate Range', hs_timestamp: '2026-11-21T00:00:00Z' };
    const [note] = await hubspot.upsertByKey('note', 'sop_key', [{ key: `deal-1-${id}-1`, properties }]);
    await hubspot.associate('note', note?.id ?? '', 'deal', id);
    return note;
  };
  expect((await write())?.isNew).toBe(true);
  expect((await write())?.isNew).toBe(false);
  const notes = await person.crm.associations.v4.basicApi.getPage('deals', id, 'notes');
  expect(notes.results).toHaveLength(1);
});

it('a refused value names its property; a wrong token is an access problem', async () => {
  const id = await createDeal();
  await expect(hubspot.updateRecord('deal', id, { t_range: 'huge' })).rejects.toMatchObject({
    kind: 'rejected',
    status: 400,
    category: 'VALIDATION_ERROR',
    propertyNames: ['t_range'],
    mayHaveHappened: false,
  });
  const stranger = createHubSpot({ baseUrl: portal.sandbox.url, accessToken: 'wrong', appId: sandboxDefaults.appId });
  await expect(stranger.readRecord('deal', id, [])).rejects.toMatchObject({ kind: 'auth', status: 401 });
});

it.each([defaultPolicy, smallPolicy])('[D-01] $id is set up by one run', async (policy) => {
  const done = await applyPortal(hubspot, policy, () => undefined);
  expect(done.filter((change) => change.kind === 'problem')).toEqual([]);
  expect(await planPortal(hubspot, policy)).toEqual([]);
  expect(Object.keys((await portalIds(hubspot, policy)).pipelines)).toEqual(policy.pipelines.map((row) => row.key));
});
