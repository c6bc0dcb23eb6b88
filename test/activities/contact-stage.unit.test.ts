/** Lifecycle stages, owners, notes, tasks, what stands on the record, tickets, deletion: on the sandbox's portal. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContactActivities } from '../../src/activities/contact/index.ts';
import {
  asAttempt,
  type ContactTestPortal,
  losingAnswer,
  PORTAL,
  retried,
  startContactPortal,
  whicheverAnswerIsLost,
} from './contact-portal.ts';

let portal: ContactTestPortal;
let rep: { id: string };
let manager: { id: string };

beforeEach(async () => {
  portal = await startContactPortal();
  rep = portal.people.owner('ruth.amado@healthprime.example');
  manager = portal.people.owner('marcus.odell@healthprime.example');
});
afterEach(() => portal.close());

const AT = Date.parse('2026-11-20T15:00:00Z');
const read = (id: string) => portal.hubspot.readRecord('contact', id, ['lifecyclestage', 'hubspot_owner_id']);
const stageOf = async (id: string) => (await read(id)).values['lifecyclestage']?.value;
const history = async (id: string): Promise<string[]> => {
  const path = `/crm/v3/objects/contacts/${id}?propertiesWithHistory=lifecyclestage`;
  const answer = (await portal.people.call(undefined, 'GET', path)) as {
    propertiesWithHistory: { lifecyclestage: { value: string }[] };
  };
  return answer.propertiesWithHistory.lifecyclestage.map(({ value }) => value);
};
const inStage = (stage: keyof ContactTestPortal['facts']['stages']) =>
  portal.contact({ lifecyclestage: portal.facts.stages[stage] });

async function move(
  contactId: string,
  to: keyof ContactTestPortal['facts']['stages'],
  {
    backward = false,
    from = '',
    values = {},
    asOf = Date.now() + 1_000,
  }: { backward?: boolean; from?: string; values?: Record<string, string>; asOf?: number } = {},
  activities: ContactActivities = portal.activities,
) {
  return activities.setStage({ contactId, stageId: portal.facts.stages[to], from, backward, values, asOf });
}

describe('the lifecycle stage', () => {
  it('[C-19] goes forward in one write, with what is written beside it, and answers when', async () => {
    const id = await inStage('target');
    const { at } = await asAttempt(1, () => move(id, 'mql', { values: { sop_recycling_rounds: '1' } }));
    const contact = await portal.hubspot.readRecord('contact', id, ['lifecyclestage', 'sop_recycling_rounds']);
    expect(contact.values['lifecyclestage']).toMatchObject({ value: portal.facts.stages.mql, at, by: 'us' });
    expect(contact.values['sop_recycling_rounds']?.value).toBe('1');
    expect(await history(id)).toEqual([portal.facts.stages.mql, portal.facts.stages.target]);
  });

  it('[C-19] goes back by clearing and setting, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      () => inStage('sql'),
      (activities, id) => move(id, 'target', { backward: true }, activities),
      async (id) => expect(await stageOf(id)).toBe(portal.facts.stages.target),
    );
  });

  it('[C-19] is not left blank by a crash between the two writes, although a person changed something else meanwhile', async () => {
    const id = await inStage('sql');
    const asOf = portal.sandbox.clock.now();
    const { port } = losingAnswer(portal.hubspot, 1);
    await expect(
      asAttempt(1, () => move(id, 'mql', { backward: true, asOf }, portal.over(port))),
    ).rejects.toMatchObject({ type: 'timeout' });
    expect(await stageOf(id)).toBe('');
    portal.sandbox.clock.moveTo(asOf + 60_000);
    await portal.people.change(rep, 'contacts', id, { hubspot_owner_id: rep.id });
    await asAttempt(2, () => move(id, 'mql', { backward: true, asOf }));
    expect(await stageOf(id)).toBe(portal.facts.stages.mql);
  });

  it('[C-19] is left where it was, and not blank, when HubSpot refuses the stage after it was cleared', async () => {
    const id = await inStage('sql');
    const from = portal.facts.stages.sql;
    const refused = { backward: true, from, values: { sop_recycling_rounds: 'many' } };
    await expect(asAttempt(1, () => move(id, 'mql', refused))).rejects.toMatchObject({ type: 'rejected' });
    expect(await stageOf(id)).toBe(from);
  });

  it('[C-19] a write that HubSpot takes for backward is noticed, and made as one', async () => {
    const id = await inStage('sql');
    await expect(asAttempt(1, () => move(id, 'mql'))).rejects.toMatchObject({
      type: 'stageNotTaken',
      nonRetryable: false,
    });
    expect(await stageOf(id)).toBe(portal.facts.stages.sql);
    await retried(() => move(id, 'mql'));
    expect(await stageOf(id)).toBe(portal.facts.stages.mql);
  });

  it('[R-03] a later attempt is outdated once somebody else changed what was decided on', async () => {
    const id = await inStage('target');
    const asOf = portal.sandbox.clock.now();
    portal.sandbox.clock.moveTo(asOf + 60_000);
    await portal.people.change(rep, 'contacts', id, { exploring_a_decision: 'yes' });
    await expect(asAttempt(2, () => move(id, 'mql', { asOf }))).rejects.toMatchObject({
      type: 'outdated',
      nonRetryable: true,
    });
    expect(await stageOf(id)).toBe(portal.facts.stages.target);
    await asAttempt(1, () => move(id, 'mql', { asOf }));
    expect(await stageOf(id)).toBe(portal.facts.stages.mql);
  });

  it('[R-03] a move that was made stands although its answer was lost and a person went on', async () => {
    const id = await inStage('target');
    const asOf = portal.sandbox.clock.now();
    const { port } = losingAnswer(portal.hubspot, 1);
    await expect(asAttempt(1, () => move(id, 'mql', { asOf }, portal.over(port)))).rejects.toMatchObject({
      type: 'timeout',
    });
    portal.sandbox.clock.moveTo(asOf + 60_000);
    await portal.people.change(rep, 'contacts', id, { exploring_a_decision: 'yes' });
    await asAttempt(2, () => move(id, 'mql', { asOf }));
    expect(await history(id)).toEqual([portal.facts.stages.mql, portal.facts.stages.target]);
  });
});

describe('the hand-off', () => {
  const assign = (contactId: string, key: string, activities = portal.activities) =>
    activities.assignNext({ portalId: PORTAL, contactId, key, role: 'SDR' });
  const ownerOf = async (id: string) => (await read(id)).values['hubspot_owner_id']?.value;

  it('[C-06] gives contacts to the SDRs in turn', async () => {
    const given = [];
    for (const key of ['a', 'b', 'c', 'd']) {
      const id = await portal.contact();
      given.push((await assign(id, key)).ownerId);
      expect(await ownerOf(id)).toBe(given.at(-1));
    }
    const sdrs = portal.facts.owners['SDR'] ?? [];
    expect(given).toEqual([...sdrs, sdrs[0]]);
  });

  it('[C-06] leaves an owner who is staff, and takes no turn for that', async () => {
    const id = await portal.contact({ hubspot_owner_id: rep.id });
    expect(await assign(id, 'a')).toEqual({ ownerId: rep.id });
    expect(portal.turns.size).toBe(0);
  });

  it('[C-06] takes one turn whichever answer is lost', async () => {
    let occasions = 0;
    await whicheverAnswerIsLost(
      portal,
      async () => ({ id: await portal.contact(), key: `occasion ${(occasions += 1)}` }),
      (activities, { id, key }) => assign(id, key, activities),
      async ({ id, key }) => {
        const turn = portal.turns.get(key) ?? -1;
        const sdrs = portal.facts.owners['SDR'] ?? [];
        expect(await ownerOf(id)).toBe(sdrs[turn % sdrs.length]);
      },
    );
    expect(portal.turns.size).toBe(occasions);
  });

  it('[C-06] says so when nobody has the role', async () => {
    const id = await portal.contact();
    portal.facts.owners['SDR'] = [];
    await expect(assign(id, 'a')).rejects.toMatchObject({ type: 'nobody', nonRetryable: true });
  });
});

describe('the rep who qualified a contact', () => {
  const ownerOf = async (id: string) => (await read(id)).values['hubspot_owner_id']?.value;

  it('[C-09] becomes its owner, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      () => portal.contact({ hubspot_owner_id: manager.id }),
      (activities, contactId) => activities.ownByRep({ contactId, ownerId: rep.id, from: manager.id }),
      async (id) => expect(await ownerOf(id)).toBe(rep.id),
    );
  });

  it('[C-09] does not, where people gave it to somebody else meanwhile', async () => {
    const id = await portal.contact({ hubspot_owner_id: manager.id });
    const taken = await portal.activities.ownByRep({ contactId: id, ownerId: rep.id, from: '' });
    expect([taken.ownerId, await ownerOf(id)]).toEqual([manager.id, manager.id]);
  });
});

describe('notes and tasks', () => {
  const task = (contactId: string, more: { to?: string; ownerId?: string } = {}) => ({
    contactId,
    key: `contact-1-${contactId}:review:1`,
    about: 'review' as const,
    detail: {},
    to: 'owner',
    dueAt: AT,
    ...more,
  });
  const tasksOf = async (id: string) =>
    Promise.all(
      (await portal.associated('contact', id, 'task')).map((one) =>
        portal.people.see('tasks', one, ['hs_task_subject', 'hs_timestamp', 'hubspot_owner_id', 'hs_task_status']),
      ),
    );

  it('[R-03] are one each, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      () => portal.contact(),
      async (activities, contactId) => {
        const note = { contactId, key: `contact-1-${contactId}:note`, about: 'putBack' as const, at: AT };
        await activities.noteOnContact({ ...note, detail: { from: 'customer', to: 'mql' } });
        await activities.taskOnContact(task(contactId));
      },
      async (id) => {
        const notes = await portal.associated('contact', id, 'note');
        expect(notes).toHaveLength(1);
        const note = await portal.people.see('notes', notes[0] ?? '', ['hs_note_body']);
        expect(note['hs_note_body']).toContain('Marketing Qualified Lead');
        expect(await tasksOf(id)).toHaveLength(1);
      },
    );
  });

  it('[C-06] a task is for the owner, for a role, and for the manager where neither is there', async () => {
    const assignees = async (more: Parameters<typeof task>[1]) => {
      const id = await portal.contact();
      await portal.activities.taskOnContact(task(id, more));
      return (await tasksOf(id)).map((one) => one['hubspot_owner_id']);
    };
    expect(await assignees({ ownerId: rep.id })).toEqual([rep.id]);
    expect(await assignees({ to: 'Marketing' })).toEqual([portal.facts.owners['Marketing']?.[0]]);
    expect(await assignees({})).toEqual([manager.id]);
    expect(await assignees({ ownerId: '1' })).toEqual([manager.id]);
    expect(await assignees({ to: 'Nobody' })).toEqual([manager.id]);
  });

  it('[C-04] says what it is about and when it is due; completed, it stays completed', async () => {
    const id = await portal.contact();
    await portal.activities.taskOnContact(task(id));
    const [first] = await portal.associated('contact', id, 'task');
    await portal.people.change(rep, 'tasks', first ?? '', { hs_task_status: 'COMPLETED' });
    await portal.activities.taskOnContact(task(id));
    expect(await tasksOf(id)).toMatchObject([
      { hs_task_subject: 'Review this Target', hs_timestamp: new Date(AT).toISOString(), hs_task_status: 'COMPLETED' },
    ]);
  });

  it('[C-06] a task whose occasion is over is completed, one of a former owner handed on, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      async () => {
        const id = await portal.contact();
        await portal.activities.taskOnContact(task(id, { ownerId: rep.id }));
        return id;
      },
      async (activities, id) => {
        await activities.passTask({ key: task(id).key, ownerId: manager.id });
        await activities.completeTask({ key: task(id).key });
      },
      async (id) =>
        expect(await tasksOf(id)).toMatchObject([{ hs_task_status: 'COMPLETED', hubspot_owner_id: manager.id }]),
    );
  });

  it('[C-06] a task that a person has in hand is left alone, one that is gone needs nothing', async () => {
    const id = await portal.contact();
    const { key } = task(id);
    await portal.activities.completeTask({ key });
    await portal.activities.taskOnContact(task(id));
    const [first = ''] = await portal.associated('contact', id, 'task');
    await portal.people.change(rep, 'tasks', first, { hs_task_status: 'IN_PROGRESS' });
    await portal.activities.completeTask({ key });
    await portal.activities.passTask({ key, ownerId: rep.id });
    expect(await tasksOf(id)).toMatchObject([{ hs_task_status: 'IN_PROGRESS', hubspot_owner_id: manager.id }]);
  });
});

describe('what stands on the record', () => {
  const shown = { values: { sop_temperature: 'warm' }, missing: ['conversation'], stage: 'mql' as const };

  it('[R-01] is written with what is missing in words, and told for the Temporal UI', async () => {
    const contactId = await portal.contact();
    const { details } = await portal.activities.showOnContact({ contactId, shown, write: true });
    const seen = await portal.people.see('contacts', contactId, ['sop_temperature', 'sop_missing_to_move_on']);
    expect(seen).toMatchObject({
      sop_temperature: 'warm',
      sop_missing_to_move_on: expect.stringContaining('A conversation with the prospect'),
    });
    expect(details).toContain('**Marketing Qualified Lead**');
  });

  it('[R-01] costs no call when only the details change', async () => {
    const contactId = await portal.contact();
    const before = portal.sandbox.requests.count;
    await portal.activities.showOnContact({ contactId, shown, write: false });
    expect(portal.sandbox.requests.count).toBe(before);
  });
});

it('[L-02] a ticket is answered once and closed, whichever answer is lost', async () => {
  await whicheverAnswerIsLost(
    portal,
    () =>
      portal.people.create(rep, 'tickets', {
        subject: 'A lead, please',
        hs_pipeline_stage: '1',
        hs_ticket_category: 'Lead creation',
      }),
    (activities, ticketId) =>
      activities.answerTicket({ ticketId, key: `t:${ticketId}`, made: false, missing: ['engaged'], at: AT }),
    async (ticketId) => {
      const ticket = await portal.people.see('tickets', ticketId, ['hs_pipeline_stage', 'sop_lead_answer']);
      expect(ticket).toMatchObject({ hs_pipeline_stage: '4', sop_lead_answer: expect.stringContaining('No lead') });
      const notes = await portal.associated('ticket', ticketId, 'note');
      expect(notes).toHaveLength(1);
      const note = await portal.people.see('notes', notes[0] ?? '', ['hs_note_body']);
      expect(note['hs_note_body']).toContain('No engagement within the last 3 months');
    },
  );
});

describe('a ticket that asks for a lead and has no contact', () => {
  const aTicket = (properties: Record<string, string> = {}) =>
    portal.people.create(rep, 'tickets', {
      subject: 'A lead, please',
      hs_pipeline_stage: '1',
      hs_ticket_category: 'Lead creation',
      ...properties,
    });
  const answer = (...tickets: string[]) => portal.activities.answerContactless({ portalId: PORTAL, tickets, at: AT });
  const seen = async (id: string) => portal.people.see('tickets', id, ['hs_pipeline_stage', 'sop_lead_answer']);

  it('[L-02] is found among others, and may get its contact within the grace time', async () => {
    const [lonely, other, closed, named] = await Promise.all([
      aTicket(),
      aTicket({ hs_ticket_category: 'BILLING_ISSUE' }),
      aTicket({ hs_pipeline_stage: '4' }),
      aTicket(),
    ]);
    await portal.people.associate(rep, 'tickets', named, 'contacts', await portal.contact());
    const tickets = [lonely, other, closed, named];
    expect(await portal.activities.contactlessTickets({ tickets })).toEqual({ tickets: [lonely], graceMs: 900_000 });
    await answer(lonely, named);
    expect(await seen(named)).toMatchObject({ hs_pipeline_stage: '1' });
  });

  it('[L-02] [R-03] is told so and closed, whichever answer is lost', async () => {
    await whicheverAnswerIsLost(
      portal,
      () => aTicket(),
      (activities, ticket) => activities.answerContactless({ portalId: PORTAL, tickets: [ticket], at: AT }),
      async (ticket) => {
        expect(await seen(ticket)).toMatchObject({
          hs_pipeline_stage: '4',
          sop_lead_answer: expect.stringContaining('associated with none'),
        });
        expect(await portal.associated('ticket', ticket, 'note')).toHaveLength(1);
      },
    );
  });

  it('[L-02] of many all are answered', async () => {
    const tickets = await Promise.all(Array.from({ length: 51 }, () => aTicket()));
    await answer(...tickets);
    expect((await portal.activities.contactlessTickets({ tickets })).tickets).toEqual([]);
  });
});

it("[C-14] a contact is deleted on a person's answer, and deleting it again changes nothing", async () => {
  await whicheverAnswerIsLost(
    portal,
    () => portal.contact(),
    (activities, contactId) => activities.deleteContact({ contactId }),
    (id) => expect(read(id)).rejects.toMatchObject({ kind: 'notFound' }),
  );
});

it('[R-10] loading tells the rules, the last decision and whether the person was forgotten', async () => {
  const at = { portalId: PORTAL, contactId: '5' };
  expect(await portal.activities.loadContact(at)).toMatchObject({
    seq: 7,
    erased: false,
    policy: { staff: portal.facts.staff },
  });
  portal.erased.add('5');
  expect(await portal.activities.loadContact(at)).toMatchObject({ erased: true });
});
