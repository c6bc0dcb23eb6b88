import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
beforeAll(async () => {
  hub = await startTestSandbox();
  const rules = [
    { objectType: 'deal', property: 'closedate', when: { property: 'dealstage', values: ['closedwon', 'closedlost'] } },
    { objectType: 'deal', property: 'amount', when: { property: 'dealstage', values: ['closedwon'] } },
    { objectType: 'contacts', property: 'firstname' },
  ];
  await hub.control('PUT', '/conditional-rules', { rules });
});
afterAll(() => hub.sandbox.close());

const create = async (version = '2026-09') => {
  const properties = { dealname: 'Lakeside', dealstage: 'contractsent' };
  return idOf(await hub.call('POST', `/crm/objects/${version}/deals`, { properties }));
};

test("a write that breaks the admin's rules is refused whole, naming each property", async () => {
  const path = `/crm/objects/2026-09/deals/${await create()}`;
  const { status, body } = await hub.call('PATCH', path, { properties: { dealstage: 'closedwon', dealname: 'New' } });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    category: 'VALIDATION_ERROR',
    message: 'The property values provided are invalid',
    errors: [
      {
        code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
        message: 'closedate is required because of a conditional property rule based on [dealstage]',
        context: { propertyName: ['closedate'] },
      },
      { code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY', context: { propertyName: ['amount'] } },
    ],
  });
  expect(at((await hub.call('GET', path)).body, 'properties')).toMatchObject({
    dealname: 'Lakeside',
    dealstage: 'contractsent',
  });
  const properties = { dealstage: 'closedwon', closedate: '2026-03-02T10:00:00Z', amount: '5' };
  expect((await hub.call('PATCH', path, { properties })).status).toBe(200);
  // Clearing what the rule asks for breaks it as well.
  expect((await hub.call('PATCH', path, { properties: { amount: '' } })).status).toBe(400);
  // Broken by a path without the rules, it stays as it is until a write has to do with it.
  await hub.call('PATCH', path.replace('2026-09', '2026-03'), { properties: { amount: '' } });
  expect((await hub.call('PATCH', path, { properties: { dealname: 'Other' } })).status).toBe(200);
  expect((await hub.call('PATCH', path, { properties: { dealstage: 'closedwon' } })).status).toBe(400);
});

test('a batch is refused for one of its inputs', async () => {
  const [one, other] = [await create(), await create()];
  const inputs = [
    { id: one, properties: { dealname: 'New' } },
    { id: other, properties: { dealstage: 'closedlost' } },
  ];
  const { status } = await hub.call('POST', '/crm/objects/2026-09/deals/batch/update', { inputs });
  expect(status).toBe(400);
  const traced = inputs.map((input) => ({ ...input, objectWriteTraceId: input.id }));
  const partly = await hub.call('POST', '/crm/objects/2026-09/deals/batch/update', { inputs: traced });
  expect(partly).toMatchObject({
    status: 207,
    body: { numErrors: 1, errors: [{ context: { objectWriteTraceId: [other] } }] },
  });
});

test.each(['/crm/v3/objects', '/crm/objects/2026-03'])('%s knows no such rules', async (prefix) => {
  const properties = { dealstage: 'closedwon' };
  expect((await hub.call('PATCH', `${prefix}/deals/${await create()}`, { properties })).status).toBe(200);
  expect((await hub.call('POST', `${prefix}/contacts`, { properties: { lastname: 'Lee' } })).status).toBe(201);
});

test('what the create form requires is required on create only', async () => {
  const properties = { lastname: 'Lee' };
  expect(await hub.call('POST', '/crm/objects/2026-09/contacts', { properties })).toMatchObject({
    status: 400,
    body: { errors: [{ code: 'MISSING_REQUIRED_PROPERTY', message: 'A value for firstname must be provided' }] },
  });
  const id = idOf(await hub.call('POST', '/crm/v3/objects/contacts', { properties }));
  expect((await hub.call('PATCH', `/crm/objects/2026-09/contacts/${id}`, { properties })).status).toBe(200);
});

test('a day with a time of day is taken with a warning on 2026-09 paths, refused on others', async () => {
  const day = { name: 'starts_on', label: 'Starts on', type: 'date', fieldType: 'date', groupName: 'dealinformation' };
  await hub.call('POST', '/crm/properties/2026-09/deals', day);
  const properties = { starts_on: '2026-03-02T10:30:00Z' };
  const id = await create();
  const taken = await hub.call('PATCH', `/crm/objects/2026-09/deals/${id}`, { properties });
  expect(taken).toMatchObject({
    status: 200,
    body: {
      properties: { starts_on: '2026-03-02' },
      warnings: [
        {
          category: 'PROPERTY_VALUE_NORMALIZED',
          context: {
            propertyName: ['starts_on'],
            rawValue: ['2026-03-02T10:30:00Z'],
            normalizedValue: ['2026-03-02'],
          },
        },
      ],
    },
  });
  expect((await hub.call('PATCH', `/crm/v3/objects/deals/${id}`, { properties })).status).toBe(400);
});

test('a rule about what is not there is refused', async () => {
  for (const rule of [
    { objectType: 'widget', property: 'name' },
    { objectType: 'deal', property: 'unheard_of' },
    { objectType: 'deal', property: 'amount', when: { property: 'unheard_of', values: ['1'] } },
  ]) {
    expect((await hub.control('PUT', '/conditional-rules', { rules: [rule] })).status).toBe(400);
  }
  expect(at((await hub.control('GET', '/conditional-rules')).body, 'rules')).toHaveLength(3);
});
