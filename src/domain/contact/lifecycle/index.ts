/**
 * Where a contact belongs (C): a pure function of the facts as read, of the stage in which it was accepted, and of the policy.
 */
import type { Occasion } from '../decisions.ts';
import { stageKey } from '../policy.ts';
import type { LifecycleVerdict, Situation } from '../situation.ts';
import type { SettledStage } from '../state.ts';
import { becomeCustomer, customerEffects } from './customer.ts';
import { checkWakes } from './deals.ts';
import { goBackAfterLoss } from './loss.ts';
import { meet } from './meet.ts';
import { movedByOthers } from './others.ts';
import { engage, missingForSql, proofOf, qualify, qualifyTask } from './promote.ts';
import { putBack } from './put-back.ts';
import { reclassify } from './reclassify.ts';
import { recycleAfterLoss } from './recycling.ts';
import { recycleUnreachable } from './unreachable.ts';
import { type Mover, stageFact, stay } from './verdicts.ts';

/** What holds whatever others do with the contact meanwhile, the strongest first. */
const byDealsAndAddress: Mover = firstOf(becomeCustomer, recycleUnreachable, goBackAfterLoss, recycleAfterLoss);
const wanted: Mover = firstOf(reclassify, byDealsAndAddress, qualify, engage);

/**
 * Says whether the contact may stay where HubSpot has it, or where it has to go. A verdict may make way for the next one (a
 * stage is accepted, and the SOP wants another): ask again until it stays as it is.
 *
 * The effects of a verdict with a decision belong to that occasion and are told only this once; those of one without are told
 * again until they are done.
 * @param s `settled` is absent as long as the contact was not accepted in any stage
 */
export function lifecycle(s: Occasion & { settled?: SettledStage }): LifecycleVerdict {
  const { settled } = s;
  const verdict = settled === undefined ? meet(s, judge) : judge({ ...s, settled });
  return { ...verdict, wakes: [...verdict.wakes, ...checkWakes(s)] };
}

function judge(s: Situation): LifecycleVerdict {
  const stage = stageKey(s.policy, stageFact(s)?.value);
  if (stage === s.settled.stage) return wanted(s) ?? inPlace(s);
  if (stage !== undefined) return movedByOthers(s, stage, byDealsAndAddress);
  // HubSpot's own stages, or none: the record is never left without one of the seven (C-01, C-19).
  return putBack(s, s.settled.stage, 'C-01', []);
}

function inPlace(s: Situation): LifecycleVerdict {
  const fact = stageFact(s);
  // HubSpot's time of our own write is the one that counts.
  const settled = fact?.by === 'us' ? { ...s.settled, since: fact.at } : s.settled;
  const saidYes = proofOf(s).statement !== undefined && missingForSql(s).length > 0;
  const effects = [...customerEffects(s), ...(saidYes ? qualifyTask(s, s.now) : [])];
  return stay({ settled, effects, missing: missingForSql(s) });
}

function firstOf(...movers: Mover[]): Mover {
  return (s) => {
    for (const mover of movers) {
      const found = mover(s);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
