/** C-04: a Target that nobody reviewed gets a review task for marketing. */
import { addDays } from '../../time.ts';
import { contactEvidence, draft, isPerson, known } from '../drafts.ts';
import { nothing, type Rule } from '../situation.ts';

/** A person who put the contact into Target has looked at it; a review before an earlier loss does not count again. */
export const review: Rule = (situation) => {
  const { settled, policy, now } = situation;
  const { days, role, clause } = policy.review;
  if (settled.stage !== 'target' || isPerson(settled.by) || settled.since < policy.lifecycle.since) return nothing;
  const reviewed = known(situation, 'reviewed');
  if (reviewed?.value === 'yes' && reviewed.at >= settled.evidenceFrom) return nothing;

  const due = addDays(settled.since, days, policy.calendar.timeZone);
  if (due > now) return { ...nothing, wakes: [{ at: due, what: 'review of a Target is due' }] };
  const evidence = [contactEvidence(situation, 'stage')];
  return {
    ...nothing,
    effects: [
      {
        key: `review:${settled.since}`,
        command: { do: 'task', about: 'review', to: role, dueAt: due, detail: {} },
        decision: draft(situation, 'reviewDue', due, clause, { evidence }),
      },
    ],
  };
};
