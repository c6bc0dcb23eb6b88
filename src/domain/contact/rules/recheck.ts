/** C-08: an MQL that was not verified is nurtured, and looked at again every 90 days. */
import { contactEvidence, draft, everyDays, instantOf } from '../drafts.ts';
import { nothing, type Rule } from '../situation.ts';

/** A cool-off is no time to look again (C-18): the days count from its end. */
export const recheck: Rule = (situation) => {
  const { settled, policy } = situation;
  if (settled.stage !== 'mql') return nothing;
  const { days, clause } = policy.recheck;
  const counted = Math.max(settled.since, instantOf(situation, 'recyclesOn') ?? 0);
  const { last, next } = everyDays(counted, days, situation);
  const wakes = [{ at: next, what: 'another look at an MQL is due' }];
  if (last === undefined) return { ...nothing, wakes };
  const evidence = [contactEvidence(situation, 'stage')];
  return {
    ...nothing,
    wakes,
    effects: [
      {
        key: `recheck:${counted}:${last.n}`,
        command: { do: 'task', about: 'recheck', to: 'owner', dueAt: last.at, detail: { days: days * last.n } },
        decision: draft(situation, 'recheckDue', last.at, clause, { evidence }),
      },
    ],
  };
};
