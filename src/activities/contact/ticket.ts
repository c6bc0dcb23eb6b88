/** L-02: a PrimeSupport ticket that asks for a lead is answered and closed. */
import { ticketAnswer } from '../../domain/contact-words.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { escapeHtml } from '../../domain/words.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import { keepRecord } from '../keep.ts';

export interface AnswerTicketInput {
  ticketId: string;
  /** There is a lead now. */
  made: boolean;
  /** Ids of what is missing where there is none. */
  missing: string[];
  /** Makes it one note however often this runs. */
  key: string;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * The answer stands in a property, where lists and reports find it, and in a note, where people look. The ticket is closed
 * last: until then it is found again and answered again. Safe to repeat.
 */
export async function answerTicket(
  hubspot: HubSpot,
  policy: Policy,
  { leads }: ContactRules,
  { closedTickets }: ContactPlaces,
  { ticketId, key, at, made, missing }: AnswerTicketInput,
): Promise<void> {
  const { values } = await hubspot.readRecord('ticket', ticketId, ['hs_pipeline', 'hs_pipeline_stage']);
  const answer = ticketAnswer(policy, made, missing);
  await keepRecord(hubspot, policy, {
    object: 'note',
    key,
    properties: { hs_note_body: toHtml(answer), hs_timestamp: new Date(at).toISOString() },
    on: { object: 'ticket', id: ticketId },
  });
  const closed = closedTickets[values['hs_pipeline']?.value ?? ''] ?? [];
  const [closedStage] = closed;
  const isClosed = closed.includes(values['hs_pipeline_stage']?.value ?? '');
  await hubspot.updateRecord('ticket', ticketId, {
    [leads.properties.ticketAnswer]: answer,
    ...(isClosed || closedStage === undefined ? {} : { hs_pipeline_stage: closedStage }),
  });
}

function toHtml(text: string): string {
  return `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}
