/** What a deal waits for next: its timer rings for everything, and people are told what comes by the rules as they stand. */
import { beforeEach, describe, expect, it } from 'vitest';
import { looksAgainAt } from '../../../src/domain/deal/deadlines.ts';
import { nextHappening, nextWake } from '../../../src/domain/deal/next-wake.ts';
import { comesNext, LOOK_AGAIN } from '../../../src/domain/wake.ts';
import { at, MINUTE, reply, seven, TouchedDeal } from './touches/support.ts';

/** A Tuesday. */
const LAST = at('2026-03-03T15:00:00Z');

let deal: TouchedDeal;
beforeEach(() => {
  deal = new TouchedDeal()
    .to(LAST)
    .log(...seven(LAST))
    .work();
});

const wake = () => nextWake(deal.state, deal.policy, deal.now);
const happening = () => nextHappening(deal.state, deal.policy, deal.now);

describe('what a deal waits for', () => {
  it('[R-05] is what its rules say, for the timer and for people', () => {
    expect(wake().what).toBe('warn the owner: no answer');
    expect(happening()).toEqual(wake());
    deal.toNextWake();
    expect(happening()?.what).toBe('close the deal: no answer');
  });

  it('[R-05] is another look when an answer takes away what was to come', () => {
    deal.toNextWake();
    deal.log(reply({ at: deal.now + MINUTE })).work();
    expect(happening()).toBeUndefined();
    expect(wake()).toEqual({ at: looksAgainAt(deal.state, deal.policy), what: LOOK_AGAIN });
  });

  it('[R-05] is told as what happens, although another look comes first', () => {
    const look = { at: LAST, what: LOOK_AGAIN };
    const close = { at: LAST + MINUTE, what: 'close the deal: no answer' };
    expect(comesNext(look, close)).toEqual({ nextAt: close.at, nextFor: close.what });
    expect(comesNext(look, undefined)).toEqual({ nextAt: LAST, nextFor: LOOK_AGAIN });
    expect(comesNext({ ...look, what: 'try again what HubSpot refused' }, close)).toMatchObject({ nextAt: LAST });
  });
});
