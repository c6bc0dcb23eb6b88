/** S: how often we tried since the last answer, on the record; the owner is warned, and the deal is lost when nobody answers. */
import type { Entry } from '../touches/entry.ts';
import { refKey } from '../touches/ledger.ts';
import { deadlinesOf, type Standing, standingOf, type Touch } from '../touches/standing.ts';
import { detailsWords, summaryWords } from '../touches/words.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import {
  type DealEffect,
  type DealProposal,
  type DealRule,
  type DealSituation,
  nothing,
  ruleDecision,
  tasksOver,
} from './rule.ts';

type Rules = NonNullable<DealPolicy['touches']>;

export const touches: DealRule = (situation) => {
  const { policy, verdict, duties, now } = situation;
  const rules = policy.touches;
  if (rules === undefined) return nothing;
  // A deal that was won is backed out, and not lost for want of an answer (B-02).
  const isCounting = verdict.stage.kind === 'open' && !verdict.signed && rules.stages.includes(verdict.stage.key);
  if (!isCounting) return { ...nothing, effects: warningsOver(situation), show: { [rules.properties.summary]: '' } };

  const looks = ['touches' as const];
  const seen = duties.around.touches;
  if (seen === undefined) return firstSight(situation);
  const { ledger, readAt } = seen;
  const standing = standingOf(ledger, rules, now);
  const { last } = standing;
  const show = shown(standing, situation, rules);
  const upcoming = standing.next === undefined ? [] : [{ at: standing.next, what: 'a touch that is dated ahead' }];
  const reports = [...recorded(situation, standing), ...standing.unknown.map((call) => report(situation, call))];
  const isOld = readAt + policy.maxSleepMs <= now || (verdict.reopenedAt ?? 0) > ledger.since;
  const again = isOld ? { again: looks } : {};
  if (last === undefined) {
    return { ...nothing, looks, ...again, effects: [...warningsOver(situation), ...reports], wakes: upcoming, show };
  }

  const warnedAt = duties.done[warningKey(last)];
  const { warnsAt, closesAt } = deadlinesOf(last, warnedAt, rules, policy.calendar);
  const due = warnedAt === undefined ? warnsAt : closesAt;
  const what = warnedAt === undefined ? 'warn the owner: no answer' : 'close the deal: no answer';
  const wakes = [...upcoming, { at: due, what }];
  const effects = [...warningsOver(situation, last), ...reports];
  if (now < due) return { ...nothing, looks, ...again, effects, wakes, show };
  // Whatever cannot be taken back rests on a reading of everything: an answer that was never told of counts (S-05).
  if (readAt < due) return { ...nothing, looks, again: looks, effects, wakes: upcoming, show };
  const next = warnedAt === undefined ? warn(situation, last, closesAt) : close(situation, standing, last, rules);
  return { ...nothing, looks, ...again, effects: [...effects, next], wakes: upcoming, show };
};

/**
 * Nothing that was before a deal counts, and what comes is told of: one that was seen when it was made need not be looked at
 * before something is heard.
 */
function firstSight({ verdict, duties, policy, now }: DealSituation): DealProposal {
  const metAt = duties.done[MET_NEW];
  if (duties.stale.includes('touches') || (metAt !== undefined && now >= metAt + policy.maxSleepMs)) return LOOK;
  if (metAt !== undefined) return nothing;
  const { stageFact } = verdict;
  const isNew = stageFact.previous === undefined && now < stageFact.at + NEW_MS;
  return isNew ? { ...nothing, effects: [{ key: MET_NEW }] } : LOOK;
}

const MET_NEW = 'touches:new';
const LOOK: DealProposal = { ...nothing, looks: ['touches'] };
/** A deal is heard of within seconds; an hour covers an outage of the webhooks. */
const NEW_MS = 3_600_000;

const WARNING = 'touches:warn:';
const warningKey = (last: Touch) => `${WARNING}${last.at}`;

