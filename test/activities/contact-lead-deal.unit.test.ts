/** A contact's lead and deal, on the sandbox's portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactActivities } from '../../src/activities/contact/index.ts';
import {
  asAttempt,
  type ContactTestPortal,
  PORTAL,
  startContactPortal,
  whicheverAnswerIsLost,
} from './contact-portal.ts';

let portal: ContactTestPortal;
let rep: { id: string };

beforeEach(async () => {
  portal = await startContactPortal();
  rep = portal.people.owner('ruth.amado@healthprime.example');
});
afterEach(() => portal.close());

const KEY = 'sop_open_deal_key';
let companies = 0;

function company(): Promise<string> {
  companies += 1;
  return portal.people.create(rep, 'companies', { name: `Clinic ${companies}` });
}

async function contactOf(companyId?: string, properties = {}): Promise<string> {
  const id = await portal.contact(properties);
  if (companyId !== undefined) await portal.people.associate(rep, 'contacts', id, 'companies', companyId);
  return id;
}

describe('the lead', () => {
  const LEAD = [
    'hs_lead_name',
    'hs_lead_label',
    'hs_pipeline_stage',
    'hubspot_owner_id',
    'sop_last_activity',
    'sop_next_activity',
    'sop_closed_because',
  ];
  const leadsOf = async (contactId: string) =>
    Promise.all(
      (await portal.associated('contact', contactId, 'lead')).map((id) => portal.people.see('leads', id, LEAD)),
    );
  const AT = Date.parse('2026-11-20T15:00:00Z');
  const open = (contactId: string, activities = portal.activities, label: 'HOT' | 'WARM' = 'WARM') =>
    activities.lead({ portalId: PORTAL, contactId, open: true, label, lastActivity: AT });
  const close = (contactId: string, activities = portal.activities) =>
    activities.lead({ portalId: PORTAL, contactId, open: false, reason: 'engaged' });

  it('[L-01] is one, named after the company, with its last activity, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      async () => contactOf(await company(), { hubspot_owner_id: rep.id }),
      (activities, id) => open(id, activities),
      async (id) =>
        expect(await leadsOf(id)).toMatchObject([
          {
            hs_lead_name: `Clinic ${companies}`,
            hs_lead_label: 'WARM',
            hs_pipeline_stage: 'new-stage-id',
            hubspot_owner_id: rep.id,
            sop_last_activity: '2026-11-20T15:00:00.000Z',
          },
        ]),
    );
  });

  it('[L-01] is one when two attempts run at once', async () => {
    const id = await contactOf(await company());
    await Promise.all([open(id), open(id), open(id)]);
    expect(await leadsOf(id)).toHaveLength(1);
  });

  it('[L-01] is updated where it stands: its stage belongs to Sales', async () => {
    const id = await contactOf();
    await open(id);
    const [lead] = await portal.associated('contact', id, 'lead');
    await portal.people.change(rep, 'leads', lead ?? '', { hs_pipeline_stage: 'connected-stage-id' });
    await open(id, portal.activities, 'HOT');
    expect(await leadsOf(id)).toMatchObject([{ hs_lead_label: 'HOT', hs_pipeline_stage: 'connected-stage-id' }]);
  });

  it('[L-01] is named after the other company that the contact has now, unless people named it', async () => {
    const [first, second] = [await company(), await company()];
    const id = await contactOf(first);
    const { leadId } = await open(id);
    await portal.people.call(rep, 'DELETE', `/crm/v4/objects/contacts/${id}/associations/companies/${first}`);
    await portal.people.associate(rep, 'contacts', id, 'companies', second);
    const rename = () =>
      portal.activities.lead({ portalId: PORTAL, contactId: id, open: true, label: 'WARM', renamed: true });
    const before = await leadsOf(id);
    await open(id);
    expect(await leadsOf(id)).toEqual(before);
    await rename();
    expect(await leadsOf(id)).toMatchObject([{ hs_lead_name: `Clinic ${companies}` }]);
    await portal.people.change(rep, 'leads', leadId ?? '', { hs_lead_name: 'The big one' });
    await rename();
    expect(await leadsOf(id)).toMatchObject([{ hs_lead_name: 'The big one' }]);
  });

  it('[L-01] is closed with the reason, whichever answer is lost, and a new one is opened later', async () => {
    await whicheverAnswerIsLost(
      portal,
      async () => {
        const id = await contactOf();
        await open(id);
        return id;
      },
      (activities, id) => close(id, activities),
      async (id) => {
        const over = {
          hs_pipeline_stage: 'unqualified-stage-id',
          sop_closed_because: 'No engagement within the last 3 months',
        };
        expect(await leadsOf(id)).toMatchObject([over]);
        await open(id);
        await open(id);
        expect(await leadsOf(id)).toMatchObject([over, { hs_pipeline_stage: 'new-stage-id' }]);
      },
    );
  });

  const byHand = async (id: string) => {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 578 }];
    await portal.people.call(rep, 'POST', '/crm/v3/objects/leads', {
      properties: { hs_lead_name: 'By hand' },
      associations: [{ to: { id }, types }],
    });
  };

  it('[L-01] is the one that a person opened, if there is one', async () => {
    const id = await contactOf();
    await byHand(id);
    await open(id);
    expect(await leadsOf(id)).toMatchObject([{ hs_lead_name: 'By hand', hs_lead_label: 'WARM' }]);
  });

  it('[L-01] is the oldest of several, and the others are closed', async () => {
    const id = await contactOf();
    await open(id);
    await byHand(id);
    await open(id);
    expect(await leadsOf(id)).toMatchObject([
      { hs_lead_label: 'WARM', hs_pipeline_stage: 'new-stage-id' },
      { hs_lead_name: 'By hand', hs_pipeline_stage: 'unqualified-stage-id' },
    ]);
  });

  it('[L-01] is opened again after a person deleted it', async () => {
    const id = await contactOf();
    await open(id);
    const [lead] = await portal.associated('contact', id, 'lead');
    await portal.people.call(rep, 'DELETE', `/crm/v3/objects/leads/${lead}`);
    await open(id);
    expect(await leadsOf(id)).toMatchObject([{ hs_pipeline_stage: 'new-stage-id' }]);
  });

  it('[L-01] nothing is opened by closing', async () => {
    const id = await contactOf();
    await close(id);
    expect(await leadsOf(id)).toEqual([]);
  });
});

describe('the deal', () => {
  const open = (contactId: string, activities: ContactActivities = portal.activities) =>
    activities.openDeal({ portalId: PORTAL, contactId });
  const stageId = (stage: string, pipeline = 'new_business') => portal.people.stageId(pipeline, stage);
  const dealsOf = (from: 'company' | 'contact', id: string) => portal.associated(from, id, 'deal');

  it('[C-10] is opened once in the first stage of New Business for the company, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      async () => {
        const companyId = await company();
        return { companyId, id: await contactOf(companyId, { hubspot_owner_id: rep.id }) };
      },
      (activities, { id }) => open(id, activities),
      async ({ companyId, id }) => {
        const deals = await dealsOf('company', companyId);
        expect(deals).toHaveLength(1);
        expect(await dealsOf('contact', id)).toEqual(deals);
        expect(await portal.people.seeDeal(deals[0] ?? '', ['dealname', 'hubspot_owner_id', KEY])).toMatchObject({
          dealname: `Clinic ${companies}`,
          dealstage: stageId('sql'),
          hubspot_owner_id: rep.id,
          [KEY]: `company:${companyId}:new_business`,
        });
        // Its own associations say which company is the primary one.
        const { associated } = await portal.hubspot.readRecord('deal', deals[0] ?? '', [], ['company']);
        expect(associated.company).toEqual([companyId]);
      },
    );
  });

  it('[C-10] is one for twenty contacts of a company that qualify at once', async () => {
    const companyId = await company();
    const ids = await Promise.all(Array.from({ length: 20 }, () => contactOf(companyId)));
    const opened = await Promise.all(ids.map((id) => open(id)));
    expect(new Set(opened.map(({ dealId }) => dealId)).size).toBe(1);
    expect(opened.filter(({ how }) => how === 'created')).toHaveLength(1);
    expect(await dealsOf('company', companyId)).toEqual([opened[0]?.dealId]);
    for (const id of ids) expect(await dealsOf('contact', id)).toEqual([opened[0]?.dealId]);
  });

  it('[C-10] is the open one that the company has, wherever it stands, and nothing in it changes', async () => {
    const companyId = await company();
    const theirs = await portal.people.createDeal(rep, {
      name: 'By hand',
      pipeline: 'new_business',
      stage: 'proposal',
    });
    await portal.people.associate(rep, 'deals', theirs, 'companies', companyId);
    const id = await contactOf(companyId);
    expect(await open(id)).toEqual({ dealId: theirs, how: 'joined', withoutCompany: false });
    expect(await open(id)).toEqual({ dealId: theirs, how: 'had', withoutCompany: false });
    expect(await dealsOf('contact', id)).toEqual([theirs]);
    expect(await portal.people.seeDeal(theirs, ['dealname'])).toMatchObject({
      dealname: 'By hand',
      dealstage: stageId('proposal'),
    });
  });

  it.each([
    ['lost', (id: string) => portal.people.changeDeal(rep, id, { dealstage: stageId('closed_lost') })],
    [
      'moved to another pipeline',
      (id: string) =>
        portal.people.changeDeal(rep, id, {
          pipeline: portal.pipelineId('expansion'),
          dealstage: stageId('sql', 'expansion'),
        }),
    ],
    [
      'given to another company',
      async (id: string) => {
        for (const one of await portal.associated('deal', id, 'company')) {
          await portal.people.call(rep, 'DELETE', `/crm/v4/objects/deals/${id}/associations/companies/${one}`);
        }
        await portal.people.associate(rep, 'deals', id, 'companies', await company());
      },
    ],
  ])('[C-10] one that was %s does not keep the company from its next deal', async (_what, end) => {
    const companyId = await company();
    const { dealId } = await open(await contactOf(companyId));
    await end(dealId);
    const second = await contactOf(companyId);
    const opened = await open(second);
    expect(opened.how).toBe('created');
    expect(opened.dealId).not.toBe(dealId);
    expect((await portal.people.seeDeal(dealId, [KEY]))[KEY] ?? '').toBe('');
    expect(await portal.people.seeDeal(opened.dealId, [KEY])).toMatchObject({
      [KEY]: `company:${companyId}:new_business`,
    });
  });

  it('[C-10] is one for twenty contacts although the key still hangs on a lost deal', async () => {
    const companyId = await company();
    const { dealId } = await open(await contactOf(companyId));
    await portal.people.changeDeal(rep, dealId, { dealstage: stageId('closed_lost') });
    const ids = await Promise.all(Array.from({ length: 20 }, () => contactOf(companyId)));
    const opened = await Promise.all(ids.map((id) => open(id)));
    expect(new Set(opened.map((one) => one.dealId)).size).toBe(1);
    expect(await dealsOf('company', companyId)).toHaveLength(2);
  });

  it('[C-10] of a contact without a company stands alone, and is said to', async () => {
    await whicheverAnswerIsLost(
      portal,
      () => contactOf(undefined, { firstname: 'Ada', lastname: 'Byron' }),
      async (activities, id) => expect(await open(id, activities)).toMatchObject({ withoutCompany: true }),
      async (id) => {
        const deals = await dealsOf('contact', id);
        expect(deals).toHaveLength(1);
        expect(await portal.people.seeDeal(deals[0] ?? '', ['dealname', KEY])).toMatchObject({
          dealname: 'Ada Byron',
          [KEY]: `contact:${id}:new_business`,
        });
      },
    );
  });

  it('[C-10] that stands alone is known to until it has the company, whichever answer is lost', async () => {
    const id = await contactOf(undefined);
    const { dealId } = await open(id);
    const isAlone = async () => {
      const reading = await portal.activities.readContact({ portalId: PORTAL, contactId: id, isNew: false, now: 0 });
      return reading.found && reading.facts.deals.map((deal) => deal.alone);
    };
    expect(await isAlone()).toEqual([true]);
    const companyId = await company();
    await whicheverAnswerIsLost(
      portal,
      async () => companyId,
      (activities) => activities.giveCompany({ dealId, companyId }),
      async () => expect(await dealsOf('company', companyId)).toEqual([dealId]),
    );
    // Its own workflow takes the company's key.
    await portal.people.changeDeal(rep, dealId, { [KEY]: `company:${companyId}:new_business` });
    expect(await isAlone()).toEqual([undefined]);
  });

  it('[C-10] has no owner who is no user any more', async () => {
    const id = await contactOf(await company(), { hubspot_owner_id: rep.id });
    portal.facts.staff = portal.facts.staff.filter((one) => one !== rep.id);
    const { dealId } = await open(id);
    expect((await portal.people.seeDeal(dealId, ['hubspot_owner_id']))['hubspot_owner_id'] ?? '').toBe('');
  });

  it("[C-15] an additional contact joins its company's deal, once", async () => {
    const companyId = await company();
    const { dealId } = await open(await contactOf(companyId));
    const id = await contactOf(companyId);
    await whicheverAnswerIsLost(
      portal,
      async () => id,
      (activities) => activities.joinDeal({ contactId: id, dealId }),
      async () => expect(await dealsOf('contact', id)).toEqual([dealId]),
    );
    await expect(asAttempt(1, () => portal.activities.joinDeal({ contactId: id, dealId: '1' }))).rejects.toMatchObject({
      nonRetryable: true,
    });
  });
});

describe('a connection that breaks after HubSpot did what it was asked', () => {
  it.each<[plural: string, kind: string, act: (contactId: string) => Promise<unknown>]>([
    ['deals', 'deal', (contactId) => portal.activities.openDeal({ portalId: PORTAL, contactId })],
    [
      'leads',
      'lead',
      (contactId) => portal.activities.lead({ portalId: PORTAL, contactId, open: true, label: 'WARM' }),
    ],
    [
      'tasks',
      'task',
      (contactId) =>
        portal.activities.taskOnContact({ contactId, key: 'k', about: 'review', detail: {}, to: 'owner', dueAt: 0 }),
    ],
  ])('[R-03] makes nothing twice: %s', async (plural, kind, act) => {
    const id = await contactOf(await company());
    const fault = { kind: 'commit-then-reset', method: 'POST', path: `/crm/objects/[^/]+/${plural}`, times: 1 };
    await portal.people.call(undefined, 'POST', '/__sandbox/faults', fault);
    await expect(asAttempt(1, () => act(id))).rejects.toMatchObject({ type: 'network', nonRetryable: false });
    await asAttempt(2, () => act(id));
    expect(await portal.associated('contact', id, kind)).toHaveLength(1);
  });
});
