/** What becomes of the engine's own tasks: nobody is asked for what is done already. */
import { describe, expect, it } from 'vitest';
import { inheritanceOf } from '../../../src/domain/contact/news.ts';
import { wasAbsent } from '../../../src/domain/contact/results.ts';
import { ContactInMemory, portal } from '../../support/contact-in-memory.ts';

/** By what they are about, in the order in which they were made. */
function openTasks(contact: ContactInMemory): string[] {
  const completed = new Set(contact.effects.flatMap((one) => (one.do === 'completeTask' ? [one.task] : [])));
  return contact.effects.flatMap((one) => (one.do === 'task' && !completed.has(one.key) ? [one.about] : []));
}

const made = (contact: ContactInMemory, about: string) => contact.count('task', about);
const anMql = () => new ContactInMemory().deliver().engage('form').deliver();
const anSql = () => anMql().reachOut().engage('call').set('exploring_a_decision', 'yes').deliver();

describe('a task whose occasion is over is completed, once', () => {
  it('[C-04] the review, when somebody reviewed the Target', () => {
    const contact = new ContactInMemory().deliver().advance(20);
    expect(openTasks(contact)).toEqual(['review']);
    contact.set('target_reviewed', 'yes').deliver();
    expect(openTasks(contact)).toEqual([]);
    contact.advance(60);
    expect(contact.count('completeTask')).toBe(1);
  });

  it('[C-06] the outreach and its reminders, when it was made after all', () => {
    const contact = anMql().advance(10);
    expect(openTasks(contact)).toEqual(['outreach', 'outreachMissed', 'outreachEscalated']);
    contact.reachOut().deliver();
    expect(openTasks(contact)).toEqual([]);
  });

  it('[C-06] outreach that was made before it could be asked for is asked of nobody', () => {
    const contact = new ContactInMemory().deliver().moveTo('mql').reachOut().deliver();
    expect(contact.journal.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['outreachDue', 'outreachMade']));
    expect(made(contact, 'outreach')).toBe(0);
  });

  it('[T-05] whether Sales accepts the lead, when it did', () => {
    const contact = anMql().set('qualified_lead_kind', 'ideal_customer').deliver().advance(5).reachOut().deliver();
    expect(openTasks(contact)).toEqual(['acceptLead', 'acceptLead']);
    contact.set('lead_acceptance', 'accepted').deliver();
    expect(openTasks(contact)).toEqual([]);
  });

  it('[C-07] what an SQL lacks, when it lacks nothing more', () => {
    const contact = anMql().reachOut().set('exploring_a_decision', 'yes').deliver();
    expect(openTasks(contact)).toEqual(['qualify']);
    contact.engage('call').deliver();
    expect([contact.stage, ...openTasks(contact)]).toEqual(['sql', 'associateCompany']);
  });

  it('[C-07] but not what a rep has to do whose SQL was put back', () => {
    const contact = anMql().reachOut().deliver().moveTo('sql').deliver().advance(1);
    expect([contact.stage, ...openTasks(contact)]).toEqual(['mql', 'qualify']);
  });

  it('[C-08] [C-11] the last look, when the next one is due, and the evaluation of an SQL, when something happens', () => {
    const mql = anMql().reachOut().deliver().advance(181);
    expect([made(mql, 'recheck'), ...openTasks(mql)]).toEqual([2, 'recheck']);
    const sql = anSql().ofCompany('55').deliver().advance(61);
    expect([made(sql, 'evaluate'), ...openTasks(sql)]).toEqual([2, 'evaluate']);
    sql.engage('call').deliver();
    expect(openTasks(sql)).toEqual([]);
  });

  it('[C-10] to associate the company, when it is there', () => {
    const contact = anSql();
    expect(openTasks(contact)).toEqual(['associateCompany']);
    contact.ofCompany('55').deliver();
    expect(openTasks(contact)).toEqual([]);
  });

  it('[C-13] [C-12] everything, when the contact is excluded or becomes a Customer', () => {
    expect(openTasks(anMql().advance(10).moveTo('excluded').deliver())).toEqual([]);
    const won = { id: '77', pipeline: 'new_business', stage: 'closed_won', kind: 'won', own: false, by: 'us' } as const;
    expect(openTasks(anMql().advance(10).deal(won).deliver())).toEqual([]);
  });

  it('[C-16] to follow up a recycled contact, when it is recycled no more', () => {
    const contact = anMql().reachOut().deliver().set('hs_email_optout', 'true', 'unknown').deliver();
    expect([contact.stage, ...openTasks(contact)]).toEqual(['recycled', 'recycled']);
    contact.advance(90);
    expect(openTasks(contact)).toEqual(['recycled']);
    contact.moveTo('mql').deliver();
    expect(openTasks(contact)).not.toContain('recycled');
  });

  it('[C-18] why the deal was lost, when it is', () => {
    const contact = anSql().ofCompany('55').deliver().moveTo('mql').deliver();
    expect(openTasks(contact)).toEqual(['lostReasons']);
    contact
      .deal({ id: '9001', pipeline: 'new_business', stage: 'closed_lost', kind: 'lost', own: true, by: 'us' })
      .deliver();
    expect(openTasks(contact)).toEqual([]);
  });

  it('[K-02] that the address takes no mail, when the person has decided all the same', () => {
    const contact = new ContactInMemory();
    contact.mailResult = { of: 'mail', outcome: 'refused', reason: 'unknown' };
    contact.withAddress().deliver();
    expect(openTasks(contact)).toEqual(['mailUnknown']);
    expect(openTasks(contact.consents('granted'))).toEqual([]);
  });
});

