/** C-18: where a contact goes when its deal is lost, and what a rep is asked who takes it back from SQL. */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Effect } from '../commands.ts';
import { dealEvidence, decided } from '../decisions.ts';
import type { Situation } from '../situation.ts';
import { consentStanding } from '../standing.ts';
import { isBackedOut, lostNewBusiness, openNewBusiness } from './deals.ts';
import { coolOff } from './recycling.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

/** Back to MQL with consent, else to Target, so that nobody is nagged about an SQL during the cool-off. */
export const goBackAfterLoss: Mover = (s) => {
  const from = s.settled.stage;
  if (from !== 'sql' && from !== 'mql') return undefined;
  // Another deal of its own goes on, e.g. the one that a duplicate was closed for.
  if (openNewBusiness(s).own.length > 0) return undefined;
  const deal = lostNewBusiness(s).find((one) => !isBackedOut(one, s.policy) && one.at > s.settled.since);
  const to: LifecycleKey = consentStanding(s) === 'granted' ? 'mql' : 'target';
  if (deal === undefined || to === from) return undefined;
  const key = `lost:${deal.id}:${deal.at}`;
  if (s.done[key] !== undefined) return undefined;
  const decision = decided(s, {
    kind: 'lost',
    from,
    to,
    by: 'us',
    happenedAt: deal.at,
    evidence: [dealEvidence(deal)],
    clause: 'C-18',
    ...(deal.lostCategory === undefined ? {} : { detail: { category: deal.lostCategory } }),
  });
  const back = move(s, to, decision, { key, evidenceFrom: deal.at });
  const planned = coolOff({ ...s, settled: back.settled });
  if (planned === undefined) return back;
  return { ...back, values: { [s.policy.properties.recyclesOn]: new Date(planned.at).toISOString() } };
};

/** A person took the contact back from SQL while its deal stands where deals begin: why was it lost? D-13 closes it then. */
export function lostReasonsTask(s: Situation, to: LifecycleKey, movedAt: number): Effect[] {
  if (s.settled.stage !== 'sql' || to === 'customer' || to === 'additional') return [];
  const deal = openNewBusiness(s).own.find(({ stage }) => stage === s.policy.deal.firstStage);
  return deal === undefined ? [] : [ownerTask(s, `lostReasons:${movedAt}`, 'lostReasons', { dealId: deal.id })];
}
