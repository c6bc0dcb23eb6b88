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

const record = (more: object) => ({
  id: '77',
  properties: {},
  createdAt: '2026-09-01T00:00:00.000Z',
  updatedAt: '2026-09-03T00:00:00.000Z',
  archived: false,
  ...more,
});

describe('reading a record', () => {
  const answer = record({
    url: 'a field of a newer version',
    properties: { dealstage: '2', amount: null, hs_object_id: '77', dealname: '' },
    propertiesWithHistory: {
      dealstage: [
        {
          value: '2',
          timestamp: '2026-09-02T10:00:00.500Z',
          sourceType: 'CRM_UI',
          sourceId: 'userId:98499705',
          updatedByUserId: 98499705,
        },
        { value: '1', timestamp: '2026-09-01T00:00:00Z', sourceType: 'INTEGRATION', sourceId: '9393361' },
      ],
      dealname: [
        { value: '', timestamp: '2026-09-02T11:00:00Z', sourceType: 'INTEGRATION', sourceId: '9393361' },
        { value: 'Ada', timestamp: '2026-09-01T00:00:00Z', sourceType: 'IMPORT', sourceId: '5' },
      ],
      amount: [],
    },
  });

  it('[R-05] says since when, by whom and what was there before', async () => {
    const { hubspot, requests } = await start((response) => json(response, 200, answer));
    const deal = await hubspot.readRecord('deal', '77', ['dealstage', 'dealname', 'amount', 'hs_object_id']);
    expect(deal).toEqual({
      id: '77',
      archived: false,
      associated: {},
      values: {
        dealstage: { value: '2', at: Date.parse('2026-09-02T10:00:00.500Z'), by: 'person:98499705', previous: '1' },
        dealname: { value: '', at: Date.parse('2026-09-02T11:00:00Z'), by: 'us', previous: 'Ada' },
        hs_object_id: { value: '77', at: Date.parse('2026-09-03T00:00:00Z'), by: 'unknown' },
      },
    });
    const names = 'dealstage,dealname,amount,hs_object_id';
    expect(requests[0]).toMatchObject({ method: 'GET', authorization: 'Bearer token-1' });
    expect(requests[0]?.url.pathname).toBe('/crm/objects/2026-09/deals/77');
    expect(Object.fromEntries(requests[0]?.url.searchParams ?? [])).toEqual({
      properties: names,
      propertiesWithHistory: names,
    });
  });

  it('[R-10] tells the id a merged record goes on with', async () => {
    const { hubspot } = await start((response) => json(response, 200, record({ id: '88' })));
    expect((await hubspot.readRecord('contact', '77', [])).id).toBe('88');
  });

  it('an id cannot reach another path', async () => {
    const { hubspot, requests } = await start((response) => json(response, 200, record({})));
    await hubspot.readRecord('company', '7/../8', []);
    expect(requests[0]?.url.pathname).toBe('/crm/objects/2026-09/companies/7%2F..%2F8');
  });
});

it('writes a record and answers when HubSpot wrote it', async () => {
  const { hubspot, requests } = await start((response) => json(response, 200, record({})));
  expect(await hubspot.updateRecord('task', '5', { hs_task_status: 'COMPLETED' })).toEqual({
    updatedAt: Date.parse('2026-09-03T00:00:00Z'),
  });
  expect(requests[0]).toMatchObject({ method: 'PATCH', body: { properties: { hs_task_status: 'COMPLETED' } } });
  expect(requests[0]?.url.pathname).toBe('/crm/objects/2026-09/tasks/5');
});

it('associates without a label', async () => {
  const { hubspot, requests } = await start((response) => json(response, 200, { status: 'COMPLETE', results: [] }));
  await hubspot.associate('note', '1', 'deal', '2');
  expect(requests[0]?.method).toBe('PUT');
  expect(requests[0]?.url.pathname).toBe('/crm/objects/2026-09/notes/1/associations/default/deals/2');
});

