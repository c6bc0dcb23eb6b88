/** D-18: a won deal is handed off when onboarding moves its ticket on. */
import { beforeEach, expect, it } from 'vitest';
import type { Around } from '../../../src/domain/deal/duty-state.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';

const TICKET = '801';
const ONBOARDING = '78';
const MANAGER = '1';
const DAY = 86_400_000;

class Deal extends DealWithDuties {
  looks = 0;
  protected override look(at: keyof Around) {
    if (at === 'ticket') this.looks += 1;
    return super.look(at);
  }
}

let deal: Deal;
/** Won on Friday, 2026-05-22, at 11:00 in New York; the Monday after is Memorial Day. */
beforeEach(() => {
  deal = new Deal(undefined, undefined, '2026-05-22T15:00:00Z');
  win();
});

function win(): void {
  for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) deal.fillExit(stage).deliver();
  stands('new');
  deal.tell({ type: 'handedOff', ticketId: TICKET, isNew: true });
  deal.work();
}

function stands(stage: string, extra: Partial<Around['ticket']> = {}): void {
  deal.around.ticket = { id: TICKET, stage, at: deal.now, by: 'person:78', owner: ONBOARDING, readAt: 0, ...extra };
}

/** Somebody moves the ticket, and its deal hears of it. */
function ticketMoves(stage: string, extra: Partial<Around['ticket']> = {}): Deal {
  deal.pass(1000);
  stands(stage, extra);
  const news = { kind: 'related', object: 'ticket', otherId: TICKET, property: 'hs_pipeline_stage' } as const;
  deal.events.push({ ...news, key: `ticket@${deal.now}`, occurredAt: deal.now, by: 'person:78' });
  return deal.work();
}

const localDay = () => new Date(deal.now - 4 * 3_600_000).toISOString().slice(0, 16);
const decided = () => deal.journal.map(({ kind }) => kind).filter((kind) => /^handOff|^ticket/.test(kind));
const mails = () => deal.duties.filter((one) => one.do === 'mail');

it('[D-18] a win looks at nothing and asks nobody before the first reminder', () => {
  expect(deal.looks).toBe(0);
  expect(deal.duties.filter(({ key }) => key.startsWith('handOff'))).toEqual([]);
});

it('[D-18] onboarding is reminded after two business days: over the weekend and a holiday, at the same hour', () => {
  deal.toNextWake();
  expect(localDay()).toMatch(/^2026-05-27T11:/);
  expect(deal.looks).toBe(1);
  expect(mails()).toMatchObject([{ to: ONBOARDING, about: 'acceptHandOff', detail: { ticket: TICKET } }]);
  expect(deal.did('task', 'acceptHandOff')).toHaveLength(1);
  expect(decided()).toEqual(['handOffReminded']);
});

it('[D-18] twice every two business days, then the manager hears of it, and then nobody is asked again', () => {
  deal.toNextWake().toNextWake();
  expect(localDay()).toMatch(/^2026-05-29T/);
  deal.toNextWake();
  expect(localDay()).toMatch(/^2026-06-02T/);
  expect(mails()).toMatchObject([
    { about: 'acceptHandOff', to: ONBOARDING },
    { about: 'acceptHandOff', to: ONBOARDING },
    { about: 'handOffStuck', to: MANAGER },
  ]);
  expect(deal.did('task').map((key) => key.split(':').at(-1))).toEqual(['task', 'managerTask']);
  expect(decided()).toEqual(['handOffReminded', 'handOffReminded', 'handOffEscalated']);
  deal
    .pass(10 * DAY)
    .wake()
    .work();
  expect(mails()).toHaveLength(3);
});

it('[D-18] whoever slept through all reminders sends none late, but the manager hears of it', () => {
  deal
    .pass(40 * DAY)
    .wake()
    .work();
  expect(mails()).toMatchObject([{ about: 'handOffStuck' }]);
  expect(deal.did('task', 'acceptHandOff')).toHaveLength(1);
});

