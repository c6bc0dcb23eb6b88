/** D-19: the Upsell deal of an internal referral, on the sandbox's portal. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ContactActivities } from '../../src/activities/contact/index.ts';
import {
  asAttempt,
  type ContactTestPortal,
  PORTAL,
  startContactPortal,
  whicheverAnswerIsLost,
} from './contact-portal.ts';

const AT = Date.parse('2026-11-23T15:00:00Z');
const EMPLOYEE = 'nora.bell@healthprime.example';
const FORM = {
  referral_date: '2026-11-23',
  referring_employee_email: EMPLOYEE,
  referral_interest: 'Coding & <credentialing>',
};

let portal: ContactTestPortal;
let rep: { id: string };
let count = 0;
beforeEach(async () => {
  portal = await startContactPortal();
  rep = portal.people.owner('glen.foster@healthprime.example');
});
afterEach(() => portal.close());

interface Client {
  companyId: string;
  contactId: string;
}

/** A contact of a company that both have no owner, with what the form wrote. */
async function client(form: Record<string, string> = FORM, companyId?: string): Promise<Client> {
  count += 1;
  const company = companyId ?? (await portal.people.create(rep, 'companies', { name: `Hospital ${count}` }));
  const contactId = await portal.contact(form);
  await portal.people.associate(rep, 'contacts', contactId, 'companies', company);
  return { companyId: company, contactId };
}

/** @param occasion which referral it is */
function refer(contactId: string, occasion = 1, activities: ContactActivities = portal.activities) {
  const detail = { isCustomer: true, channel: 'any' };
  const key = `contact-1-${contactId}:referral:${occasion}`;
  return activities.openReferral({ portalId: PORTAL, contactId, key, detail, at: AT, dueAt: AT });
}

const dealsOf = (companyId: string) => portal.associated('company', companyId, 'deal');
const SHOWN = ['pipeline', 'dealname', 'hubspot_owner_id', 'sop_referring_employee', 'sop_referred_on'];
const seeDeal = (id: string | undefined) => portal.people.seeDeal(id ?? '', SHOWN);
const seen = async (deal: string | undefined, type: 'note' | 'task', property: string) => {
  const ids = await portal.associated('deal', deal ?? '', type);
  return Promise.all(
    ids.map(async (id) => (await portal.people.see(`${type}s`, id, [property]))[property]?.replaceAll(/<\/?p>/g, '|')),
  );
};

it('[D-19] [R-03] is one, with the employee kept, one note and one task, whichever answer is lost', async () => {
  await whicheverAnswerIsLost(
    portal,
    () => client(),
    (activities, { contactId }) => refer(contactId, 1, activities),
    async ({ companyId, contactId }) => {
      const deals = await dealsOf(companyId);
      expect(deals).toHaveLength(1);
      expect(await portal.associated('contact', contactId, 'deal')).toEqual(deals);
      expect(await seeDeal(deals[0])).toMatchObject({
        pipeline: portal.pipelineId('upsell'),
        dealstage: portal.people.stageId('upsell', 'sql'),
        dealname: `Hospital ${count}`,
        sop_referring_employee: EMPLOYEE,
        sop_referred_on: '2026-11-23',
      });
      expect(await seen(deals[0], 'note', 'hs_note_body')).toEqual([
        `|Internal referral of 2026-11-23 by ${EMPLOYEE}.||About: Coding &amp; &lt;credentialing&gt;|`,
      ]);
      expect(await seen(deals[0], 'task', 'hs_task_subject')).toEqual(['See to this internal referral']);
    },
  );
});

it('[D-19] the same form again, corrected or delivered twice, makes neither a deal nor a note', async () => {
  const { companyId, contactId } = await client();
  await refer(contactId, 1);
  await portal.people.change(rep, 'contacts', contactId, { referral_interest: 'Coding, as soon as possible' });
  await refer(contactId, 2);
  const [deal, ...more] = await dealsOf(companyId);
  expect(more).toEqual([]);
  expect(await seen(deal, 'note', 'hs_note_body')).toHaveLength(1);
  expect(await seen(deal, 'task', 'hs_task_subject')).toHaveLength(1);
});

it('[D-19] a second referral goes to the open deal, with a note, and both employees are kept', async () => {
  const { companyId, contactId } = await client();
  await refer(contactId, 1);
  const other = 'omar.quist@healthprime.example';
  const second = await client({ ...FORM, referral_date: '2026-12-01', referring_employee_email: other }, companyId);
  expect(await refer(second.contactId)).toMatchObject({ how: 'joined' });
  const [deal, ...more] = await dealsOf(companyId);
  expect(more).toEqual([]);
  expect(await seeDeal(deal)).toMatchObject({
    sop_referring_employee: `${EMPLOYEE}; ${other}`,
    sop_referred_on: '2026-12-01',
  });
  expect((await seen(deal, 'note', 'hs_note_body')).filter((body) => body?.includes('open already'))).toHaveLength(1);
  expect(await seen(deal, 'task', 'hs_task_subject')).toContain('See to another internal referral');
});

