/** Many deals on their way from SQL to the onboarding ticket at once, filled in stage by stage by one rep. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { stagesOf } from './faults.ts';
import type { TestStack } from './stack.ts';
import { completeStage, type WholeDeal } from './whole-deal.ts';

const STAGES = ['sql', 'engaged', 'proposal', 'partner_of_choice', 'closed_won'];
/** Notes on a deal once the engine has said what its stage asks for: one a stage, the S&OP, and what the rep wrote in between. */
const NOTES_IN = [1, 2, 4, 6];
/** Five of the engine, two of the rep. */
const NOTES_AT_THE_END = 7;
/** And the hand-off's, on the ticket. */
export const NOTES_OF_A_WIN = NOTES_AT_THE_END + 1;
const LOOK_EVERY_MS = 150;

const dealsSchema = z.object({
  results: z.array(z.object({ id: z.string(), properties: z.object({ dealstage: z.string() }) })),
});
const linksSchema = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.coerce.string() }),
      to: z.array(z.object({ toObjectId: z.coerce.string() })),
    }),
  ),
});

/**
 * Fills in each stage of each deal when the engine has said what is missing there, until every deal has its ticket.
 * A few calls a look however many deals there are, so that looking does not slow down what is looked at.
 * @param before notes that each deal has besides
 */
export async function runToTickets(
  stack: TestStack,
  rep: { id: string },
  deals: WholeDeal[],
  withinMs: number,
  before = 0,
): Promise<void> {
  const order = STAGES.map((key) => stack.people.stageId('new_business', key));
  const filled = new Map(deals.map(({ id }) => [id, 0]));
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const [stages, notes, tickets] = await Promise.all([
      stagesOfAll(stack, deals),
      linked(stack, deals, 'notes'),
      linked(stack, deals, 'tickets'),
    ]);
    if (deals.every(({ id }) => tickets.has(id))) return;
    const ready = deals.filter(({ id }) => {
      const place = order.indexOf(stages.get(id) ?? '');
      return place === filled.get(id) && (notes.get(id)?.length ?? 0) >= before + (NOTES_IN[place] ?? Infinity);
    });
    for (const deal of ready) {
      const place = filled.get(deal.id) ?? 0;
      filled.set(deal.id, place + 1);
      await completeStage(stack.people, rep, deal, STAGES[place] ?? '');
    }
    if (Date.now() > giveUpAt) {
      const late = deals.filter(({ id }) => !tickets.has(id)).map(({ id }) => `${id} in ${stages.get(id)}`);
      throw new Error(`No ticket within ${withinMs} ms: ${late.join(', ')}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** What came of a deal that should have gone all the way once; {@link oneOfEach} is how it should look. */
export async function outcomeOf(stack: TestStack, deal: WholeDeal) {
  const { people, journal, config } = stack;
  const [ticket = '', ...moreTickets] = await people.seeAssociated(deal.id, 'tickets');
  const links = async (plural: string) =>
    [...(await linked(stack, [{ id: ticket }], plural, 'tickets')).values()].flat();
  const history = await journal.history('deal', config.hubspot.portalId, deal.id);
  return {
    stages: (await stagesOf(stack, deal.id)).length,
    notes: (await people.seeAssociated(deal.id, 'notes')).length,
    moreTickets,
    notesOnTicket: (await links('notes')).length,
    companies: await links('companies'),
    contacts: await links('contacts'),
    decided: history.map(({ kind, to = '' }) => `${kind} ${to}`.trim()).filter((words) => !words.startsWith('missing')),
    gaps: history.filter(({ seq }, index) => seq !== index + 1).length,
  };
}

export function oneOfEach(deal: WholeDeal): Awaited<ReturnType<typeof outcomeOf>> {
  return {
    stages: STAGES.length,
    notes: NOTES_AT_THE_END,
    moreTickets: [],
    notesOnTicket: 1,
    companies: [deal.companyId],
    contacts: [deal.contactId],
    decided: [
      'started new_business.sql',
      'moved new_business.engaged',
      'moved new_business.proposal',
      'moved new_business.partner_of_choice',
      'sopNoteWritten',
      'won new_business.closed_won',
      'handedOff',
    ],
    gaps: 0,
  };
}

async function stagesOfAll({ people }: TestStack, deals: WholeDeal[]): Promise<Map<string, string>> {
  const answer = await people.call(undefined, 'POST', '/crm/v3/objects/deals/batch/read', {
    inputs: deals.map(({ id }) => ({ id })),
    properties: ['dealstage'],
  });
  return new Map(dealsSchema.parse(answer).results.map(({ id, properties }) => [id, properties.dealstage]));
}

async function linked(
  { people }: TestStack,
  records: { id: string }[],
  to: string,
  from = 'deals',
): Promise<Map<string, string[]>> {
  const answer = await people.call(undefined, 'POST', `/crm/v4/associations/${from}/${to}/batch/read`, {
    inputs: records.map(({ id }) => ({ id })),
  });
  const { results } = linksSchema.parse(answer);
  return new Map(results.map((one) => [one.from.id, one.to.map(({ toObjectId }) => toObjectId)]));
}