describe('writing by key', () => {
  const inputs = [
    { key: 'deal-1-n1', properties: { hs_note_body: 'a' } },
    { key: 'deal-1-n2', properties: { hs_note_body: 'b' } },
  ];
  const result = (id: string, isNew: boolean, more: object) => ({ ...record({ id }), new: isNew, ...more });

  it('[R-03] sends the key of each input and answers in their order', async () => {
    const { hubspot, requests } = await start((response) =>
      json(response, 200, {
        status: 'COMPLETE',
        results: [
          result('12', false, { properties: { sop_key: 'deal-1-n2' } }),
          result('11', true, { objectWriteTraceId: 'deal-1-n1' }),
        ],
      }),
    );
    expect(await hubspot.upsertByKey('note', 'sop_key', inputs)).toEqual([
      { id: '11', isNew: true },
      { id: '12', isNew: false },
    ]);
    expect(requests[0]?.url.pathname).toBe('/crm/objects/2026-09/notes/batch/upsert');
    expect(requests[0]?.body).toEqual({
      inputs: [
        {
          idProperty: 'sop_key',
          id: 'deal-1-n1',
          objectWriteTraceId: 'deal-1-n1',
          properties: { hs_note_body: 'a', sop_key: 'deal-1-n1' },
        },
        {
          idProperty: 'sop_key',
          id: 'deal-1-n2',
          objectWriteTraceId: 'deal-1-n2',
          properties: { hs_note_body: 'b', sop_key: 'deal-1-n2' },
        },
      ],
    });
  });

  it.each([
    { errors: ['VALIDATION_ERROR'], kind: 'rejected' },
    { errors: ['OBJECT_NOT_FOUND'], kind: 'notFound' },
    { errors: ['CONFLICT'], kind: 'conflict' },
    { errors: ['VALIDATION_ERROR', 'RATE_LIMITS'], kind: 'rateLimit' },
    { errors: ['VALIDATION_ERROR', 'INTERNAL_ERROR'], kind: 'unavailable' },
    { errors: [undefined], kind: 'rejected' },
  ])('a 207 with $errors fails as $kind', async ({ errors, kind }) => {
    const { hubspot } = await start((response) =>
      json(response, 207, {
        status: 'COMPLETE',
        results: [result('11', true, { objectWriteTraceId: 'deal-1-n1' })],
        numErrors: errors.length,
        errors: errors.map((category) => ({
          status: 'error',
          category,
          message: 'ada@clinic.example',
          context: { ids: ['1'] },
        })),
      }),
    );
    const error = await hubspot.upsertByKey('note', 'sop_key', inputs).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind, status: 207 });
    expect(String(error)).not.toContain('ada@clinic.example');
  });

  it('an input that the answer leaves out is not taken for written', async () => {
    const { hubspot } = await start((response) => json(response, 200, { status: 'COMPLETE', results: [] }));
    await expect(hubspot.upsertByKey('note', 'sop_key', inputs)).rejects.toMatchObject({
      kind: 'badAnswer',
      mayHaveHappened: true,
    });
  });
});

it('follows the pages of owners', async () => {
  const { hubspot, requests } = await start((response, request) =>
    request.url.searchParams.get('after') === null
      ? json(response, 200, {
          results: [{ id: '1', userId: 101, email: 'a@staff.example', firstName: 'A', lastName: 'B', archived: false }],
          paging: { next: { after: '1', link: 'x' } },
        })
      : json(response, 200, { results: [{ id: '2' }] }),
  );
  expect(await hubspot.owners()).toMatchObject([
    { id: '1', userId: 101, email: 'a@staff.example', firstName: 'A', lastName: 'B' },
    { id: '2', email: '', firstName: '', lastName: '' },
  ]);
  expect(requests.map((request) => request.url.searchParams.get('after'))).toEqual([null, '1']);
});

it('tells of each call without ids or values', async () => {
  const { hubspot, calls } = await start((response, request) =>
    request.method === 'GET' ? json(response, 200, record({})) : json(response, 423, {}),
  );
  await hubspot.readRecord('deal', '77', []);
  await hubspot.updateRecord('deal', '77', { amount: '1' }).catch(() => undefined);
  expect(calls.every((info) => info.milliseconds > 0)).toBe(true);
  expect(calls.map((info) => ({ ...info, milliseconds: 0 }))).toEqual([
    { operation: 'readRecord', milliseconds: 0, status: 200 },
    { operation: 'updateRecord', milliseconds: 0, status: 423, failed: 'locked' },
  ]);
});
