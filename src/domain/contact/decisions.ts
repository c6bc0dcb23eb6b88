/** Drafts of what a contact's workflow records. Ids, keys and times only. */
import type { Decision, Evidence } from '../decision.ts';
import type { LifecycleKey } from '../policy/contact-types.ts';
import type { Draft } from './commands.ts';
import type { Situation } from './situation.ts';
import type { DealFact, Seen } from './state.ts';

/** What every decision is drawn from, whether or not the contact was accepted in a stage yet. */
export type Occasion = Omit<Situation, 'settled'>;

interface Given extends Pick<Decision, 'kind' | 'by' | 'happenedAt' | 'clause' | 'evidence' | 'detail'> {
  from?: LifecycleKey | undefined;
  to?: LifecycleKey | undefined;
}

/** A decision under the policy in force; stages as `contact.mql`. */
export function decided(s: Occasion, { from, to, ...given }: Given): Draft {
  return {
    ...given,
    ...(from === undefined ? {} : { from: `contact.${from}` }),
    ...(to === undefined ? {} : { to: `contact.${to}` }),
    policyVersion: s.policy.version,
  };
}

/** A property of the contact, and when it got the value that counts. */
export function propertyEvidence(s: Occasion, property: string): Evidence {
  const at = s.facts.values[property]?.at;
  return { object: 'contact', id: s.contactId, property, ...(at === undefined ? {} : { at }) };
}

/** A call, e-mail, meeting …, or the contact itself where HubSpot keeps the time on it. */
export function seenEvidence({ object, id, at, property }: Seen): Evidence {
  return { object, id, ...(property === undefined ? {} : { property }), at };
}

/** A deal in the stage that it entered then. */
export function dealEvidence({ id, at }: DealFact): Evidence {
  return { object: 'deal', id, property: 'dealstage', at };
}
