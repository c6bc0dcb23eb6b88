/** Pieces that the rules of a contact are made of: reading what is known, and writing down what was decided. */
import type { Known } from '../deal/state.ts';
import type { Evidence } from '../decision.ts';
import type { Actor } from '../events.ts';
import type { ContactProperties } from '../policy/contact-types.ts';
import { addDays } from '../time.ts';
import type { Draft } from './commands.ts';
import { decided, propertyEvidence } from './decisions.ts';
import { PORTAL_PROPERTIES } from './policy.ts';
import type { Situation } from './situation.ts';
import { timeOf } from './values.ts';

/** Ours by the name of its rule, HubSpot's by the name the engine has for it. */
type Name = keyof ContactProperties | keyof typeof PORTAL_PROPERTIES;

/** HubSpot's name of a property. */
export function propertyName({ policy }: Pick<Situation, 'policy'>, name: Name): string {
  return isPortal(name) ? PORTAL_PROPERTIES[name] : policy.properties[name];
}

function isPortal(name: Name): name is keyof typeof PORTAL_PROPERTIES {
  return name in PORTAL_PROPERTIES;
}

/** What is known of a property; undefined: it never had a value. */
export function known(situation: Situation, name: Name): Known | undefined {
  return situation.facts.values[propertyName(situation, name)];
}

/** The value of a property, `''` without one. */
export function valueOf(situation: Situation, name: Name): string {
  return known(situation, name)?.value ?? '';
}

/** The instant that a date-time property holds; undefined without one. */
export function instantOf(situation: Situation, name: Name): number | undefined {
  return timeOf(valueOf(situation, name));
}

export function isPerson(by: Actor): boolean {
  return by.startsWith('person:');
}

/** The effect done last whose key is `<prefix><number>`; undefined: none is remembered. */
export function lastDone({ done }: Situation, prefix: string): { occasion: number; at: number } | undefined {
  return Object.entries(done)
    .filter(([key]) => key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length)))
    .map(([key, at]) => ({ occasion: Number(key.slice(prefix.length)), at }))
    .toSorted((a, b) => b.at - a.at || b.occasion - a.occasion)[0];
}

/** When an effect with such a key was last done; 0: none is remembered. */
export function lastTime({ done }: Situation, prefix: string): number {
  return Math.max(0, ...Object.entries(done).flatMap(([key, at]) => (key.startsWith(prefix) ? [at] : [])));
}

/**
 * Something that comes again every so many calendar days, at the same local time: the last time it was due, its number
 * (absent before the first), and the next.
 */
export function everyDays(
  since: number,
  days: number,
  { now, policy }: Situation,
): { last?: { at: number; n: number }; next: number } {
  const at = (n: number) => addDays(since, days * n, policy.calendar.timeZone);
  let n = 0;
  while (at(n + 1) <= now) n += 1;
  return { ...(n === 0 ? {} : { last: { at: at(n), n } }), next: at(n + 1) };
}

/** What the contact itself shows. */
export function contactEvidence(situation: Situation, name?: Name): Evidence {
  if (name === undefined) return { object: 'contact', id: situation.contactId };
  return propertyEvidence(situation, propertyName(situation, name));
}

/** A decision of a rule; ours, where nobody else is named. */
export function draft(
  situation: Situation,
  kind: string,
  happenedAt: number,
  clause: string,
  more: { by?: Actor; evidence?: Evidence[]; detail?: NonNullable<Draft['detail']> } = {},
): Draft {
  return decided(situation, { kind, happenedAt, clause, by: 'us', evidence: [contactEvidence(situation)], ...more });
}
