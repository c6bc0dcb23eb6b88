/** What was asked of a deal's owner goes to the next one (S-05, D-10, D-20). */
import { describe, expect, it } from 'vitest';
import { dutyDone, dutyWakes, nextDuty } from '../../../src/domain/deal/duties.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { DealWithDuties } from '../../support/deal-duties.ts';
import { wonDeal } from '../../support/won-deal.ts';
import { at, DAY, reply, seven, TouchedDeal } from './touches/support.ts';

const MINUTE = 60_000;
const REP = '77';
const NEXT = '78';
const MANAGER = 'person:1';
/** A Tuesday, 10:00 in New York. */
const LAST = at('2026-03-03T15:00:00Z');
const WARNED = at('2026-03-06T15:00:00Z');
const CLOSED = at('2026-03-10T14:00:00Z');

const assigned = (deal: DealWithDuties) =>
  deal.duties.flatMap((one) => (one.do === 'assignTask' ? [[one.task, one.to]] : []));
const change = (deal: DealWithDuties, owner: string) =>
  deal.pass(MINUTE).set('hubspot_owner_id', owner, MANAGER).work();
const warning = `touches:warn:${LAST}`;

function warned(): TouchedDeal {
  const deal = new TouchedDeal().set('hubspot_owner_id', REP, MANAGER).to(LAST);
  return deal
    .log(...seven(LAST))
    .work()
    .to(WARNED);
}

/** Without the deals' other rules that wake up by themselves. */
const { touches: _, ...untouched } = defaultPolicy;

function unplanned(): DealWithDuties {
  return new DealWithDuties(untouched).set('hubspot_owner_id', REP, MANAGER).work().toNextWake();
}

/** Let past Proposal by a manager. */
function blank(): DealWithDuties {
  const deal = new DealWithDuties();
  deal.around.sop = { blank: ['division'] };
  deal.work().fillExit('sql').work().fillExit('engaged').work().set('hubspot_owner_id', REP, MANAGER);
  return deal.set('let_stand_reason', 'The board insists.', MANAGER).work().moveTo('partner_of_choice').work();
}

function answeredLate(): TouchedDeal {
  const deal = warned().to(CLOSED);
  return deal
    .pass(MINUTE)
    .log(reply({ at: CLOSED - 1 }))
    .work();
}

function withEarlyData(): DealWithDuties {
  return new DealWithDuties().set('hubspot_owner_id', REP, MANAGER).set('financials_received', 'yes').work();
}

function refusedByHubSpot(): DealWithDuties {
  const deal = new DealWithDuties().set('hubspot_owner_id', REP, MANAGER).work();
  deal.tell({ type: 'refused', reason: 'rejected' });
  return deal;
}

/** Another automation moves it ahead again and again. */
function leftAlone(): DealWithDuties {
  const deal = new DealWithDuties().set('hubspot_owner_id', REP, MANAGER).work();
  for (let round = 0; round <= defaultPolicy.bypass.maxPutBacks; round += 1) {
    deal
      .moveTo('proposal', 'automation')
      .work()
      .pass(16 * MINUTE)
      .wake()
      .work();
  }
  if (deal.state.attention?.reason !== 'fuse') throw new Error('nobody was asked to look');
  return deal;
}

