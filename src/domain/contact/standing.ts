/** What a contact decided about marketing mail, from every place where it can be said (K-06, K-08). Pure. */
import type { Known } from '../deal/state.ts';
import { isPerson, known, lastDone, valueOf } from './drafts.ts';
import type { Situation } from './situation.ts';

/** Prefix of the keys under which a withdrawal is remembered. */
export const WITHDRAWN = 'consent:withdrawn:';

export type Standing = 'none' | 'granted' | 'withdrawn';

/**
 * The newest word counts, and of two at the same instant the withdrawal. Only consent on our page undoes a withdrawal: an
 * opt-out that somebody removes in HubSpot is no act of the person (K-08).
 */
export function consentStanding(situation: Situation): Standing {
  const { consent } = situation;
  const optOut = known(situation, 'optOut');
  const remembered = lastDone(situation, WITHDRAWN);
  const withdrawals = [
    ...(consent?.state === 'withdrawn' ? [consent.at] : []),
    ...(optOut?.value === 'true' && !isEcho(situation, optOut) ? [optOut.at] : []),
    ...(remembered === undefined ? [] : [remembered.occasion]),
  ];
  const withdrawnAt = withdrawals.length === 0 ? undefined : Math.max(...withdrawals);
  const grantedAt = consent?.state === 'granted' ? consent.at : undefined;
  if (withdrawnAt !== undefined) return grantedAt !== undefined && grantedAt > withdrawnAt ? 'granted' : 'withdrawn';
  if (grantedAt !== undefined) return 'granted';
  // The record tells where nothing else is remembered.
  const shown = valueOf(situation, 'consentStatus');
  return shown === 'granted' || shown === 'withdrawn' ? shown : 'none';
}

/** Whom people exclude, the engine unsubscribes (C-13): while it is excluded, that is no word of the person. */
function isEcho({ settled }: Situation, { at, by }: Known): boolean {
  return settled.stage === 'excluded' && at >= settled.since && !isPerson(by);
}

/** The person asked for no contact at all (C-16). */
export function isForbidden(situation: Situation): boolean {
  return valueOf(situation, 'doNotContact') === 'yes';
}
