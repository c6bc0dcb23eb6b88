/** A contact's situation in a few words. For tests of pure rules. */
import { contactPolicy, type ContactPolicy, type ContactPortal } from '../../src/domain/contact/policy.ts';
import type { Situation } from '../../src/domain/contact/situation.ts';
import type { ContactFacts, DealFact, SettledStage } from '../../src/domain/contact/state.ts';
import type { Known, Values } from '../../src/domain/deal/state.ts';
import { FILLED } from '../../src/domain/events.ts';
import type { LifecycleKey } from '../../src/domain/policy/contact-types.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';

/** Monday, 10:00 in New York. */
export const NOW = Date.parse('2026-03-02T15:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** Ids as a portal would give them. */
export const contactPortal: ContactPortal = {
  stages: {
    target: '9001',
    mql: 'marketingqualifiedlead',
    sql: 'salesqualifiedlead',
    customer: 'customer',
    excluded: '9002',
    additional: '9003',
    recycled: '9004',
  },
  owners: {
    'Sales VP': ['70'],
    'Sales manager': ['71'],
    SDR: ['81', '82', '83'],
    'Sales rep': ['91', '92'],
    Marketing: ['72'],
  },
  staff: ['70', '71', '72', '81', '82', '83', '91', '92'],
  reps: { 'person:191': '91', 'person:192': '92' },
};

/** The shipped policy's slice, with other rows where a test asks for them. */
export function aContactPolicy(
  change: (rules: NonNullable<Policy['contacts']>) => Partial<NonNullable<Policy['contacts']>> = () => ({}),
): ContactPolicy {
  const { contacts } = defaultPolicy;
  if (contacts === undefined) throw new Error('The shipped policy has rules for contacts.');
  return contactPolicy({ ...defaultPolicy, contacts: { ...contacts, ...change(contacts) } }, contactPortal);
}

export interface Given extends Partial<Omit<ContactFacts, 'values' | 'deals'>>, Partial<SettledStage> {
  /** Where HubSpot has the contact; absent: in `stage`. A value that is none of the seven stands for itself. */
  inHubSpot?: LifecycleKey | (string & {});
  /** When it came there and through whom; absent: as `since` and `by`. */
  movedAt?: number;
  movedBy?: string;
  /** What HubSpot had before; absent: the stage it was accepted in, if that is another. */
  movedFrom?: string;
  /** By property name. Of a bare value a person is the writer, at `since`. */
  values?: Record<string, string | Known>;
  deals?: (Partial<DealFact> & Pick<DealFact, 'kind'>)[];
  consent?: Situation['consent'];
  done?: Record<string, number>;
  policy?: ContactPolicy;
  now?: number;
}

/** A Target since yesterday with an address, of whom nothing else is known, unless told otherwise. */
export function aSituation(given: Given = {}): Situation {
  const { now = NOW, policy = aContactPolicy(), stage = 'target', since = now - DAY, by = 'us', consent } = given;
  const { inHubSpot = stage, movedAt = since, movedBy = by } = given;
  const { movedFrom = inHubSpot === stage ? undefined : stage } = given;
  const idOf = (name: string) => policy.lifecycle.stages.find(({ key }) => key === name)?.id ?? name;
  const stageFact: Known = { value: idOf(inHubSpot), at: movedAt, by: movedBy };
  const values: Values = {
    email: { value: FILLED, at: since, by: 'import' },
    lifecyclestage: movedFrom === undefined ? stageFact : { ...stageFact, previous: idOf(movedFrom) },
  };
  for (const [name, value] of Object.entries(given.values ?? {})) {
    values[name] = typeof value === 'string' ? { value, at: since, by: 'person:7' } : value;
  }
  const { activity, nextActivity, outreach, companyId } = given;
  return {
    contactId: '301',
    facts: {
      values,
      engagements: given.engagements ?? {},
      ...(activity === undefined ? {} : { activity }),
      ...(nextActivity === undefined ? {} : { nextActivity }),
      ...(outreach === undefined ? {} : { outreach }),
      ...(companyId === undefined ? {} : { companyId }),
      company: given.company ?? {},
      deals: (given.deals ?? []).map((deal, index) => ({
        id: String(501 + index),
        pipeline: policy.deal.pipeline,
        stage: deal.kind === 'open' ? 'sql' : `closed_${deal.kind}`,
        own: true,
        at: since,
        ...deal,
      })),
      leads: given.leads ?? [],
      tickets: given.tickets ?? [],
    },
    settled: {
      stage,
      since,
      by,
      qualified: given.qualified ?? (stage === 'mql' || stage === 'sql'),
      evidenceFrom: given.evidenceFrom ?? 0,
    },
    ...(consent === undefined ? {} : { consent }),
    done: given.done ?? {},
    policy,
    now,
  };
}
