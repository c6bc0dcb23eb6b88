import { afterEach, describe, expect, it } from 'vitest';
import { json, startScripted, type Script, type Scripted } from './scripted-server.ts';

let scripted: Scripted | undefined;
afterEach(async () => {
  await scripted?.close();
  scripted = undefined;
});

async function start(script: Script): Promise<Scripted> {
  scripted = await startScripted(script);
  return scripted;
}

const READ = '/crm/associations/2026-09/companies/deals/batch/read';
const to = (...ids: number[]) => ids.map((toObjectId) => ({ toObjectId, associationTypes: [] }));

describe('reading associations of many records', () => {
  it('is one call; those that are gone or have none are left out', async () => {
    const { hubspot, requests } = await start((response) =>
      json(response, 207, {
        results: [{ from: { id: '1' }, to: to(11, 12) }],
        errors: [{ category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
      }),
    );
    expect(await hubspot.associatedIds('company', ['1', '2', '1'], 'deal')).toEqual(new Map([['1', ['11', '12']]]));
    expect(requests.map(({ url, body }) => [url.pathname, body])).toEqual([
      [READ, { inputs: [{ id: '1' }, { id: '2' }] }],
    ]);
  });

  it('asks again for a record that has more than a page', async () => {
    const { hubspot, requests } = await start((response, { body }) => {
      const isFirst = !JSON.stringify(body).includes('after');
      const result = isFirst
        ? { from: { id: '1' }, to: to(11), paging: { next: { after: 'NTAw' } } }
        : { from: { id: '1' }, to: to(12) };
      json(response, 200, { results: [result] });
    });
    expect(await hubspot.associatedIds('company', ['1'], 'deal')).toEqual(new Map([['1', ['11', '12']]]));
    expect(requests.map(({ body }) => body)).toEqual([
      { inputs: [{ id: '1' }] },
      { inputs: [{ id: '1', after: 'NTAw' }] },
    ]);
  });

  it('asks for at most a thousand at once, and for none without a call', async () => {
    const { hubspot, requests } = await start((response) => json(response, 200, { results: [] }));
    await hubspot.associatedIds('company', [], 'deal');
    expect(requests).toHaveLength(0);
    await hubspot.associatedIds(
      'company',
      Array.from({ length: 1_001 }, (_, n) => String(n)),
      'deal',
    );
    expect(requests).toHaveLength(2);
  });

  it('fails when HubSpot could not look some of them up', async () => {
    const errors = [{ category: 'OBJECT_NOT_FOUND' }, { category: 'VALIDATION_ERROR' }, { category: 'RATE_LIMITS' }];
    const { hubspot } = await start((response) => json(response, 207, { results: [], errors }));
    await expect(hubspot.associatedIds('note', ['1'], 'deal')).rejects.toMatchObject({ kind: 'rateLimit' });
  });
});

describe('associating with many records', () => {
  it('[D-17] is one call, and none when there is nobody', async () => {
    const { hubspot, requests } = await start((response) => json(response, 200, { status: 'COMPLETE', results: [] }));
    await hubspot.associateMany('ticket', '5', 'contact', []);
    await hubspot.associateMany('ticket', '5', 'contact', ['1', '2']);
    expect(requests.map(({ url, body }) => [url.pathname, body])).toEqual([
      [
        '/crm/associations/2026-09/tickets/contacts/batch/associate/default',
        {
          inputs: [
            { from: { id: '5' }, to: { id: '1' } },
            { from: { id: '5' }, to: { id: '2' } },
          ],
        },
      ],
    ]);
  });

  it('fails when HubSpot refuses one of them', async () => {
    const errors = [{ category: 'VALIDATION_ERROR' }];
    const { hubspot } = await start((response) => json(response, 207, { results: [], errors }));
    await expect(hubspot.associateMany('ticket', '5', 'contact', ['1'])).rejects.toMatchObject({ kind: 'rejected' });
  });
});
