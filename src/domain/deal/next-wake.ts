/** What a deal waits for by itself, as its timer and as people understand it. */
import { LOOK_AGAIN } from '../wake.ts';
import { looksAgainAt, nextDeadline } from './deadlines.ts';
import { dutyWakes } from './duties.ts';
import type { DealPolicy } from './policy.ts';
import type { DealWake } from './rules/rule.ts';
import type { DealState } from './state.ts';

/** When the deal has to be seen to again if nothing is heard, be it only for another look. */
export function nextWake(state: DealState, policy: DealPolicy, now: number): DealWake {
  const tick = { at: looksAgainAt(state, policy), what: LOOK_AGAIN };
  return earliest([tick, ...wakes(state, policy, now)]) ?? tick;
}

/** What happens next by itself, by the gate's clock or by a rule's; another look at something is none of it. */
export function nextHappening(state: DealState, policy: DealPolicy, now: number): DealWake | undefined {
  return earliest(wakes(state, policy, now).filter(({ what }) => what !== LOOK_AGAIN));
}

function wakes(state: DealState, policy: DealPolicy, now: number): DealWake[] {
  const gate = nextDeadline(state, policy);
  return [...(gate === undefined ? [] : [gate]), ...dutyWakes(state, policy, now)];
}

/** Of two at the same instant the first of the list. */
function earliest(all: DealWake[]): DealWake | undefined {
  return all.toSorted((a, b) => a.at - b.at)[0];
}
