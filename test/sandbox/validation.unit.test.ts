import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, idOf, startTestSandbox, type TestSandbox } from './support.ts';

let hub: TestSandbox;
let dealPath: string;
beforeAll(async () => {
  hub = await startTestSandbox();
  await hub.call('POST', '/crm/properties/2026-09/deals', ownProperty('go_live', 'date', 'date'));
  await hub.call('POST', '/crm/properties/2026-09/deals', {
    ...ownProperty('products', 'enumeration', 'checkbox'),
    options: ['rcm', 'ehr', 'pm'].map((value) => ({ label: value.toUpperCase(), value })),
  });
  const created = await hub.call('POST', '/crm/v3/objects/deals', {
    properties: { dealname: 'A', dealstage: 'appointmentscheduled' },
  });
  dealPath = `/crm/v3/objects/deals/${idOf(created)}`;
});
afterAll(() => hub.sandbox.close());

function ownProperty(name: string, type: string, fieldType: string) {
  return { name, label: name, type, fieldType, groupName: 'dealinformation' };
}

const update = (properties: Record<string, unknown>) => hub.call('PATCH', dealPath, { properties });
const value = async (name: string) =>
  at((await hub.call('GET', `${dealPath}?properties=${name}`)).body, 'properties', name);

describe('a value is refused', () => {
  test.each([
    ['no_such_property', 'x', 'PROPERTY_DOESNT_EXIST', 'Property "no_such_property" does not exist'],
    ['hs_is_closed', 'true', 'READ_ONLY_VALUE', '"hs_is_closed" is a read only property; its value cannot be set.'],
    ['amount', 'plenty', 'INVALID_LONG', 'plenty was not a valid long.'],
    ['closedate', 'tomorrow', 'INVALID_LONG', 'tomorrow was not a valid long.'],
    ['go_live', '2026-13-01', 'INVALID_DATE', '2026-13-01 was not a valid date.'],
    ['go_live', '1767261600000', 'INVALID_DATE', '1767261600000 is at 10:00:00.000Z UTC, not midnight!'],
    [
      'dealtype',
      'other',
      'INVALID_OPTION',
      'other was not one of the allowed options: [newbusiness, existingbusiness]',
    ],
    ['products', 'rcm;fax', 'INVALID_OPTION', 'fax was not one of the allowed options: [rcm, ehr, pm]'],
    ['hubspot_owner_id', '12', 'INVALID_OPTION', '12 was not one of the allowed options: []'],
    ['pipeline', '99', 'INVALID_OPTION', '99 was not one of the allowed options: [default]'],
  ])('%s = %s: %s', async (name, given, code, message) => {
    expect(await update({ [name]: given })).toMatchObject({
      status: 400,
      body: {
        status: 'error',
        message: `Property values were not valid: [${JSON.stringify({ isValid: false, message, error: code, name })}]`,
        errors: [{ message, code, context: { propertyName: [name] } }],
        category: 'VALIDATION_ERROR',
      },
    });
  });

  test('and with it all others of the same write', async () => {
    const refused = await update({ amount: '99', dealtype: 'other', no_such_property: 'x' });
    expect(at(refused.body, 'errors')).toHaveLength(2);
    expect(await value('amount')).toBeNull();
  });

  test('as an e-mail address', async () => {
    expect(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'no address' } })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'INVALID_EMAIL' }] },
    });
  });

  test('as a stage of another pipeline, unless the pipeline changes with it', async () => {
    const pipeline = await hub.call('POST', '/crm/pipelines/2026-09/deals', {
      label: 'Upsell',
      displayOrder: 1,
      stages: [{ label: 'Sales Qualified Lead', displayOrder: 0, metadata: { probability: '0.1' } }],
    });
    const stage = String(at(pipeline.body, 'stages', 0, 'id'));
    expect(await update({ dealstage: stage })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'INVALID_OPTION', context: { propertyName: ['dealstage'] } }] },
    });
    expect((await update({ pipeline: idOf(pipeline) })).status).toBe(400);
    expect((await update({ pipeline: idOf(pipeline), dealstage: stage })).status).toBe(200);
    expect((await update({ pipeline: 'default', dealstage: 'appointmentscheduled' })).status).toBe(200);
  });
});

describe('a value is kept', () => {
  test.each([
    ['closedate', '1767225600000', '2026-01-01T00:00:00.000Z'],
    ['closedate', '2026-05-06T07:08:09+02:00', '2026-05-06T05:08:09.000Z'],
    ['go_live', '1767225600000', '2026-01-01'],
    ['go_live', '2026-02-28', '2026-02-28'],
    ['amount', 1500.5, '1500.5'],
    ['products', 'rcm;pm', 'rcm;pm'],
    ['products', ';ehr', 'rcm;pm;ehr'],
    ['products', '', ''],
  ])('%s = %s as %s', async (name, given, kept) => {
    expect((await update({ [name]: given })).status).toBe(200);
    expect(await value(name)).toBe(kept);
  });
});

