/** T-01 to T-03: whether a contact is warm or cold, since when, and when it will turn. Pure, for every rule that asks. */
import { addMonths } from '../time.ts';
import type { Known } from '../deal/state.ts';
import { known, valueOf } from './drafts.ts';
import type { Situation } from './situation.ts';
import type { Seen } from './state.ts';

export type Temperature =
  /** Never engaged and no qualified lead: there is nothing to say. */
  | { is: 'none' }
  | { is: 'warm'; since: number; turnsColdAt: number; last: Seen }
  | { is: 'cold'; because: 'silence'; since: number; last: Seen }
  /** A qualified lead that never engaged: HP24 knows no third temperature, and without an interaction it is not warm. */
  | { is: 'cold'; because: 'neverEngaged'; since: number }
  /** A rep met no positive impression (T-03). */
  | { is: 'cold'; because: 'veto'; since: number; veto: Known; last?: Seen };

/** Cold from the very instant three calendar months after the last engagement, in the policy's zone (T-01). */
export function temperatureOf(situation: Situation): Temperature {
  const { policy, now } = situation;
  const last = lastEngagement(situation);
  const veto = vetoOf(situation);
  if (veto?.valid === true) {
    const vetoed = { is: 'cold', because: 'veto', since: veto.fact.at, veto: veto.fact } as const;
    return last === undefined ? vetoed : { ...vetoed, last };
  }
  if (last === undefined) {
    const kind = known(situation, 'leadKind');
    return kind === undefined || kind.value === ''
      ? { is: 'none' }
      : { is: 'cold', because: 'neverEngaged', since: kind.at };
  }
  const turnsColdAt = addMonths(last.at, policy.temperature.coldAfterMonths, policy.calendar.timeZone);
  if (now >= turnsColdAt) return { is: 'cold', because: 'silence', since: turnsColdAt, last };
  // A veto that was taken back warms again at that moment.
  const takenBack = known(situation, 'veto');
  const since = takenBack?.previous === 'yes' && takenBack.value !== 'yes' ? Math.max(last.at, takenBack.at) : last.at;
  return { is: 'warm', since, turnsColdAt, last };
}

/** The newest of all engagements that count (T-02). */
export function lastEngagement({ facts, policy }: Pick<Situation, 'facts' | 'policy'>): Seen | undefined {
  const counted = policy.engagement.flatMap(({ key }) => facts.engagements[key] ?? []);
  return counted.toSorted((a, b) => b.at - a.at)[0];
}

/** A veto that no newer engagement has overtaken; valid with its reason only. */
export function vetoOf(situation: Situation): { fact: Known; valid: boolean } | undefined {
  const fact = known(situation, 'veto');
  if (fact?.value !== 'yes' || fact.at < (lastEngagement(situation)?.at ?? 0)) return undefined;
  return { fact, valid: valueOf(situation, 'vetoReason') !== '' };
}
