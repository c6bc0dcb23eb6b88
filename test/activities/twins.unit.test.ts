/** The one open deal of a company, on the sandbox's portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTwins } from '../../src/activities/twins.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { PortalIds } from '../../src/domain/deal/policy.ts';
import { portalIds } from '../../src/hubspot/portal-ids.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { startPortal, type TestPortal } from '../hubspot/portal.ts';

const KEY = 'sop_open_deal_key';
const FLAG = 'sop_second_open_deal';
const AT = Date.parse('2026-11-20T15:00:00Z');

let portal: TestPortal;
let people: People;
let ids: PortalIds;
let rep: { id: string };
let company: string;

beforeEach(async () => {
  portal = await startPortal();
  await applyPortal(portal.hubspot, defaultPolicy, () => undefined);
  ids = await portalIds(portal.hubspot, defaultPolicy);
  const { clientSecret, ...defaults } = sandboxDefaults;
  const config = { ...defaults, baseUrl: portal.sandbox.url, clientSecrets: [clientSecret], callsPerTenSeconds: 1000 };
  people = await People.of({ hubspot: config }, defaultPolicy);
  rep = people.owner('ruth.amado@healthprime.example');
  company = await aCompany();
});
afterEach(() => portal.close());

const aCompany = () => people.create(rep, 'companies', { name: 'Alder Health' });

async function aDeal(of = company, owner = rep, pipeline = 'new_business'): Promise<string> {
  const id = await people.createDeal(owner, { name: 'Alder', pipeline, stage: 'sql' });
  await people.associate(rep, 'deals', id, 'companies', of);
  return id;
}
const check = (dealId: string, of: string | undefined = company, companies = [company]) =>
  checkTwins(portal.hubspot, defaultPolicy, ids, {
    dealId,
    companies,
    ...(of === undefined ? {} : { company: of }),
    at: AT,
  });
const close = (id: string) => people.changeDeal(rep, id, { dealstage: people.stageId('new_business', 'closed_lost') });
const see = async (id: string) => {
  const seen = await people.seeDeal(id, [KEY, FLAG]);
  return { key: seen[KEY] ?? '', flag: seen[FLAG] ?? '' };
};
const tasksOf = async (id: string) =>
  Promise.all(
    (await people.seeAssociated(id, 'tasks')).map((task) =>
      people.see('tasks', task, ['hs_task_subject', 'hubspot_owner_id']),
    ),
  );

describe('a deal that people opened', () => {
  it("[C-10] takes its company's key, in three calls, and has no twin", async () => {
    const id = await aDeal();
    const before = portal.sandbox.requests.count;
    expect(await check(id)).toEqual({ company, others: [], holdsKey: true });
    expect(portal.sandbox.requests.count - before).toBe(3);
    expect(await see(id)).toEqual({ key: `company:${company}:new_business`, flag: '' });
    await check(id);
    expect(await tasksOf(id)).toEqual([]);
  });

  it('[C-10] beside an open one is flagged, as is the other; each owner has one task, nothing is deleted', async () => {
    const first = await aDeal();
    await check(first);
    const other = people.owner('glen.foster@healthprime.example');
    const second = await aDeal(company, other);
    expect(await check(second)).toEqual({ company, others: [first], holdsKey: false });
    await check(second);
    await check(first);
    expect(await see(first)).toEqual({ key: `company:${company}:new_business`, flag: second });
    expect(await see(second)).toEqual({ key: '', flag: first });
    const subject = 'Two open New Business deals of one company';
    expect(await tasksOf(first)).toMatchObject([{ hs_task_subject: subject, hubspot_owner_id: rep.id }]);
    expect(await tasksOf(second)).toMatchObject([{ hs_task_subject: subject, hubspot_owner_id: other.id }]);
  });

  it('[C-10] opened in the same instant as another: both are flagged, one holds the key', async () => {
    const [first, second] = [await aDeal(), await aDeal()];
    const found = await Promise.all([check(first), check(second)]);
    expect(found.filter(({ holdsKey }) => holdsKey)).toHaveLength(1);
    expect([(await see(first)).flag, (await see(second)).flag]).toEqual([second, first]);
    expect([await tasksOf(first), await tasksOf(second)].map(({ length }) => length)).toEqual([1, 1]);
  });

  it('[C-10] loses the flag when the other one is over, and gets the key that the other one had', async () => {
    const [first, second] = [await aDeal(), await aDeal()];
    await check(second);
    await people.changeDeal(rep, second, { [KEY]: '' });
    await close(second);
    expect(await check(second, undefined)).toEqual({ others: [], holdsKey: false });
    expect(await see(first)).toEqual({ key: `company:${company}:new_business`, flag: '' });
    expect(await see(second)).toEqual({ key: '', flag: '' });
  });

  it('[C-10] the tasks that asked to merge are over with it, on both', async () => {
    const [first, second] = [await aDeal(), await aDeal()];
    await check(second);
    await close(second);
    await checkTwins(portal.hubspot, defaultPolicy, ids, {
      dealId: second,
      companies: [company],
      asked: [first],
      at: AT,
    });
    for (const deal of [first, second]) {
      const [task = ''] = await people.seeAssociated(deal, 'tasks');
      expect(await people.see('tasks', task, ['hs_task_status'])).toMatchObject({ hs_task_status: 'COMPLETED' });
    }
  });

  it('[C-10] that goes to another company takes its key with it and frees the twin it leaves', async () => {
    const [first, second] = [await aDeal(), await aDeal()];
    await check(first);
    const next = await aCompany();
    await people.call(rep, 'DELETE', `/crm/v4/objects/deals/${first}/associations/companies/${company}`);
    await people.associate(rep, 'deals', first, 'companies', next);
    expect(await check(first, next, [company, next])).toEqual({ company: next, others: [], holdsKey: true });
    expect(await see(first)).toEqual({ key: `company:${next}:new_business`, flag: '' });
    expect(await check(second)).toEqual({ company, others: [], holdsKey: true });
    expect((await see(second)).flag).toBe('');
  });

  it('[C-10] takes the key from a closed deal that still has it', async () => {
    const old = await aDeal();
    await check(old);
    await close(old);
    const next = await aDeal();
    expect(await check(next)).toEqual({ company, others: [], holdsKey: true });
    expect([(await see(old)).key, (await see(next)).key]).toEqual(['', `company:${company}:new_business`]);
  });
});

it('[C-10] closed deals and deals of other pipelines are no twins', async () => {
  await close(await aDeal());
  await aDeal(company, rep, 'expansion');
  expect(await check(await aDeal())).toMatchObject({ others: [] });
});
