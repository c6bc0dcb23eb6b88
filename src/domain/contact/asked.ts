/** Which mails asked the contact for consent, and what came of them. Pure. */
import type { Effect, EffectCommand } from './commands.ts';
import { known } from './drafts.ts';
import type { Situation } from './situation.ts';

type MailKind = Extract<EffectCommand, { do: 'mail' }>['kind'];

export interface Asked {
  at: number;
  /** Why it was not sent; `unknown`: nobody knows whether it was. */
  refused?: string;
}

/** One request and its reminder. */
export interface Round {
  /** From 1. */
  number: number;
  request?: Asked;
  reminder?: Asked;
}

/** The key under which a mail is remembered as done; with `:<reason>` behind it, why it was refused. */
export function mailKey(kind: MailKind, round: number): string {
  return `mail:${kind === 'consentRequest' ? 'request' : 'reminder'}:${round}`;
}

/**
 * Where a contact is with being asked. There is one round in its life, because whoever withdrew is never asked again (K-08) and
 * one who is silent is left in peace; only an address that took no mail and was corrected since begins another.
 */
export function roundOf(situation: Situation): Round {
  let number = 1;
  while (situation.done[mailKey('consentRequest', number + 1)] !== undefined) number += 1;
  const round = roundNumbered(situation, number);
  const corrected = known(situation, 'email')?.at ?? 0;
  const isCorrected = [round.request, round.reminder].some((mail) => isFault(mail) && corrected > mail.at);
  return isCorrected ? { number: number + 1 } : round;
}

function roundNumbered(situation: Situation, number: number): Round {
  const request = asked(situation, 'consentRequest', number);
  const reminder = asked(situation, 'consentReminder', number);
  return { number, ...(request === undefined ? {} : { request }), ...(reminder === undefined ? {} : { reminder }) };
}

/** Undefined: not asked yet. The record tells where the workflow's memory does not reach back. */
function asked(situation: Situation, kind: MailKind, round: number): Asked | undefined {
  const { done } = situation;
  const key = mailKey(kind, round);
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

function isFault(mail: Asked | undefined): mail is Asked {
  return mail?.refused !== undefined && ADDRESS_FAULTS.includes(mail.refused);
}

/** A mail that could not be sent, or of which nobody knows, is shown to the owner. */
export function troubles({ request, reminder }: Round): Effect[] {
  return [request, reminder].flatMap((mail): Effect[] => {
    const isUnknown = mail?.refused === 'unknown';
    if (mail?.refused === undefined || !(isUnknown || isFault(mail))) return [];
    const { at, refused: reason } = mail;
    const about = isUnknown ? 'mailUnknown' : 'mailRefused';
    const command = { do: 'task', about, to: 'owner', dueAt: at, detail: { reason } } as const;
    return [{ key: `${about}:${at}`, command }];
  });
}
