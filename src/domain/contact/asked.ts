/** Which mails asked the contact for consent, and what came of them. Pure. */
import type { Effect, EffectCommand } from './commands.ts';
import { known } from './drafts.ts';
import type { Situation } from './situation.ts';

type MailKind = Extract<EffectCommand, { do: 'mail' }>['kind'];

/** One round in a contact's life: whoever withdrew is never asked again, only a fresh act of the person counts (K-08). */
export const ROUND = 1;

export interface Asked {
  at: number;
  /** Why it was not sent; `unknown`: nobody knows whether it was. */
  refused?: string;
}

/** The key under which a mail is remembered as done; with `:<reason>` behind it, why it was refused. */
export function mailKey(kind: MailKind): string {
  return `mail:${kind === 'consentRequest' ? 'request' : 'reminder'}:${ROUND}`;
}

/** Undefined: not asked yet. The record tells where the workflow's memory does not reach back. */
export function asked(situation: Situation, kind: MailKind): Asked | undefined {
  const { done } = situation;
  const key = mailKey(kind);
  const at = done[key];
  if (at !== undefined) {
    const refused = Object.keys(done).find((one) => one.startsWith(`${key}:`));
    return refused === undefined ? { at } : { at, refused: refused.slice(key.length + 1) };
  }
  const status = known(situation, 'consentStatus');
  const isShown = status?.value === 'reminded' || (status?.value === 'requested' && kind === 'consentRequest');
  return status !== undefined && isShown ? { at: status.at } : undefined;
}

/** Faults of the address: the mail server or the rules of addresses refuse it. Other refusals the record itself explains. */
const ADDRESS_FAULTS = ['rejected', 'badAddress', 'noAddress'];

/** A mail that could not be sent, or of which nobody knows, is shown to the owner. */
export function troubles(mails: (Asked | undefined)[]): Effect[] {
  const reasons = mails.flatMap((mail) => (mail?.refused === undefined ? [] : [{ at: mail.at, reason: mail.refused }]));
  return reasons.flatMap(({ at, reason }): Effect[] => {
    const isUnknown = reason === 'unknown';
    if (!isUnknown && !ADDRESS_FAULTS.includes(reason)) return [];
    const about = isUnknown ? 'mailUnknown' : 'mailRefused';
    const command = { do: 'task', about, to: 'owner', dueAt: at, detail: { reason } } as const;
    return [{ key: `${about}:${at}`, command }];
  });
}
