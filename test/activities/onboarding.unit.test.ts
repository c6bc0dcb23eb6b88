/** What a deal's activities see of its S&OP and of its onboarding ticket (D-10, D-18), on the sandbox's portal. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookAtTicket } from '../../src/activities/onboarding-ticket.ts';
import { lookAtSop, writeSopNote } from '../../src/activities/sop-note.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { rememberPortal } from '../../src/workers/portal-facts.ts';
import { valuesFor } from '../support/whole-deal.ts';
import { type ContactTestPortal, startContactPortal } from './contact-portal.ts';

const NOW = Date.parse('2026-03-02T15:00:00Z');
let portal: ContactTestPortal;
let facts: Awaited<ReturnType<ReturnType<typeof rememberPortal>>>;
let rep: { id: string };
let dealId: string;
let companyId: string;

beforeAll(async () => {
  portal = await startContactPortal();
  facts = await rememberPortal(portal.hubspot, defaultPolicy)();
  rep = portal.people.owner('ruth.amado@healthprime.example');
  const { people } = portal;
  companyId = await people.create(rep, 'companies', { name: 'Elm & Oak', ...valuesFor('proposal', 'company') });
  dealId = await people.createDeal(rep, { name: 'Elm', pipeline: 'new_business', stage: 'sql' });
  await people.associate(rep, 'deals', dealId, 'companies', companyId);
});
afterAll(() => portal.close());

const look = (company = false) => lookAtSop(portal.hubspot, defaultPolicy, { dealId, company });
const aTicket = (stage = facts.onboarding?.stageId ?? '') =>
  portal.people.create(rep, 'tickets', {
    subject: 'Onboarding: Elm',
    hs_pipeline: facts.onboarding?.pipelineId ?? '',
    hs_pipeline_stage: stage,
    hubspot_owner_id: rep.id,
  });
const lookTicket = (id?: string) =>
  lookAtTicket(portal.hubspot, defaultPolicy, facts.onboarding, {
    key: 'deal-1-2:onboarding',
    at: NOW,
    ...(id === undefined ? {} : { id }),
  });

it('[D-10] without a note that holds the tag there is none, whatever else people write', async () => {
  await portal.people.writeNote(rep, dealId, '<p>S&amp;OP is on Tuesday</p>');
  expect(await look()).toEqual({ blank: [] });
});

it('[D-10] blanks of the company are named, white space alone is one, and only where they are asked for', async () => {
  await portal.people.change(rep, 'companies', companyId, { division: '', current_ehr: '  ' });
  expect(await look(true)).toEqual({ blank: ['current_ehr', 'division'] });
  expect(await look(false)).toEqual({ blank: [] });
  await portal.people.change(rep, 'companies', companyId, { division: 'east', current_ehr: 'Epic' });
});

it('[D-10] our own note is written once, with names of people, and is known again', async () => {
  const write = () =>
    writeSopNote(portal.hubspot, defaultPolicy, facts.names, { dealId, key: 'deal-1-2:sop:note', at: NOW });
  await write();
  await write();
  const ours = (await portal.people.seeNotes(dealId)).filter(({ body }) => body.includes('#S&amp;OP'));
  expect(ours).toHaveLength(1);
  expect(ours[0]?.body).toContain('<td>Deal Owner</td><td><strong>Ruth Amado</strong></td>');
  expect(ours[0]?.body).toContain('<td>Division</td><td><strong>East</strong></td>');
  expect(await look()).toMatchObject({ note: { id: ours[0]?.id, by: 'us' } });
});

it('[D-10] a person’s note is told by id and author, never by what it says', async () => {
  const other = await portal.people.createDeal(rep, { name: 'Fir', pipeline: 'new_business', stage: 'sql' });
  const id = await portal.people.writeNote(rep, other, '<p>#s&amp;op for Dr. Jones</p>');
  const seen = await lookAtSop(portal.hubspot, defaultPolicy, { dealId: other, company: false });
  expect(seen).toEqual({ blank: [], note: { id, at: expect.any(Number), by: expect.stringMatching(/^person:\d+$/) } });
});

it('[D-18] a ticket’s stage is told by the policy’s key, with when, by whom, and whose it is', async () => {
  const id = await aTicket();
  expect(await lookTicket(id)).toMatchObject({ id, stage: 'new', owner: rep.id, readAt: NOW });
  await portal.people.change(rep, 'tickets', id, { hs_pipeline_stage: facts.onboarding?.stages['accepted'] ?? '' });
  expect(await lookTicket(id)).toMatchObject({ stage: 'accepted', by: expect.stringMatching(/^person:/) });
});

it('[D-18] a stage that the portal added is told by its own id', async () => {
  const pipelineId = facts.onboarding?.pipelineId ?? '';
  const added = await portal.hubspot.createStage('ticket', pipelineId, {
    label: 'Kick-off planned',
    displayOrder: 9,
    metadata: { ticketState: 'OPEN' },
  });
  expect(await lookTicket(await aTicket(added.id))).toMatchObject({ stage: added.id });
});

it('[D-18] a ticket that is deleted is gone, and one that never was is none', async () => {
  const id = await aTicket();
  await portal.people.call(rep, 'DELETE', `/crm/v3/objects/tickets/${id}`);
  expect(await lookTicket(id)).toEqual({ id, gone: true, readAt: NOW });
  expect(await lookTicket()).toEqual({ readAt: NOW });
});
