/** Who wants which mail: statuses by address, and what follows from them on the contact (reference `hubspot.md` §4.9). */
import { subscriptionTypes, type SubscriptionType } from './catalog/subscription-types.ts';
import { findObjectType } from './catalog/object-types.ts';
import type { Source } from './changes.ts';
import type { Portal } from './portal.ts';
import { HubSpotProblem } from './problems.ts';
import { commitUpdate } from './writes.ts';

export const states = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SPECIFIED'] as const;
export type SubscriptionState = (typeof states)[number];

export const legalBases = [
  'LEGITIMATE_INTEREST_PQL',
  'LEGITIMATE_INTEREST_CLIENT',
  'PERFORMANCE_OF_CONTRACT',
  'CONSENT_WITH_NOTICE',
  'NON_GDPR',
  'PROCESS_AND_STORE',
  'LEGITIMATE_INTEREST_OTHER',
] as const;

export interface LegalBasis {
  legalBasis?: (typeof legalBases)[number] | undefined;
  legalBasisExplanation?: string | undefined;
}

export interface SubscriptionStatus extends LegalBasis {
  state: SubscriptionState;
  /** Milliseconds since 1970; 0 when nobody ever said anything. */
  at: number;
}

/** All of one address, in lower case. */
interface Preferences {
  statuses: Map<number, SubscriptionStatus>;
  /** When everything was refused at once. */
  allRefusedAt?: number;
}

export type PreferenceStore = Map<string, Preferences>;

export function findSubscriptionType(id: number): SubscriptionType {
  const type = subscriptionTypes.find((each) => each.id === id);
  if (!type) throw new HubSpotProblem(404, `Subscription ${id} does not exist`, { category: 'OBJECT_NOT_FOUND' });
  return type;
}

export function statusOf(portal: Portal, email: string, { id }: SubscriptionType): SubscriptionStatus {
  return preferencesOf(portal, email).statuses.get(id) ?? { state: 'NOT_SPECIFIED', at: 0 };
}

export function allRefusedAt(portal: Portal, email: string): number | undefined {
  return preferencesOf(portal, email).allRefusedAt;
}

export function setStatus(
  portal: Portal,
  source: Source,
  email: string,
  type: SubscriptionType,
  state: SubscriptionState,
  basis: LegalBasis,
): SubscriptionStatus {
  const preferences = preferencesOf(portal, email);
  const status = { state, at: portal.clock.tick(), ...basis };
  preferences.statuses.set(type.id, status);
  if (state === 'SUBSCRIBED') delete preferences.allRefusedAt;
  showOnContact(portal, source, email);
  return status;
}

export function refuseAll(portal: Portal, source: Source, email: string): void {
  const preferences = preferencesOf(portal, email);
  const at = portal.clock.tick();
  for (const { id } of subscriptionTypes) preferences.statuses.set(id, { state: 'UNSUBSCRIBED', at });
  preferences.allRefusedAt = at;
  showOnContact(portal, source, email);
}

function preferencesOf(portal: Portal, email: string): Preferences {
  const key = email.toLowerCase();
  const preferences = portal.preferences.get(key) ?? { statuses: new Map<number, SubscriptionStatus>() };
  portal.preferences.set(key, preferences);
  return preferences;
}

/** `hs_email_optout…` of the contact says the same, with history and webhooks. An address may also be nobody's. */
function showOnContact(portal: Portal, source: Source, email: string): void {
  const record = portal.records.findByUnique('contacts', 'email', email);
  if (!record) return;
  const refused = (type: SubscriptionType) => statusOf(portal, email, type).state === 'UNSUBSCRIBED';
  const values = new Map(subscriptionTypes.map((type) => [`hs_email_optout_${type.id}`, refused(type) ? 'true' : '']));
  values.set('hs_email_optout', allRefusedAt(portal, email) === undefined ? '' : 'true');
  commitUpdate(portal, source, { type: findObjectType('contacts'), record, values, warnings: [] });
}