function warn(situation: DealSituation, last: Touch, closesAt: number): DealEffect {
  return {
    key: warningKey(last),
    command: {
      do: 'task',
      about: 'touches',
      to: situation.values['hubspot_owner_id']?.value,
      ofOwner: true,
      dueAt: closesAt,
      detail: { closesAt },
    },
    decision: draft(situation, 'touchesWarned', [last]),
  };
}

/** Category and details; D-13 then closes the deal. */
function close(situation: DealSituation, standing: Standing, last: Touch, rules: Rules): DealEffect {
  const { values, policy } = situation;
  const { category, details } = policy.lost;
  // An answer in the last second had the category cleared again: the next time is another one.
  const key = `touches:close:${last.at}:${values[category]?.at ?? 0}`;
  const text = detailsWords(standing, rules, policy.calendar.timeZone);
  return {
    key,
    command: { do: 'set', values: { [category]: rules.lostCategory, [details]: text } },
    decision: draft(situation, 'noResponse', standing.touches),
  };
}

/** Warnings about a count that is not the present one: their tasks are over. An answer is on record as the reason. */
function warningsOver(situation: DealSituation, last?: Touch): DealEffect[] {
  const answer = situation.duties.around.touches?.ledger.answer;
  const warnedAt = (key: string) => Number(/^touches:warn:(\d+)/.exec(key)?.[1]);
  const isOver = (key: string) => key.startsWith(WARNING) && (last === undefined || key !== warningKey(last));
  return tasksOver(situation, isOver).map((over) => {
    const isAnswered = answer !== undefined && answer.at >= warnedAt(over.key);
    return isAnswered ? { ...over, decision: draft(situation, 'touchesAnswered', [answer]) } : over;
  });
}

/** The journal has each answer, and each change of the count with the records that make it (R-05, S-03). */
function recorded(situation: DealSituation, { touches: made, voicemails }: Standing): DealEffect[] {
  const answer = situation.duties.around.touches?.ledger.answer;
  const last = made.at(-1);
  return [
    ...(answer === undefined ? [] : [{ key: answerKey(answer), decision: draft(situation, 'answered', [answer]) }]),
    ...(last === undefined
      ? []
      : [
          {
            key: `touches:count:${made.length}:${voicemails}:${refKey(last)}`,
            decision: { ...draft(situation, 'touched', made), detail: { touches: made.length, voicemails } },
          },
        ]),
  ];
}

/** Under this key a deal remembers an answer that came while it was open. */
export const answerKey = (answer: Entry): string => `touches:answer:${refKey(answer)}`;

/** S-06: never guessed, so somebody has to say what it means. */
function report(situation: DealSituation, call: Entry): DealEffect {
  const { outcome = '' } = call;
  const decision = draft(situation, 'unknownOutcome', [call]);
  return {
    key: `touches:unknown:${call.id}:${outcome}`,
    decision: { ...decision, detail: { outcome }, clause: 'S-06' },
  };
}

function shown(standing: Standing, { values, duties, policy }: DealSituation, rules: Rules): Record<string, string> {
  const { last, touches: made, voicemails } = standing;
  const { properties } = rules;
  const { calendar } = policy;
  const ends = last && deadlinesOf(last, duties.done[warningKey(last)], rules, calendar);
  // A deal nobody has touched yet needs no write that says so.
  const isTold = made.length > 0 || (values[properties.touches]?.value ?? '') !== '';
  return {
    ...(isTold ? { [properties.touches]: String(made.length), [properties.voicemails]: String(voicemails) } : {}),
    [properties.summary]: summaryWords(standing, ends, calendar.timeZone),
  };
}

const CLAUSES: Record<string, string> = { touched: 'S-02', answered: 'S-03', touchesAnswered: 'S-03' };

function draft(situation: DealSituation, kind: string, entries: Entry[]): Draft {
  const clause = CLAUSES[kind] ?? 'S-05';
  const evidence = entries.map(({ object, id, at }) => ({ object, id, at }));
  return ruleDecision(situation, { kind, happenedAt: situation.now, by: 'us', clause }, {}, evidence);
}
