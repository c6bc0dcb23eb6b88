/** A deal without a company or contact says so, instead of only listing every field that it lacks on them (D-16), on the sandbox's portal. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDeal } from '../../src/activities/read-deal.ts';
import type { DealPolicy } from '../../src/domain/deal/policy.ts';
import { toShow } from '../../src/domain/deal/show.ts';
import { dealPolicy } from '../../src/domain/deal/slice.ts';
import { verdictOf } from '../../src/domain/deal/verdict.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { missingText } from '../../src/domain/words.ts';
import { rememberPortal } from '../../src/workers/portal-facts.ts';
import { type ContactTestPortal, startContactPortal } from './contact-portal.ts';

const NO_COMPANY = '- A company: none is associated with this deal';
const NO_CONTACT = '- A contact: none is associated with this deal';
const SINCE = Date.parse('2026-01-05T15:00:00Z');
let portal: ContactTestPortal;
let policy: DealPolicy;
let rep = { id: '' };
beforeAll(async () => {
  portal = await startContactPortal();
  const { ids, staff } = await rememberPortal(portal.hubspot, defaultPolicy)();
  policy = dealPolicy(defaultPolicy, ids, staff);
  rep = portal.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => portal.close());

const deal = (stage: string) => portal.people.createDeal(rep, { name: 'Elm', pipeline: 'new_business', stage });

/** "Missing to move on" of a deal that was accepted where it stands. */
async function missing(dealId: string, stage: string): Promise<string[]> {
  const settled = { pipeline: 'new_business', stage, since: SINCE };
  const reading = await readDeal(portal.hubspot, defaultPolicy, policy, { dealId, isNew: true, settled });
  if (!reading.found) throw new Error('the deal is there');
  const shown = toShow(verdictOf(reading.values, settled, policy), policy, SINCE);
  return missingText(defaultPolicy, shown).split('\n');
}

it('[D-16] [D-09] first, before the fields that are asked for on them', async () => {
  const id = await deal('proposal');
  const [head, first, ...more] = await missing(id, 'proposal');
  expect([head, first]).toEqual(['To move on to Partner of Choice:', NO_COMPANY]);
  expect(more.filter((line) => line.endsWith('(on the company)')).length).toBeGreaterThan(0);
  expect(more).not.toContain(NO_COMPANY);

  const companyId = await portal.people.create(rep, 'companies', { name: 'Elm' });
  await portal.people.associate(rep, 'deals', id, 'companies', companyId);
  const named = more.filter((line) => line !== '- Company Name (on the company)');
  expect(await missing(id, 'proposal')).toEqual([head, ...named]);
});

it('[D-16] [D-04] so does one without a contact, and a deal of a stage that asks for neither is silent', async () => {
  expect(await missing(await deal('engaged'), 'engaged')).toContain(NO_CONTACT);
  const lines = await missing(await deal('sql'), 'sql');
  expect(lines.filter((line) => line === NO_COMPANY || line === NO_CONTACT)).toEqual([]);
});
