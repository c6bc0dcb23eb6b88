/** C-13, C-14: an excluded contact is subscribed to nothing, and what the quarterly review answered is carried out. */
import type { Effect } from '../commands.ts';
import { contactEvidence, draft, isPerson, known } from '../drafts.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';

/** Reclassifying is a move, which the lifecycle makes. The review empties the property before it asks again. */
export const exclusion: Rule = (situation) => {
  const { settled } = situation;
  if (settled.stage !== 'excluded') return nothing;
  const evidence = [contactEvidence(situation, 'stage')];
  const unsubscribed: Effect = {
    key: `exclude:${settled.since}`,
    command: { do: 'unsubscribeAll' },
    decision: draft(situation, 'unsubscribedFromAll', settled.since, 'C-13', { by: settled.by, evidence }),
  };
  return { ...nothing, effects: [unsubscribed, ...answered(situation)] };
};

/** Only a person's answer counts, and only one given since the contact was excluded: nothing else deletes a record. */
function answered(situation: Situation): Effect[] {
  const { settled, policy } = situation;
  const answer = known(situation, 'exclusionAnswer');
  if (answer === undefined || answer.at < settled.since || !isPerson(answer.by)) return [];
  const key = `exclusionAnswer:${answer.at}`;
  const evidence = [contactEvidence(situation, 'exclusionAnswer')];
  const decision = (kind: string) =>
    draft(situation, kind, answer.at, policy.exclusionReview.clause, { by: answer.by, evidence });
  if (answer.value === 'keep') return [{ key, decision: decision('reviewed') }];
  return answer.value === 'delete' ? [{ key, command: { do: 'delete' }, decision: decision('deleted') }] : [];
}
