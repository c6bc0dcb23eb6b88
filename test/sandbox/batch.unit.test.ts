import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeAll(async () => {
  hub = await startTestSandbox();
  const key = { label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true };
  await hub.call('POST', '/crm/properties/2026-09/tickets', {
    name: 'sop_key',
    groupName: 'ticketinformation',
    ...key,
  });
});
afterAll(() => hub.sandbox.close());

const ticket = (subject: string, more: Record<string, string> = {}) => ({ subject, hs_pipeline_stage: '1', ...more });
const count = async () => at((await hub.call('POST', '/crm/v3/objects/tickets/search', {})).body, 'total') as number;

describe("by HubSpot's client", () => {
  test('create, read, update and archive', async () => {
    const { batchApi } = hub.client.crm.tickets;
    const created = await batchApi.create({
      inputs: ['a', 'b'].map((each) => ({ properties: ticket(each), associations: [] })),
    });
    const ids = created.results.map(({ id }) => id);
    expect(created.results.map(({ properties }) => properties['subject'])).toEqual(['a', 'b']);

    const updated = await batchApi.update({ inputs: ids.map((id) => ({ id, properties: { content: `of ${id}` } })) });
    expect(updated.results).toHaveLength(2);

    const inputs = ids.map((id) => ({ id }));
    const read = await batchApi.read({ inputs, properties: ['content'], propertiesWithHistory: ['subject'] });
    expect(read.results.map(({ properties }) => properties['content'])).toEqual(ids.map((id) => `of ${id}`));
    expect(read.results[0]?.propertiesWithHistory?.['subject']?.map(({ value }) => value)).toEqual(['a']);

    await batchApi.archive({ inputs });
    const gone = await hub.call('POST', '/crm/v3/objects/tickets/batch/read', { inputs, properties: [] });
    expect(gone).toMatchObject({
      status: 207,
      body: {
        status: 'COMPLETE',
        results: [],
        numErrors: 1,
        errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids } }],
      },
    });
  });

  test('upsert by a unique property creates once and then updates', async () => {
    const { batchApi } = hub.client.crm.tickets;
    const inputs = (content: string) => [
      { id: 'deal-1', idProperty: 'sop_key', properties: ticket('Onboard', { content }) },
    ];
    const first = await batchApi.upsert({ inputs: inputs('one') });
    const second = await batchApi.upsert({ inputs: inputs('two') });
    expect([first.results[0], second.results[0]]).toMatchObject([{ _new: true }, { _new: false }]);
    expect(second.results[0]?.id).toBe(first.results[0]?.id);
    const read = await hub.call('GET', '/crm/v3/objects/tickets/deal-1?idProperty=sop_key&properties=content,sop_key');
    expect(at(read.body, 'properties')).toMatchObject({ content: 'two', sop_key: 'deal-1' });
  });
});

describe('a bad input', () => {
  const inputs = (traced: boolean) =>
    ['fine', 'bad'].map((subject) => ({
      properties: ticket(subject, subject === 'bad' ? { hs_ticket_priority: 'NO' } : {}),
      ...(traced ? { objectWriteTraceId: `trace-${subject}` } : {}),
    }));

  test('refuses the whole batch', async () => {
    const before = await count();
    expect((await hub.call('POST', '/crm/v3/objects/tickets/batch/create', { inputs: inputs(false) })).status).toBe(
      400,
    );
    expect(await count()).toBe(before);
  });

  test('is named by its trace id, where all inputs have one', async () => {
    const before = await count();
    expect(await hub.call('POST', '/crm/v3/objects/tickets/batch/create', { inputs: inputs(true) })).toMatchObject({
      status: 207,
      body: {
        results: [{ properties: { subject: 'fine' } }],
        numErrors: 1,
        errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['trace-bad'] } }],
      },
    });
    expect(await count()).toBe(before + 1);
  });

  test('of an update that is not there lets the others through', async () => {
    const id = idOf(await hub.call('POST', '/crm/v3/objects/tickets', { properties: ticket('there') }));
    expect(
      await hub.call('POST', '/crm/v3/objects/tickets/batch/update', {
        inputs: [
          { id, properties: { content: 'x' } },
          { id: '4242', properties: { content: 'x' } },
        ],
      }),
    ).toMatchObject({ status: 207, body: { results: [{ id }], errors: [{ context: { ids: ['4242'] } }] } });
  });
});

test('batches have limits', async () => {
  const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index + 1), properties: { content: 'x' } }));
  for (const operation of ['read', 'create', 'update', 'archive']) {
    expect((await hub.call('POST', `/crm/v3/objects/tickets/batch/${operation}`, { inputs })).status).toBe(400);
  }
  const twice = [inputs[0], inputs[0]];
  expect(await hub.call('POST', '/crm/v3/objects/tickets/batch/update', { inputs: twice })).toMatchObject({
    status: 400,
    body: { message: 'Duplicate IDs found in batch input: [1]. IDs must be unique' },
  });
  const history = { inputs: inputs.slice(0, 51), propertiesWithHistory: ['content'] };
  expect((await hub.call('POST', '/crm/v3/objects/tickets/batch/read', history)).status).toBe(400);
});
