/** C-17: a lost deal of certain categories brings its contact back after a cool-off, a few times at most. */
import { addDays } from '../../time.ts';
import { dealEvidence, decided } from '../decisions.ts';
import type { Situation } from '../situation.ts';
import type { DealFact } from '../state.ts';
import { dealsAround, lostNewBusiness, wonDeals } from './deals.ts';
import { channelFor } from './unreachable.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

export interface CoolOff {
  deal: DealFact;
  /** When it ends: the same local time, so many calendar days after the loss. */
  at: number;
  /** The round that begins then, from 1. */
  round: number;
}

const PREFIX = 'recycle:';

/** The cool-off that the contact is in, or that has just ended; undefined where it will not be recycled. */
export function coolOff(s: Situation): CoolOff | undefined {
  const { facts, settled, policy, done } = s;
  const { coolOffDays, maxRounds } = policy.recycling;
  const deal = lostNewBusiness(s)[0];
  const days = coolOffDays[deal?.lostCategory ?? ''];
  if (deal === undefined || days === undefined || done[keyOf(deal)] !== undefined) return undefined;
  if (settled.stage !== 'target' && settled.stage !== 'mql') return undefined;
  const isBusy = dealsAround(s).some(({ own, kind }) => own && kind === 'open') || wonDeals(s).length > 0;
  if (isBusy || facts.values[policy.properties.doNotContact]?.value === 'yes') return undefined;
  const round = roundsSoFar(s) + 1;
  const at = addDays(deal.at, days, policy.calendar.timeZone);
  // Who moves a contact after the cool-off wants it there.
  const isChosen = settled.by !== 'us' && settled.since > at;
  return round > maxRounds || isChosen ? undefined : { deal, at, round };
}

export const recycleAfterLoss: Mover = (s) => {
  const ended = coolOff(s);
  if (ended === undefined || s.now < ended.at) return undefined;
  const { deal, at, round } = ended;
  const category = deal.lostCategory ?? '';
  const decision = decided(s, {
    kind: 'recycled',
    from: s.settled.stage,
    to: 'recycled',
    by: 'us',
    happenedAt: at,
    evidence: [dealEvidence(deal)],
    clause: s.policy.recycling.clause,
    detail: { reason: 'lostDeal', category, round },
  });
  const detail = { reason: 'lostDeal', category, round, channel: channelFor(s) };
  return move(s, 'recycled', decision, {
    key: keyOf(deal),
    values: { [s.policy.properties.recyclingRounds]: String(round) },
    effects: [ownerTask(s, `task:${keyOf(deal)}`, 'recycled', detail)],
  });
};

/** As the record says; somebody who empties the field there gets no more rounds by it. */
function roundsSoFar({ facts, policy, done }: Situation): number {
  const shown = Number(facts.values[policy.properties.recyclingRounds]?.value ?? 0);
  const carriedOut = Object.keys(done).filter((key) => key.startsWith(PREFIX)).length;
  return Math.max(Number.isFinite(shown) ? shown : 0, carriedOut);
}

function keyOf({ id, at }: DealFact): string {
  return `${PREFIX}${id}:${at}`;
}
