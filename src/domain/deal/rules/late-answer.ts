/**
 * S-05: somebody answered, and we heard of it only after the deal was lost for want of an answer. It stays lost; its owner has one
 * task, because only a person can tell whether it goes on.
 */
import { addBusinessDays } from '../../time.ts';
import type { DealPolicy } from '../policy.ts';
import type { Entry } from '../touches/entry.ts';
import { refKey } from '../touches/ledger.ts';
import { standingOf } from '../touches/standing.ts';
import { answerKey } from './touches.ts';
import { type DealEffect, type DealRule, type DealSituation, nothing, ruleDecision, tasksOver } from './rule.ts';

type Rules = NonNullable<DealPolicy['touches']>;

const LATE = 'touches:late:';

export const lateAnswer: DealRule = (situation) => {
  const { policy, duties } = situation;
  const rules = policy.touches;
  if (rules === undefined) return nothing;
  const lostAt = lostInSilence(situation, rules);
  const key = `${LATE}${lostAt ?? ''}`;
  const over = tasksOver(situation, (task) => task.startsWith(LATE) && task !== key);
  if (lostAt === undefined) return { ...nothing, effects: over };
  // Only what is heard of makes it look: most deals that nobody answered are never answered.
  if (duties.stale.includes('touches')) return { ...nothing, looks: ['touches'], effects: over };
  const answer = answerAfterAll(situation, rules, lostAt);
  if (answer === undefined) return { ...nothing, effects: over };
  return { ...nothing, effects: [...over, ask(situation, answer, lostAt, key, rules)] };
};

/** When the engine lost the deal for want of an answer; undefined where it stands elsewhere, or where a person lost it. */
function lostInSilence({ verdict, values, policy }: DealSituation, rules: Rules): number | undefined {
  const { stage, stageFact, lostFor } = verdict;
  const isOurs = stageFact.by === 'us' && values[policy.lost.category]?.by === 'us';
  return stage.kind === 'lost' && lostFor === rules.lostCategory && isOurs ? stageFact.at : undefined;
}

/** An answer without which there would have been touches enough; one that was known then came before them. */
function answerAfterAll({ duties }: DealSituation, rules: Rules, lostAt: number): Entry | undefined {
  const ledger = duties.around.touches?.ledger;
  const answer = ledger?.answer;
  if (ledger === undefined || answer === undefined || duties.done[answerKey(answer)] !== undefined) return undefined;
  return standingOf(ledger, rules, lostAt).last === undefined ? answer : undefined;
}

/** One task a loss, however many answers become known. */
function ask(situation: DealSituation, answer: Entry, lostAt: number, key: string, rules: Rules): DealEffect {
  const { values, policy, now } = situation;
  const { object, id, at } = answer;
  const decision = { kind: 'answeredLate', happenedAt: now, by: 'us', clause: 'S-05' };
  return {
    key,
    command: {
      do: 'task',
      about: 'lateAnswer',
      to: values['hubspot_owner_id']?.value,
      ofOwner: true,
      dueAt: addBusinessDays(now, rules.lateAnswerDueDays, policy.calendar),
      detail: { answer: refKey(answer), answeredAt: at, lostAt },
    },
    decision: {
      ...ruleDecision(situation, decision, { property: 'dealstage', at: lostAt }, [{ object, id, at }]),
      detail: { lostAt },
    },
  };
}
