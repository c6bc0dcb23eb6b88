/** C-08: an MQL that was not verified is nurtured, and looked at again every 90 days. */
import { contactEvidence, draft, everyDays, instantOf } from '../drafts.ts';
import { nothing, type Rule } from '../situation.ts';

/** Not during a cool-off (C-18): then the contact comes back by itself. */
export const recheck: Rule = (situation) => {
  const { settled, policy, now } = situation;
  const coolsOff = (instantOf(situation, 'recyclesOn') ?? 0) > now;
  if (settled.stage !== 'mql' || coolsOff) return nothing;
  const { days, clause } = policy.recheck;
  const { last, next } = everyDays(settled.since, days, situation);
  const wakes = [{ at: next, what: 'another look at an MQL is due' }];
  if (last === undefined) return { ...nothing, wakes };
  const evidence = [contactEvidence(situation, 'stage')];
  return {
    ...nothing,
    wakes,
    effects: [
      {
        key: `recheck:${settled.since}:${last.n}`,
        command: { do: 'task', about: 'recheck', to: 'owner', dueAt: last.at, detail: { days: days * last.n } },
        decision: draft(situation, 'recheckDue', last.at, clause, { evidence }),
      },
    ],
  };
};
