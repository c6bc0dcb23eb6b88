/** L-02: a ticket that asks for a lead and names nobody. No contact's workflow would ever see it. */
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import { readTickets, TICKETS_A_READING } from './beside.ts';
import { answerTicket } from './ticket.ts';

/** Ids of those that are open, ask for a lead and have no contact. One call for so many as one reading takes, and one for all. */
export async function contactlessTickets(
  hubspot: HubSpot,
  policy: Policy,
  places: () => Promise<ContactPlaces>,
  tickets: string[],
): Promise<string[]> {
  const asking: string[] = [];
  for (let start = 0; start < tickets.length; start += TICKETS_A_READING) {
    const some = tickets.slice(start, start + TICKETS_A_READING);
    asking.push(...(await readTickets(hubspot, policy, places, some)).map(({ id }) => id));
  }
  if (asking.length === 0) return [];
  const contacts = await hubspot.associatedIds('ticket', asking, 'contact');
  return asking.filter((id) => (contacts.get(id) ?? []).length === 0);
}

/** Answers what is missing and closes them. Safe to repeat: a ticket that is closed already is none of them. */
export async function answerContactless(
  hubspot: HubSpot,
  policy: Policy,
  rules: ContactRules,
  places: () => Promise<ContactPlaces>,
  { portalId, tickets, at }: { portalId: string; tickets: string[]; at: number },
): Promise<void> {
  for (const ticketId of await contactlessTickets(hubspot, policy, places, tickets)) {
    const key = `ticket:${portalId}:${ticketId}`;
    const answer = { ticketId, key, at, made: false, missing: ['contact'] };
    await answerTicket(hubspot, policy, rules, await places(), answer);
  }
}