describe('a task for the owner of a deal', () => {
  it.each<[string, () => DealWithDuties, RegExp]>([
    ['[S-05] the warning that the deal will be lost', warned, /^touches:warn:\d+$/],
    ['[S-05] the answer that came too late', answeredLate, /^touches:late:\d+$/],
    ['[D-20] the next action', unplanned, /^nextAction:empty:\d+$/],
    ['[D-10] what the S&OP lacks', blank, /^sop:blanks$/],
    ['[D-03] data that came before the agreements', withEarlyData, /^earlyData$/],
    ['[R-05] what HubSpot refuses', refusedByHubSpot, /^attention:rejected:\d+$/],
    ['[D-15] a fight over the stage', leftAlone, /^attention:fuse:\d+$/],
  ])('%s goes to the new owner, once a change', (_, scene, task) => {
    const deal = scene();
    expect(assigned(deal)).toEqual([]);
    change(deal, NEXT).wake().work();
    expect(assigned(deal)).toEqual([[expect.stringMatching(task), NEXT]]);
    deal.pass(DAY).wake().work();
    expect(assigned(deal)).toHaveLength(1);
    change(deal, REP).wake().work();
    expect(assigned(deal).at(-1)).toEqual([expect.stringMatching(task), REP]);
    expect(assigned(deal)).toHaveLength(2);
  });

  it('[S-05] of an owner who has left, and of none, goes to the next one; with none it is nobody’s in particular', () => {
    const deal = warned();
    change(deal, '999');
    change(deal, '');
    change(deal, NEXT);
    expect(assigned(deal)).toEqual([
      [warning, '999'],
      [warning, undefined],
      [warning, NEXT],
    ]);
  });

  it('[S-05] lent and given back before anybody looked stays where it is', () => {
    const deal = warned();
    deal.set('hubspot_owner_id', NEXT, MANAGER).set('hubspot_owner_id', REP, MANAGER).work();
    expect(assigned(deal)).toEqual([]);
  });

  it('[D-20] goes to the new owner when the deal changed hands while it was being made', () => {
    const deal = new DealWithDuties(untouched).set('hubspot_owner_id', REP, MANAGER).work();
    const [wake] = dutyWakes(deal.state, deal.policy, deal.now);
    deal.pass((wake?.at ?? NaN) - deal.now).wake();
    const step = nextDuty(deal.state, deal.policy, deal.now);
    if (step?.do !== 'effect') throw new Error('nobody was asked');
    expect(step.effect).toMatchObject({ command: { do: 'task', to: REP } });
    deal.set('hubspot_owner_id', NEXT, MANAGER);
    deal.state = dutyDone(deal.state, step.effect, deal.pass(MINUTE).now).state;
    deal.work();
    expect(assigned(deal)).toEqual([[step.effect.key, NEXT]]);
  });

  it('[S-05] that is over goes to nobody', () => {
    const deal = warned();
    deal
      .pass(MINUTE)
      .set('hubspot_owner_id', NEXT, MANAGER)
      .log(reply({ at: deal.now }))
      .work();
    expect(deal.did('completeTask')).toEqual([`${warning}:over`]);
    expect(assigned(deal)).toEqual([]);
    expect(deal.state.duties?.owners).toEqual({});
  });
});

describe('a task for somebody else', () => {
  it('[D-07] the approver’s stays theirs', () => {
    const deal = new DealWithDuties();
    deal.work().fillExit('sql').work().fillExit('engaged').work().set('hubspot_owner_id', REP, MANAGER);
    deal.fillExit('proposal').set('deal_approval_status', '').set('deal_meeting_required', 'yes').work();
    expect(deal.state.duties?.tasks).toEqual([expect.stringMatching(/^approval:ask:/)]);
    change(deal, '1');
    expect(assigned(deal)).toEqual([]);
  });

  it('[D-18] onboarding’s stays theirs', () => {
    const deal = new DealWithDuties().set('hubspot_owner_id', REP, MANAGER);
    deal.around.ticket = { id: '901', readAt: 0 };
    for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) deal.work().fillExit(stage);
    deal.work().toNextWake();
    expect(deal.state.duties?.tasks).toEqual([expect.stringMatching(/^handOff:\d+:task$/)]);
    change(deal, NEXT);
    expect(assigned(deal)).toEqual([]);
  });

  it('[B-03] the selling rep’s stays theirs', () => {
    const deal = wonDeal();
    deal.bring();
    expect(deal.state.duties?.tasks).toEqual(expect.arrayContaining([expect.stringMatching(/:lifecycle$/)]));
    change(deal, NEXT);
    expect(assigned(deal)).toEqual([]);
  });
});