it('[D-18] moved on, the hand-off is over: the rep reads it, the tasks are over, nobody is reminded', () => {
  deal.toNextWake();
  ticketMoves('accepted');
  expect(deal.did('note', 'handOffAccepted')).toHaveLength(1);
  expect(deal.did('completeTask')).toEqual([`${deal.did('task')[0]}:over`]);
  expect(deal.journal.at(-1)).toMatchObject({ kind: 'handOffAccepted', by: 'person:78', happenedAt: deal.now });
  expect(deal.journal.at(-1)?.evidence).toContainEqual(expect.objectContaining({ object: 'ticket', id: TICKET }));
  expect(() => deal.toNextWake()).toThrow('nothing happens by itself');
});

it('[D-18] accepted is accepted: where the ticket goes then is no matter of the deal', () => {
  ticketMoves('accepted');
  const looks = deal.looks;
  ticketMoves('new');
  ticketMoves('live');
  expect(deal.looks).toBe(looks);
  expect(deal.did('note', 'handOffAccepted')).toHaveLength(1);
  expect(mails()).toEqual([]);
});

it('[D-18] a stage that only the portal knows is a stage further on', () => {
  ticketMoves('90210');
  expect(decided()).toEqual(['handOffAccepted']);
});

it('[D-18] whoever the ticket was given to is reminded, if they work here', () => {
  stands('new', { owner: '77' });
  deal.toNextWake();
  expect(mails()).toMatchObject([{ to: '77' }]);
  stands('new', { owner: '12345' });
  deal.toNextWake();
  expect(mails()[1]).toMatchObject({ to: ONBOARDING });
});

it('[D-18] a move whose news was lost is found before anybody is reminded', () => {
  stands('accepted');
  deal.toNextWake();
  expect(mails()).toEqual([]);
  expect(decided()).toEqual(['handOffAccepted']);
});

it('[D-18] a ticket that was there before is looked at', () => {
  stands('accepted');
  deal.tell({ type: 'handedOff', ticketId: TICKET, isNew: false });
  deal.work();
  expect(decided()).toEqual(['handOffAccepted']);
});

it('[D-18] closed because the deal was backed out is not accepted', () => {
  ticketMoves('backed_out');
  expect(decided()).toEqual([]);
  expect(() => deal.toNextWake()).toThrow('nothing happens by itself');
});

it('[D-18] [D-14] opened again and won once more, it is handed off once more', () => {
  deal.toNextWake();
  expect(deal.did('task', 'acceptHandOff')).toHaveLength(1);
  deal.moveTo('partner_of_choice').set('contract_status', '').work();
  expect(deal.did('completeTask')).toHaveLength(1);
  deal.pass(DAY).fillExit('partner_of_choice').work();
  expect(deal.stage).toBe('closed_won');
  deal.toNextWake();
  expect(deal.did('task', 'acceptHandOff')).toHaveLength(2);
  expect(mails()).toHaveLength(2);
});

it('[D-18] [R-10] a ticket that was merged into another is no other hand-off', () => {
  deal.toNextWake();
  stands('new', { id: '999' });
  deal.toNextWake();
  expect(deal.did('task', 'acceptHandOff')).toHaveLength(1);
  expect(decided()).toEqual(['handOffReminded', 'handOffReminded']);
  expect(mails()).toHaveLength(2);
});

it('[D-18] a ticket that was deleted is told to the manager, once; restored, the matter goes on', () => {
  ticketMoves('new', { gone: true });
  expect(deal.duties.find((one) => one.do === 'task')).toMatchObject({ about: 'ticketGone', to: MANAGER });
  expect(decided()).toEqual(['ticketGone']);
  ticketMoves('new');
  expect(deal.did('completeTask')).toEqual([`handOff:${TICKET}:goneTask:over`]);
  deal.toNextWake();
  expect(decided()).toEqual(['ticketGone', 'handOffReminded']);
});

it('[D-18] a deal that was won and has no ticket is not spoken of', () => {
  const bare = new Deal();
  for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) bare.fillExit(stage).deliver();
  bare.work();
  expect(bare.stage).toBe('closed_won');
  expect(bare.looks).toBe(1);
  expect(bare.duties.filter(({ key }) => key.startsWith('handOff'))).toEqual([]);
});

it('[D-18] a policy without back-outs reminds all the same', () => {
  const { backOut: _, nextAction: __, ...policy } = defaultPolicy;
  deal = new Deal(policy);
  win();
  deal.toNextWake();
  expect(decided()).toEqual(['handOffReminded']);
});
