/** D-10: the #S&OP note. */
import { beforeEach, expect, it } from 'vitest';
import type { Around } from '../../../src/domain/deal/duty-state.ts';
import { known } from '../../../src/domain/policy/rows.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';

class Deal extends DealWithDuties {
  looks = 0;
  protected override look(at: keyof Around) {
    if (at === 'sop') this.looks += 1;
    return super.look(at);
  }
}

const DIVISION = known('company', 'division', 'D-09');

let deal: Deal;
/** In Proposal, where the S&OP is asked for; nobody has written the note. */
beforeEach(() => {
  deal = new Deal();
  deal.around.sop = { blank: [] };
  deal.work().fillExit('sql').work().fillExit('engaged').work();
});

/** All but the approval, so that the deal stays in Proposal. */
function fillIn(): Deal {
  deal.fillExit('proposal').set('deal_approval_status', '').set('deal_meeting_required', '');
  return deal;
}
const decided = () => deal.journal.map(({ kind }) => kind).filter((kind) => kind.startsWith('sop'));

it('[D-10] the note is written as soon as all fields are there, though the deal stays where it is', () => {
  fillIn().work();
  expect(deal.stage).toBe('proposal');
  expect(deal.did('sopNote')).toEqual(['sop:note']);
  expect(decided()).toEqual(['sopNoteWritten']);
});

it('[D-10] it is written once, whatever changes later and wherever the deal goes', () => {
  fillIn().work().set('amount', '900').work();
  deal.fillExit('proposal').work().fillExit('partner_of_choice').work();
  expect(deal.stage).toBe('closed_won');
  expect(deal.did('sopNote')).toHaveLength(1);
  expect(deal.looks).toBe(1);
});

it('[D-10] the last field moves the deal on, and the note is written all the same', () => {
  deal.fillExit('proposal').work();
  expect(deal.stage).toBe('partner_of_choice');
  expect(deal.did('sopNote')).toHaveLength(1);
});

it('[D-10] while a field is blank no note is written and nothing is looked at: the gate names the blank', () => {
  fillIn().without(DIVISION).work();
  expect(deal.did('sopNote')).toEqual([]);
  expect(deal.looks).toBe(0);
  expect(deal.state.shown?.missing).toContain('company.division');
  deal.fill(DIVISION).work();
  expect(deal.did('sopNote')).toHaveLength(1);
});

it('[D-10] a note of a rep’s own counts: none is written, and the journal names it', () => {
  deal.around.sop = { blank: [], note: { id: '702', at: 5, by: 'person:7' } };
  fillIn().work();
  expect(deal.did('sopNote')).toEqual([]);
  expect(deal.journal.find(({ kind }) => kind === 'sopNoteFound')).toMatchObject({
    by: 'person:7',
    evidence: [{ object: 'deal' }, { object: 'note', id: '702' }],
  });
});

it('[D-10] a note of a rep’s own does not excuse a blank: the deal stays and the blank is named', () => {
  deal.around.sop = { blank: ['division'], note: { id: '702', at: 5, by: 'person:7' } };
  deal.fillExit('proposal').without(DIVISION).work();
  expect(deal.stage).toBe('proposal');
  expect(deal.state.shown?.missing).toEqual(['company.division']);
  expect(decided()).toEqual([]);
});

it('[D-10] a deal let past the gate with blanks has them named to its owner, once, and then gets its note', () => {
  deal.around.sop = { blank: ['division'] };
  deal.set('hubspot_owner_id', '77').set('let_stand_reason', 'The board insists.', 'person:1').work();
  deal.moveTo('partner_of_choice').work();
  expect(deal.stage).toBe('partner_of_choice');
  const [task] = deal.duties.filter(({ key }) => key === 'sop:blanks');
  expect(task).toMatchObject({ do: 'task', to: '77', about: 'sopBlanks' });
  expect(task).toMatchObject({ detail: { missing: expect.arrayContaining(['company.division', 'deal.amount']) } });

  deal.around.sop = { blank: [] };
  fillIn().work();
  expect(deal.did('sopNote')).toHaveLength(1);
  expect(deal.did('completeTask')).toEqual(['sop:blanks:over']);
  expect(decided()).toEqual(['sopBlanksNamed', 'sopNoteWritten']);
});

it('[D-10] nobody is asked for blanks of a deal that is lost', () => {
  deal.around.sop = { blank: ['division'] };
  deal.set('hubspot_owner_id', '77').set('let_stand_reason', 'The board insists.', 'person:1').work();
  deal.moveTo('partner_of_choice').work();
  expect(deal.state.duties?.tasks).toEqual(['sop:blanks']);
  deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'No budget.').work();
  expect(deal.stage).toBe('closed_lost');
  expect(deal.state.duties?.tasks).toEqual([]);
});

it('[D-10] a deal that is lost has no use for the note', () => {
  deal.set('deal_lost_reason_category', 'budget').set('deal_lost_reason_details', 'No budget.');
  fillIn().work();
  expect(deal.stage).toBe('closed_lost');
  expect(deal.did('sopNote')).toEqual([]);
});
