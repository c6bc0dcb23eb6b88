import { defaultPolicy } from '../src/domain/policy/default.ts';
import { localMinute } from '../src/domain/time.ts';
import { criterionById } from '../src/domain/words.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { aWholeDeal, completeStage } from './support/whole-deal.ts';

let stack: TestStack;
let rep: { id: string };
beforeAll(async () => {
  stack = await startTestStack();
  rep = stack.people.owner('ruth.amado@healthprime.example');
});
afterAll(() => stack.close());

const MINUTE = 60_000;
const stageOf = async (id: string) => (await stack.people.seeDeal(id, [])).dealstage;
const inStage = (id: string, stage: string) =>
  waitFor(
    `deal ${id} to be in ${stage}`,
    async () => (await stageOf(id)) === stack.people.stageId('new_business', stage),
  );
const isIn = async (id: string, stage: string) =>
  expect(await stageOf(id)).toBe(stack.people.stageId('new_business', stage));

describe('a deal goes all the way', () => {
  it('[D-02] [D-04] [D-06] [D-12] [D-14] [D-17] from SQL to one onboarding ticket, stage by stage, by itself', async () => {
    const { people, world, journal, config } = stack;
    const deal = await aWholeDeal(people, rep, 'Hazel Grove Clinic');
    for (const [stage, next] of [
      ['sql', 'engaged'],
      ['engaged', 'proposal'],
      ['proposal', 'partner_of_choice'],
      ['partner_of_choice', 'closed_won'],
    ] as const) {
      await world.settle();
      await isIn(deal.id, stage);
      await completeStage(people, rep, deal, stage);
      await inStage(deal.id, next);
    }
    await world.settle();
    const tickets = await people.seeAssociated(deal.id, 'tickets');
    expect(tickets).toHaveLength(1);
    const ticket = await people.see('tickets', tickets[0] ?? '', ['subject', 'content']);
    expect(ticket['subject']).toBe('Onboarding: Hazel Grove Clinic');
    for (const words of [
      'Deal Owner: Ruth Amado',
      'Target Go Live Date: March 1, 2027',
      'Agreement.pdf',
      'Hazel Grove Clinic_calculator.xlsx',
      'Business Unit:',
      '@example.com',
    ]) {
      expect(ticket['content']).toContain(words);
    }
    const history = await journal.history('deal', config.hubspot.portalId, deal.id);
    expect(history.filter(({ kind }) => kind === 'moved' || kind === 'won').map(({ to }) => to)).toEqual([
      'new_business.engaged',
      'new_business.proposal',
      'new_business.partner_of_choice',
      'new_business.closed_won',
    ]);
    // Everybody who looks later finds the same one ticket.
    await world.advanceTo(world.now() + 31 * 24 * 60 * MINUTE);
    expect(await people.seeAssociated(deal.id, 'tickets')).toHaveLength(1);
  });
});

describe('a deal dragged ahead', () => {
  it('[D-15] is put back after the grace time with one note that names everything', async () => {
    const { people, world } = stack;
    const deal = await aWholeDeal(people, rep, 'Ironwood Urgent Care');
    await world.settle();
    await people.changeDeal(rep, deal.id, { dealstage: people.stageId('new_business', 'proposal') });
    await world.settle();
    await isIn(deal.id, 'proposal');
    expect((await people.seeDeal(deal.id, ['sop_missing_to_move_on']))['sop_missing_to_move_on']).toMatch(
      /^This deal was moved ahead\. It goes back to Sales Qualified Lead at .*\n- Enterprise Deal Status/,
    );
    await world.advanceTo(world.now() + 16 * MINUTE);
    await isIn(deal.id, 'sql');
    const notes = (await people.seeNotes(deal.id)).filter(({ body }) => body.includes('moved ahead'));
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain('Number of Providers (on the contact)');
    expect(notes[0]?.body).toContain('Next steps in a note');
  });

  it('[D-15] a manager lets it stand', async () => {
    const { people, world, journal, config } = stack;
    const manager = people.owner('marcus.odell@healthprime.example');
    const deal = await aWholeDeal(people, rep, 'Juniper Surgical');
    await world.settle();
    await people.changeDeal(rep, deal.id, { dealstage: people.stageId('new_business', 'proposal') });
    await people.changeDeal(manager, deal.id, { let_stand_reason: 'Agreed with the board.' });
    await world.settle();
    await world.advanceTo(world.now() + 60 * MINUTE);
    await isIn(deal.id, 'proposal');
    const history = await journal.history('deal', config.hubspot.portalId, deal.id);
    expect(history.map(({ kind }) => kind)).toContain('letStand');
  });

  it('[R-01] everything the engine knows of it can be read in HubSpot alone', async () => {
    const { people, world } = stack;
    const deal = await aWholeDeal(people, rep, 'Kingfisher Dental');
    await world.settle();
    await people.changeDeal(rep, deal.id, { dealstage: people.stageId('new_business', 'engaged') });
    await world.settle();
    const { shown } = (await stack.deal(deal.id)).deal;
    const seen = await people.seeDeal(deal.id, ['sop_missing_to_move_on']);
    expect(seen['dealstage']).toBe(people.stageId('new_business', shown?.stage ?? ''));
    const text = seen['sop_missing_to_move_on'] ?? '';
    for (const id of shown?.missing ?? []) expect(text).toContain(criterionById(defaultPolicy, id));
    expect(shown?.missing).toHaveLength(2);
    expect(text).toContain(localMinute(shown?.putBack?.at ?? 0, defaultPolicy.calendar.timeZone));
    expect(text).toContain('goes back to Sales Qualified Lead');
  });
});
