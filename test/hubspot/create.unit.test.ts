import { afterEach, describe, expect, it } from 'vitest';
import { ASSOCIATION_TYPE, isKeyTaken } from '../../src/hubspot/create.ts';
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

const record = { id: '77', properties: {}, updatedAt: '2026-09-03T00:00:00.000Z' };
const taken = { category: 'VALIDATION_ERROR', errors: [{ context: { propertyName: ['sop_key'] } }] };

describe('creating by key', () => {
  it('sends key and associations in one call', async () => {
    const { hubspot, requests } = await start((response) => json(response, 201, record));
    const associations = [{ to: '5', typeId: ASSOCIATION_TYPE.leadToPrimaryContact }];
    const lead = { key: 'k1', properties: { hs_lead_label: 'WARM' } };
    expect(await hubspot.createByKey('lead', 'sop_key', lead, associations)).toEqual({ id: '77', isNew: true });
    expect(requests).toMatchObject([
      {
        method: 'POST',
        url: { pathname: '/crm/objects/2026-09/leads' },
        body: {
          properties: { hs_lead_label: 'WARM', sop_key: 'k1' },
          associations: [
            { to: { id: '5' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }] },
          ],
        },
      },
    ]);
  });

  it.each([409, 400])(
    '[R-03] answers the record that has the key when HubSpot refuses a second with %i',
    async (status) => {
      const { hubspot } = await start((response, { method }) =>
        method === 'POST' ? json(response, status, taken) : json(response, 200, record),
      );
      const lead = { key: 'k1', properties: {} };
      expect(await hubspot.createByKey('lead', 'sop_key', lead, [])).toEqual({ id: '77', isNew: false });
    },
  );

  it('[R-03] tries again when the key was given back before it was looked for', async () => {
    const { hubspot, requests } = await start((response, { method }) => {
      if (method === 'GET') json(response, 404, {});
      else if (requests.length === 1) json(response, 400, taken);
      else json(response, 201, record);
    });
    const lead = { key: 'k1', properties: {} };
    expect(await hubspot.createByKey('lead', 'sop_key', lead, [])).toEqual({ id: '77', isNew: true });
  });

  it('fails with the refusal when nobody who has the key can be found', async () => {
    const { hubspot, requests } = await start((response, { method }) =>
      json(response, method === 'POST' ? 400 : 404, taken),
    );
    const lead = { key: 'k1', properties: {} };
    const refusal = hubspot.createByKey('lead', 'sop_key', lead, []);
    await expect(refusal).rejects.toSatisfy((error) => isKeyTaken(error, 'sop_key'));
    expect(requests).toHaveLength(6);
  });

  it('fails at once for anything else that HubSpot refuses', async () => {
    const { hubspot, requests } = await start((response) =>
      json(response, 400, { errors: [{ context: { propertyName: ['hs_lead_label'] } }] }),
    );
    const lead = { key: 'k1', properties: {} };
    const refusal = hubspot.createByKey('lead', 'sop_key', lead, []);
    await expect(refusal).rejects.toMatchObject({ kind: 'rejected', propertyNames: ['hs_lead_label'] });
    expect(requests).toHaveLength(1);
  });

  it('does not look for a record after an outage: it may be created and not readable yet', async () => {
    const { hubspot, requests } = await start((response) => json(response, 503, {}));
    const lead = { key: 'k1', properties: {} };
    await expect(hubspot.createByKey('lead', 'sop_key', lead, [])).rejects.toMatchObject({
      kind: 'unavailable',
      mayHaveHappened: true,
    });
    expect(requests).toHaveLength(1);
  });
});

it('archives a record, also one that is gone', async () => {
  const { hubspot, requests } = await start((response) => {
    if (requests.length === 1) response.writeHead(204).end();
    else json(response, 404, {});
  });
  await hubspot.archiveRecord('contact', '5');
  await hubspot.archiveRecord('contact', '5');
  expect(requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'DELETE /crm/objects/2026-09/contacts/5',
    'DELETE /crm/objects/2026-09/contacts/5',
  ]);
});

it("names a contact's primary company first, and what HubSpot lists only in part", async () => {
  const { hubspot } = await start((response) =>
    json(response, 200, {
      ...record,
      associations: {
        companies: {
          results: [
            { id: '8', type: 'contact_to_company_unlabeled' },
            { id: '9', type: 'contact_to_company_unlabeled' },
            { id: '9', type: 'contact_to_company' },
          ],
        },
        emails: { results: [{ id: '1', type: 'contact_to_email' }], paging: { next: { after: '1' } } },
      },
    }),
  );
  const { associated, partly } = await hubspot.readRecord('contact', '77', [], ['company', 'email']);
  expect(associated).toEqual({ company: ['9', '8'], email: ['1'] });
  expect(partly).toEqual(['email']);
});
