/** C-11: an SQL on which nothing happens is put up for evaluation, again and again. */
import type { Evidence } from '../../decision.ts';
import { contactEvidence, draft, everyDays } from '../drafts.ts';
import { nothing, type Rule } from '../situation.ts';

/** Counted from the newest activity or from the entry into the stage, whichever is later. */
export const stale: Rule = (situation) => {
  const { settled, policy, facts } = situation;
  if (settled.stage !== 'sql') return nothing;
  const { days, clause } = policy.stale;
  const { activity } = facts;
  const quietSince = Math.max(settled.since, activity?.at ?? 0);
  const { last, next } = everyDays(quietSince, days, situation);
  const wakes = [{ at: next, what: 'evaluation of a quiet SQL is due' }];
  if (last === undefined) return { ...nothing, wakes };
  const evidence: Evidence[] = [contactEvidence(situation, 'stage'), ...(activity === undefined ? [] : [activity])];
  return {
    ...nothing,
    wakes,
    effects: [
      {
        key: `stale:${quietSince}:${last.n}`,
        command: { do: 'task', about: 'evaluate', to: 'owner', dueAt: last.at, detail: { days: days * last.n } },
        decision: draft(situation, 'evaluationDue', last.at, clause, { evidence }),
      },
    ],
  };
};
