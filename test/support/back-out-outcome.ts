/** What a deal looks like after a back-out, for comparing one with another. */
import type { Inbox } from '../../src/inbox/inbox.ts';
import type { TestStack } from './stack.ts';
import type { WholeDeal } from './whole-deal.ts';

export interface Won extends WholeDeal {
  name: string;
  ticketId: string;
}

/** What a back-out leaves behind on one deal; the same for all deals of one rep. */
export async function outcomeOf(
  { people, journal, config }: TestStack,
  inbox: Inbox,
  { id, ticketId, contactId, name }: Won,
) {
  const tasks = await Promise.all(
    (await people.seeAssociated(id, 'tasks')).map((task) =>
      people.see('tasks', task, ['hs_task_subject', 'hubspot_owner_id']),
    ),
  );
  const history = await journal.history('deal', config.hubspot.portalId, id);
  const names = ['deal_lost_reason_category', 'deal_lost_reason_details'];
  const {
    dealstage,
    deal_lost_reason_category: category,
    deal_lost_reason_details: details,
  } = await people.seeDeal(id, names);
  const kinds = history.map(({ kind }) => kind);
  return {
    isLost: dealstage === people.stageId('new_business', 'closed_lost'),
    category,
    details,
    tasks: tasks
      .map((task) => `${task['hs_task_subject']}, ${people.ownerById(task['hubspot_owner_id'] ?? '').name}`)
      .toSorted(),
    mails: inbox
      .messages()
      .filter(({ subject }) => subject === `A deal of yours was backed out: update the lifecycle stage: ${name}`)
      .map(({ envelope }) => envelope.to.join()),
    tickets: (await people.seeAssociated(id, 'tickets')).length,
    ticketStage: (await people.see('tickets', ticketId, ['hs_pipeline_stage']))['hs_pipeline_stage'],
    notesOnTicket: (await people.seeAssociated(ticketId, 'notes', 'tickets')).length,
    lifecycle: (await people.see('contacts', contactId, ['lifecyclestage']))['lifecyclestage'],
    decided: kinds.slice(kinds.indexOf('backedOut')),
    gaps: history.filter(({ seq }, index) => seq !== index + 1).length,
  };
}
