/** What others than HubSpot tell a contact's workflow: the person on our pages, and the record it was merged with. Pure. */
import { LIFECYCLE_KEYS } from '../policy/contact-types.ts';
import { LEAD_SAYS } from './rules/leads.ts';
import type { ConsentFact, ContactState, SettledStage } from './state.ts';

/** Guards the workflow's door: anybody with access to Temporal can signal anything, and no signal may break an entity. */
export function isConsentNews(value: unknown): value is { key: string } & ConsentFact {
  return isConsent(value) && 'key' in value && typeof value.key === 'string';
}

/** As {@link isConsentNews}, of what another contact hands on. */
export function isInheritance(value: unknown): value is { key: string } & Inheritance {
  if (typeof value !== 'object' || value === null) return false;
  if (!('key' in value && 'done' in value) || typeof value.key !== 'string') return false;
  const { done } = value;
  if (typeof done !== 'object' || done === null) return false;
  if (!Object.values(done).every((at) => Number.isSafeInteger(at))) return false;
  if ('settled' in value && value.settled !== undefined && !isSettled(value.settled)) return false;
  return !('consent' in value) || value.consent === undefined || isConsent(value.consent);
}

/** Consent is nothing without its proof in the journal. */
function isConsent(value: unknown): value is ConsentFact {
  if (typeof value !== 'object' || value === null) return false;
  if (!('state' in value && 'at' in value && 'proof' in value)) return false;
  const { state, at, proof } = value;
  const isState = state === 'granted' || state === 'withdrawn';
  return isState && Number.isSafeInteger(at) && typeof proof === 'string' && proof !== '';
}

function isSettled(value: unknown): value is SettledStage {
  if (typeof value !== 'object' || value === null) return false;
  if (!('stage' in value && 'by' in value && 'qualified' in value)) return false;
  if (!('since' in value && 'evidenceFrom' in value)) return false;
  const { stage, since, by, qualified, evidenceFrom } = value;
  const isKnown = LIFECYCLE_KEYS.some((key) => key === stage);
  const isTimed = Number.isSafeInteger(since) && Number.isSafeInteger(evidenceFrom);
  return isKnown && isTimed && typeof by === 'string' && typeof qualified === 'boolean';
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

/** What a merged contact hands on. What its open tasks ask for is not done: the survivor asks for it again. */
export function inheritanceOf({ done, tasks = [], settled, consent }: ContactState): Inheritance {
  const open = new Set(tasks.map(({ task }) => task));
  return {
    done: Object.fromEntries(Object.entries(done).filter(([key]) => !open.has(key))),
    ...(settled === undefined ? {} : { settled }),
    ...(consent === undefined ? {} : { consent }),
  };
}

/** What was done for either record was done for the person: no second consent request, deal or recycling round. */
export function inherited(state: ContactState, from: Inheritance): ContactState {
  const { fresh: _, ...kept } = state;
  const settled = state.settled ?? from.settled;
  const qualified = state.settled?.qualified === true || from.settled?.qualified === true;
  return {
    ...kept,
    done: { ...withoutSecondLead(from.done, state.done), ...state.done },
    ...(settled === undefined ? {} : { settled: { ...settled, qualified } }),
    ...(from.consent === undefined ? {} : withConsent(state.consent, from.consent)),
  };
}

/** The survivor's lead goes on; what another one said last is no help to know what this one says. */
function withoutSecondLead(from: Inheritance['done'], own: ContactState['done']): Inheritance['done'] {
  const isLead = (key: string) => key.startsWith(LEAD_SAYS);
  if (!Object.keys(own).some(isLead)) return from;
  return Object.fromEntries(Object.entries(from).filter(([key]) => !isLead(key)));
}

function withConsent(known: ConsentFact | undefined, news: ConsentFact): { consent: ConsentFact } {
  const isNewer = known === undefined || news.at > known.at || (news.at === known.at && news.state === 'withdrawn');
  const { state, at, proof } = isNewer ? news : known;
  return { consent: { state, at, proof } };
}
