/** L-02: a PrimeSupport ticket that asks for a lead is answered: it is made, or what is missing for it. */
import { draft } from '../drafts.ts';
import { missingForLead } from '../lead.ts';
import { nothing, type Rule } from '../situation.ts';

/** The lead itself is opened by its own rule, on the same conditions. */
export const tickets: Rule = (situation) => {
  const missing = missingForLead(situation);
  const made = missing.length === 0;
  return {
    ...nothing,
    effects: situation.facts.tickets.map(({ id, at }) => ({
      key: `ticket:${id}`,
      command: { do: 'answerTicket', ticketId: id, made, missing },
      decision: draft(situation, 'ticketAnswered', at, 'L-02', {
        evidence: [{ object: 'ticket', id, at }],
        detail: { made, missing },
      }),
    })),
  };
};
