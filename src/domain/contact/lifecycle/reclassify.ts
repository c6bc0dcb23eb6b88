/** C-14: the quarterly review may answer that an excluded contact belongs elsewhere. */
import { decided, propertyEvidence } from '../decisions.ts';
import { isPerson } from '../drafts.ts';
import { isAllowed } from './transitions.ts';
import { move, type Mover } from './verdicts.ts';

export const reclassify: Mover = (s) => {
  const { settled, facts, policy } = s;
  const name = policy.properties.exclusionAnswer;
  const answer = facts.values[name];
  // The review is answered by people; HubSpot's automations have no say in it.
  if (answer === undefined || !isPerson(answer.by)) return undefined;
  // An answer from before the exclusion was about an earlier one.
  if (settled.stage !== 'excluded' || answer.at <= settled.since) return undefined;
  const to = policy.lifecycle.stages.find(({ key }) => key === answer.value)?.key;
  if (to === undefined || !isAllowed(s, to)) return undefined;
  const decision = decided(s, {
    kind: 'moved',
    from: 'excluded',
    to,
    by: answer.by,
    happenedAt: answer.at,
    evidence: [propertyEvidence(s, name)],
    clause: policy.exclusionReview.clause,
  });
  return move(s, to, decision, { evidenceFrom: answer.at });
};
