/** C-06: an MQL gets an SDR, and outreach within one business day; a missed one is recorded, reminded and escalated. */
import { addBusinessDays } from '../../time.ts';
import type { Effect, TaskAbout } from '../commands.ts';
import { contactEvidence, draft } from '../drafts.ts';
import { answerTo, deliveryOf, dueAfter, handOffAt, OUTREACH, staffOwner } from '../sales-hand-off.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';
import { isForbidden } from '../standing.ts';
import { vetoOf } from '../temperature.ts';

export const handOff: Rule = (situation) => {
  const { policy, now } = situation;
  const { outreachDays, escalateDays, managerRole } = policy.handOff;
  const begins = handOffAt(situation);
  if (begins === undefined || isRejected(situation) || isOff(situation)) return nothing;

  const key = `${OUTREACH}${begins}`;
  const due = dueAfter(situation, begins, outreachDays);
  const escalates = addBusinessDays(due, escalateDays, policy.calendar);
  const assigned = assignment(situation, begins);
  const { command, ...told } = duty(situation, 'outreach', key, 'owner', begins, due);
  const { outreach } = situation.facts;
  if (outreach !== undefined && outreach.at >= begins) {
    const made = { evidence: [outreach] };
    const decision = draft(situation, 'outreachMade', outreach.at, policy.handOff.clause, made);
    return { ...nothing, effects: [...assigned, told, { key: `${key}:made`, decision }] };
  }
  const effects = [...assigned, { ...told, command }];
  if (now >= due) effects.push(duty(situation, 'outreachMissed', `${key}:missed`, 'owner', due, escalates));
  if (now >= escalates)
    effects.push(duty(situation, 'outreachEscalated', `${key}:escalated`, managerRole, escalates, escalates));
  const wakes = [
    { at: due, what: 'outreach is due' },
    { at: escalates, what: 'missed outreach goes to the manager' },
  ];
  return { ...nothing, effects, wakes: wakes.filter(({ at }) => at > now) };
};

/** The present owner keeps the contact, else the next SDR in turn gets it. */
function assignment(situation: Situation, begins: number): Effect[] {
  if (staffOwner(situation) !== undefined) return [];
  const { role, clause } = situation.policy.handOff;
  const decision = draft(situation, 'assigned', begins, clause, { evidence: [contactEvidence(situation, 'stage')] });
  return [{ key: `assign:${begins}`, command: { do: 'assign', role }, decision }];
}

function duty(situation: Situation, about: TaskAbout, key: string, to: string, since: number, dueAt: number): Effect {
  const { clause } = situation.policy.handOff;
  const evidence = [contactEvidence(situation, 'stage')];
  const kind = about === 'outreach' ? 'outreachDue' : about;
  const decision = draft(situation, kind, since, clause, { evidence, detail: { dueAt } });
  return { key, command: { do: 'task', about, to, dueAt, detail: {} }, decision };
}

/** Nobody reaches out to a person who wants no contact (C-16), or of whom a rep reported no positive impression (T-03). */
function isOff(situation: Situation): boolean {
  return isForbidden(situation) || vetoOf(situation)?.valid === true;
}

/** Nobody has to reach out to a lead that Sales rejected (T-05). */
function isRejected(situation: Situation): boolean {
  const delivery = deliveryOf(situation);
  const answer = delivery === undefined ? undefined : answerTo(situation, delivery);
  return answer?.fact.value === 'rejected' && answer.complete;
}