it('[D-19] one that somebody opened by hand is taken, and keeps its name', async () => {
  const { companyId, contactId } = await client();
  const byHand = await portal.people.createDeal(rep, { name: 'By hand', pipeline: 'upsell', stage: 'sql' });
  await portal.people.associate(rep, 'deals', byHand, 'companies', companyId);
  expect(await refer(contactId)).toMatchObject({ dealId: byHand, how: 'joined' });
  expect(await seeDeal(byHand)).toMatchObject({ dealname: 'By hand', sop_referring_employee: EMPLOYEE });
  expect(await seen(byHand, 'note', 'hs_note_body')).toEqual([expect.stringContaining('open already')]);
});

it('[D-19] an open deal in another pipeline is none, and after one that closed there is a new one', async () => {
  const { companyId, contactId } = await client();
  const other = await portal.people.createDeal(rep, { name: 'New', pipeline: 'new_business', stage: 'sql' });
  await portal.people.associate(rep, 'deals', other, 'companies', companyId);
  const first = await refer(contactId, 1);
  expect(first).toMatchObject({ how: 'created' });
  const lost = portal.people.stageId('upsell', 'closed_lost');
  await portal.people.changeDeal(rep, first.dealId, { dealstage: lost });
  await portal.people.change(rep, 'contacts', contactId, { referral_date: '2027-03-01' });
  const next = await refer(contactId, 2);
  expect(next).toMatchObject({ how: 'created' });
  expect(next.dealId).not.toBe(first.dealId);
});

it('[D-19] of twenty referrals of one company at once one opens the deal', async () => {
  const { companyId } = await client();
  const clients = await Promise.all(Array.from({ length: 20 }, () => client(FORM, companyId)));
  const opened = await Promise.all(clients.map(({ contactId }) => refer(contactId)));
  expect(new Set(opened.map(({ dealId }) => dealId)).size).toBe(1);
  expect(await dealsOf(companyId)).toEqual([opened[0]?.dealId]);
});

it('[D-19] an employee who is named afterwards comes onto the deal', async () => {
  const { companyId, contactId } = await client({ referral_date: '2026-11-23' });
  await refer(contactId, 1);
  await portal.people.change(rep, 'contacts', contactId, { referring_employee_email: EMPLOYEE });
  await refer(contactId, 2);
  const [deal] = await dealsOf(companyId);
  expect(await seeDeal(deal)).toMatchObject({ sop_referring_employee: EMPLOYEE });
});

it('[D-19] the task is for the owner of the client: of the contact, else of the company, else for the manager', async () => {
  const assignee = async (contactId: string) => {
    const { dealId } = await refer(contactId);
    return (await seen(dealId, 'task', 'hubspot_owner_id'))[0];
  };
  const nobodys = await client();
  expect(await assignee(nobodys.contactId)).toBe(portal.facts.owners['Sales manager']?.[0]);
  const companys = await client();
  await portal.people.change(rep, 'companies', companys.companyId, { hubspot_owner_id: rep.id });
  expect(await assignee(companys.contactId)).toBe(rep.id);
  const [deal] = await dealsOf(companys.companyId);
  expect(await seeDeal(deal)).toMatchObject({ hubspot_owner_id: rep.id });
  const other = portal.people.owner('priya.nair@healthprime.example');
  const own = await client({ ...FORM, hubspot_owner_id: other.id });
  expect(await assignee(own.contactId)).toBe(other.id);
});

it('[D-19] a contact without a company has its deal too', async () => {
  const contactId = await portal.contact(FORM);
  expect(await refer(contactId)).toMatchObject({ how: 'created', withoutCompany: true });
});

it('[D-19] [T-02] the form that an employee fills in is no engagement of the client, one of its own before or after is', async () => {
  const contactId = await portal.contact();
  const fillInForm = () =>
    portal.people.call(undefined, 'POST', '/__sandbox/contacts/engage', { contactId, kind: 'form' });
  const engaged = async () => {
    const now = portal.sandbox.clock.now();
    const reading = await asAttempt(1, () =>
      portal.activities.readContact({ portalId: PORTAL, contactId, isNew: false, now }),
    );
    return reading.found ? reading.facts.engagements['form']?.at : undefined;
  };
  await fillInForm();
  const own = await engaged();
  expect(own).toBeDefined();
  portal.sandbox.clock.moveTo(portal.sandbox.clock.now() + 3_600_000);
  await portal.people.change(rep, 'contacts', contactId, FORM);
  await fillInForm();
  expect(await engaged()).toBe(own);
  portal.sandbox.clock.moveTo(portal.sandbox.clock.now() + 3_600_000);
  await fillInForm();
  expect(await engaged()).toBeGreaterThan((own ?? 0) + 7_000_000);
});