it('[R-05] a task to look at what HubSpot refuses stays open as long as it is refused', () => {
  const contact = anMql();
  contact.refuses = (command) =>
    command.do === 'effect' && command.effect.key.startsWith('lead:') ? 'rejected' : undefined;
  contact.set('qualified_lead_kind', 'ideal_customer').reachOut().engage('call').deliver();
  expect(openTasks(contact)).toContain('attention');
  contact.reachOut().deliver().advance(1);
  expect(openTasks(contact)).toContain('attention');
  contact.refuses = () => undefined;
  contact.advance(3);
  expect(contact.state.attention).toBeUndefined();
  expect(openTasks(contact)).not.toContain('attention');
});

it('[R-10] a contact that is merged into another completes what it asked for, and the other asks for it again', () => {
  const contact = anMql().advance(10);
  const open = (contact.state.tasks ?? []).map(({ task }) => task);
  expect(openTasks(contact)).toHaveLength(3);
  contact.state = wasAbsent(contact.state, '702', contact.policy, contact.now);
  expect(Object.keys(inheritanceOf(contact.state).done)).not.toEqual(expect.arrayContaining(open));
  contact.workOff();
  expect(openTasks(contact)).toEqual([]);
  expect(contact.state.done['handOver']).toBeDefined();
});

describe('a contact that gets another owner', () => {
  it('[C-09] brings what was asked of the one before, and only that', () => {
    const contact = anMql().advance(10);
    const [next = ''] = portal.owners['Sales rep'] ?? [];
    contact.set('hubspot_owner_id', next).deliver().advance(30);
    const passed = contact.effects.flatMap((one) => (one.do === 'passTask' ? [one] : []));
    expect(passed).toHaveLength(2);
    expect(passed.every(({ ownerId }) => ownerId === next)).toBe(true);
    // The escalation is the manager's.
    expect(passed.some(({ task }) => task.endsWith(':escalated'))).toBe(false);
  });

  it('[C-09] who is no user is asked nothing', () => {
    const contact = anMql().deliver().set('hubspot_owner_id', '4711').deliver();
    expect(contact.count('passTask')).toBe(0);
  });
});
