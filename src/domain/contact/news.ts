/** What others than HubSpot tell a contact's workflow: the person on our pages, and the record it was merged with. Pure. */
import type { ConsentFact, ContactState, SettledStage } from './state.ts';

/** Guards the workflow's door: anybody with access to Temporal can signal anything, and no signal may break an entity. */
export function isConsentNews(value: unknown): value is { key: string } & ConsentFact {
  if (typeof value !== 'object' || value === null) return false;
  if (!('key' in value && 'state' in value && 'at' in value && 'proof' in value)) return false;
  const { key, state, at, proof } = value;
  const isState = state === 'granted' || state === 'withdrawn';
  return typeof key === 'string' && isState && Number.isSafeInteger(at) && typeof proof === 'string';
}

/** As {@link isConsentNews}, of what another contact hands on. */
export function isInheritance(value: unknown): value is { key: string } & Inheritance {
  if (typeof value !== 'object' || value === null) return false;
  if (!('key' in value && 'done' in value) || typeof value.key !== 'string') return false;
  const { done } = value;
  return typeof done === 'object' && done !== null && Object.values(done).every((at) => Number.isSafeInteger(at));
}

/** The later decision counts; of two in the same millisecond the withdrawal does (K-06). */
export function heardConsent(state: ContactState, news: ConsentFact): ContactState {
  const { fresh: _, ...kept } = state;
  return { ...kept, ...withConsent(state.consent, news) };
}

/** What a contact hands to the record that it was merged into. */
export interface Inheritance {
  done: Record<string, number>;
  settled?: SettledStage;
  consent?: ConsentFact;
}

/** What was done for either record was done for the person: no second consent request, deal or recycling round. */
export function inherited(state: ContactState, from: Inheritance): ContactState {
  const { fresh: _, ...kept } = state;
  const settled = state.settled ?? from.settled;
  const qualified = state.settled?.qualified === true || from.settled?.qualified === true;
  return {
    ...kept,
    done: { ...from.done, ...state.done },
    ...(settled === undefined ? {} : { settled: { ...settled, qualified } }),
    ...(from.consent === undefined ? {} : withConsent(state.consent, from.consent)),
  };
}

function withConsent(known: ConsentFact | undefined, news: ConsentFact): { consent: ConsentFact } {
  const isNewer = known === undefined || news.at > known.at || (news.at === known.at && news.state === 'withdrawn');
  const { state, at, proof } = isNewer ? news : known;
  return { consent: { state, at, proof } };
}
