/** The ticket that a win opens for the onboarding team (D-17), with a note on it that shows the hand-off as a table. */
import { handOffNoteBody, handOffText } from '../domain/duty-words/hand-off-text.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ASSOCIATION_TYPE, type InlineAssociation } from '../hubspot/create.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { ASSOCIATIONS } from './facts.ts';
import { handOffFacts, propertiesOf, type ScreenAndNames } from './hand-off-facts.ts';
import { keepRecord, keyProperty } from './keep.ts';

export interface Win {
  dealId: string;
  /** Makes it one ticket, whatever fails. */
  key: string;
  pipelineId: string;
  stageId: string;
  /** Who takes over: the ticket's owner, by owner's id. */
  ownerId: string | undefined;
  /** Milliseconds since 1970. */
  at: number;
}

/** `isNew`: nobody can have moved it on yet. */
export interface OpenedTicket {
  ticketId: string;
  isNew: boolean;
}

/** Contacts that a ticket is created with; HubSpot names no limit, and nobody's deal has as many. */
const MAX_INLINE = 50;

/** Opens the ticket and associates it with the deal, its company and its contacts. Safe to repeat. */
export async function openOnboarding(
  hubspot: HubSpot,
  policy: Policy,
  screen: ScreenAndNames,
  win: Win,
): Promise<OpenedTicket> {
  const deal = await hubspot.readRecord('deal', win.dealId, propertiesOf(policy, 'deal'), [...ASSOCIATIONS, 'ticket']);
  const [companyId] = deal.associated.company ?? [];
  const contactIds = deal.associated.contact ?? [];
  const facts = await handOffFacts(hubspot, policy, screen, deal);
  const subject = `Onboarding: ${facts.company['name'] || deal.values['dealname']?.value || `deal ${win.dealId}`}`;
  const properties = {
    subject,
    content: handOffText(policy, facts),
    hs_pipeline: win.pipelineId,
    hs_pipeline_stage: win.stageId,
    ...(win.ownerId === undefined ? {} : { hubspot_owner_id: win.ownerId }),
  };
  const inline: InlineAssociation[] = [
    { to: win.dealId, typeId: ASSOCIATION_TYPE.ticketToDeal },
    ...(companyId === undefined ? [] : [{ to: companyId, typeId: ASSOCIATION_TYPE.ticketToPrimaryCompany }]),
    ...contactIds.slice(0, MAX_INLINE).map((to) => ({ to, typeId: ASSOCIATION_TYPE.ticketToContact })),
  ];
  // What is there already may have been moved on by onboarding and is left as it is.
  const inheritedId = await inherited(hubspot, policy, deal, win);
  const ticket =
    inheritedId === undefined
      ? await hubspot.createByKey('ticket', keyProperty(policy, 'ticket'), { key: win.key, properties }, inline)
      : { id: inheritedId, isNew: false };
  if (!ticket.isNew) {
    await hubspot.associate('ticket', ticket.id, 'deal', win.dealId);
    if (companyId !== undefined) await hubspot.associate('ticket', ticket.id, 'company', companyId);
  }
  await hubspot.associateMany('ticket', ticket.id, 'contact', ticket.isNew ? contactIds.slice(MAX_INLINE) : contactIds);
  await keepRecord(hubspot, policy, {
    object: 'note',
    key: `${win.key}:note`,
    properties: { hs_note_body: handOffNoteBody(policy, facts), hs_timestamp: new Date(win.at).toISOString() },
    on: { object: 'ticket', id: ticket.id },
  });
  return { ticketId: ticket.id, isNew: ticket.isNew };
}

/** The ticket of a deal that was merged into this one: it came along, under the key of the deal that is gone (R-10). */
async function inherited(hubspot: HubSpot, policy: Policy, deal: HubSpotRecord, win: Win): Promise<string | undefined> {
  const ids = deal.associated.ticket ?? [];
  if (ids.length === 0) return undefined;
  const purpose = win.key.slice(win.key.lastIndexOf(':'));
  const name = keyProperty(policy, 'ticket');
  const tickets = await hubspot.readRecords('ticket', ids, [name]);
  return tickets.find(({ values }) => values[name]?.value.endsWith(purpose))?.id;
}