describe('a request is refused', () => {
  test('that updates nothing', async () => {
    expect(await update({})).toMatchObject({
      status: 400,
      body: { message: 'No properties found to update, please provide at least one.', category: 'VALIDATION_ERROR' },
    });
  });

  test('that is no JSON, or lacks a field', async () => {
    const response = await fetch(`${hub.sandbox.url}/crm/v3/objects/deals`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-token' },
      body: '{"properties": }',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      message: expect.stringMatching(/^Invalid input JSON on line 1, column 1:/),
    });
    expect(await hub.call('POST', '/crm/v3/objects/deals', {})).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Some required fields were not set: [properties]') },
    });
  });

  test.each([
    ['deals', { amount: '1' }, ['dealname', 'dealstage']],
    ['tickets', { subject: 'x' }, ['hs_pipeline_stage']],
    ['tasks', { hs_task_subject: 'x' }, ['hs_timestamp']],
    ['emails', { hs_timestamp: '1767225600000' }, ['hs_email_direction']],
    ['companies', { city: 'x' }, ['name', 'domain']],
    ['contacts', { city: 'x' }, ['email', 'firstname', 'lastname']],
  ])('%s without what a creation needs', async (type, properties, missing) => {
    expect(await hub.call('POST', `/crm/v3/objects/${type}`, { properties })).toMatchObject({
      status: 400,
      body: {
        message: expect.stringMatching(/^Error creating [A-Z]+\. Some required properties were not set\.$/),
        context: { properties: missing },
        category: 'VALIDATION_ERROR',
      },
    });
  });

  test('that associates with a record that is not there', async () => {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }];
    expect(
      await hub.call('POST', '/crm/v3/objects/deals', {
        properties: { dealname: 'B', dealstage: 'appointmentscheduled' },
        associations: [{ to: { id: '424242' }, types }],
      }),
    ).toMatchObject({
      status: 400,
      body: {
        message: 'One or more associations are invalid',
        context: { INVALID_OBJECT_IDS: ['CONTACT=424242 is not valid'], objectId: ['424242'], objectType: ['CONTACT'] },
        category: 'VALIDATION_ERROR',
      },
    });
  });
});

describe('what identifies a record', () => {
  test("a contact's address, whatever its case: 409 names the contact", async () => {
    const { body } = await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'Cy@x.example' } });
    const id = String(at(body, 'id'));
    expect(await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'cY@X.example' } })).toMatchObject(
      {
        status: 409,
        body: { message: `Contact already exists. Existing ID: ${id}`, category: 'CONFLICT' },
      },
    );
    const found = await hub.call('GET', '/crm/v3/objects/contacts/CY@x.example?idProperty=email');
    expect(idOf(found)).toBe(id);
    const changed = await hub.call('PATCH', '/crm/v3/objects/contacts/cy@x.example?idProperty=email', {
      properties: { firstname: 'Cy' },
    });
    expect(changed.status).toBe(200);
  });

  test('an archived contact gives its address free', async () => {
    const first = await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'di@x.example' } });
    await hub.call('DELETE', `/crm/v3/objects/contacts/${idOf(first)}`);
    const second = await hub.call('POST', '/crm/v3/objects/contacts', { properties: { email: 'di@x.example' } });
    expect(second.status).toBe(201);
  });

  test('a property with hasUniqueValue', async () => {
    await hub.call('POST', '/crm/v3/properties/deals', {
      ...ownProperty('sop_key', 'string', 'text'),
      hasUniqueValue: true,
    });
    const properties = { dealname: 'C', dealstage: 'appointmentscheduled', sop_key: 'k-1' };
    const { body } = await hub.call('POST', '/crm/v3/objects/deals', { properties });
    expect(await hub.call('POST', '/crm/v3/objects/deals', { properties })).toMatchObject({
      status: 400,
      body: {
        errors: [{ code: 'CONFLICTING_UNIQUE_VALUE', message: `${String(at(body, 'id'))} already has that value.` }],
      },
    });
    expect(idOf(await hub.call('GET', '/crm/v3/objects/deals/k-1?idProperty=sop_key'))).toBe(at(body, 'id'));
  });

  test('nothing else does', async () => {
    expect((await hub.call('GET', '/crm/v3/objects/deals/A?idProperty=dealname')).status).toBe(400);
  });
});

describe('what HubSpot works out', () => {
  test('a deal that closes', async () => {
    const created = await hub.call('POST', '/crm/v3/objects/deals', {
      properties: { dealname: 'D', dealstage: 'contractsent', amount: '1000' },
    });
    const path = `/crm/v3/objects/deals/${idOf(created)}`;
    const names =
      'hs_v2_date_entered_contractsent,hs_v2_date_exited_contractsent,hs_v2_date_entered_closedwon,closedate';
    await hub.call('PATCH', path, { properties: { dealstage: 'closedwon' } });
    const { body } = await hub.call('GET', `${path}?properties=${names}&propertiesWithHistory=dealstage,hs_is_closed`);
    const closed = at(body, 'propertiesWithHistory', 'dealstage', 0, 'timestamp');
    expect(at(body, 'properties')).toMatchObject({
      closedate: closed,
      hs_is_closed: 'true',
      hs_v2_date_entered_closedwon: closed,
      hs_v2_date_entered_contractsent: at(created.body, 'createdAt'),
      hs_v2_date_exited_contractsent: closed,
    });
    const written = await hub.call('PATCH', path, { properties: { hs_next_step: 'onboarding' } });
    expect(at(written.body, 'properties')).toMatchObject({
      hs_closed_amount: '1000',
      hs_deal_stage_probability: '1',
      hs_is_closed_lost: 'false',
      hs_is_closed_won: 'true',
    });
  });

  test('a lifecycle stage only goes forward, until it is cleared', async () => {
    const created = await hub.call('POST', '/crm/v3/objects/contacts', {
      properties: { firstname: 'Eve', lifecyclestage: 'salesqualifiedlead' },
    });
    const path = `/crm/v3/objects/contacts/${idOf(created)}`;
    const set = async (lifecyclestage: string) => {
      expect((await hub.call('PATCH', path, { properties: { lifecyclestage } })).status).toBe(200);
      return at((await hub.call('GET', `${path}?properties=lifecyclestage`)).body, 'properties', 'lifecyclestage');
    };
    expect(await set('lead')).toBe('salesqualifiedlead');
    expect(await set('customer')).toBe('customer');
    expect(await set('')).toBe('');
    expect(await set('lead')).toBe('lead');
  });
});
