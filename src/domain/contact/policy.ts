/**
 * The slice of the policy that a contact's workflow decides by: ids, names and numbers, a few KB, recorded in its history
 * (design, decision 2). The words that people read stay in the policy and are put in by activities.
 */
import type { Actor } from '../events.ts';
import type { ContactRules, LifecycleKey, LifecycleStageRow } from '../policy/contact-types.ts';
import type { CalendarRule, Policy } from '../policy/types.ts';
import { DAY_MS } from '../time.ts';

/** What only the portal knows, read at set-up. */
export interface ContactPortal {
  /** HubSpot's value of each lifecycle stage. */
  stages: Record<LifecycleKey, string>;
  /** Ids of the owners who hold a role, by role. */
  owners: Record<string, string[]>;
  /** Ids of all active owners: the staff. */
  staff: string[];
  /** Owner ids of those who may own a qualified contact (C-09), by who they are when they change something. */
  reps: Record<Actor, string>;
}

export interface ContactPolicy extends Omit<ContactRules, 'lifecycle' | 'deal' | 'mail' | 'clock' | 'leads'> {
  /** `<policy>@<version>`, stamped on each decision. */
  version: string;
  lifecycle: {
    mode: ContactRules['lifecycle']['mode'];
    graceMs: number;
    maxPutBacks: number;
    fuseMs: number;
    /** Milliseconds since 1970. */
    since: number;
    /** In HubSpot's order. */
    stages: (Omit<LifecycleStageRow, 'label' | 'value'> & { id: string })[];
    clause: string;
  };
  /**
   * `firstStage` by the policy's key: where the pipeline's deals begin. `checkMs`: for so long a deal that others closed may
   * still be put back (D-15).
   */
  deal: ContactRules['deal'] & { firstStage: string; checkMs: number };
  leads: Omit<ContactRules['leads'], 'campaigns'> & {
    /** Kind and criteria of each campaign, by its key. */
    campaigns: Record<string, Pick<ContactRules['leads']['campaigns'][number], 'kind' | 'criteria'>>;
  };
  calendar: CalendarRule;
  owners: ContactPortal['owners'];
  staff: string[];
  reps: ContactPortal['reps'];
  /** Contact properties that a read fetches. */
  readProperties: string[];
  /** Company properties that campaigns ask for. */
  companyProperties: string[];
  maxSleepMs: number;
  refusedRetryMs: number;
}

/** HubSpot's own contact properties that the rules look at; each has a row in the policy. */
export const PORTAL_PROPERTIES = {
  stage: 'lifecyclestage',
  owner: 'hubspot_owner_id',
  email: 'email',
  created: 'createdate',
  createdBy: 'hs_object_source',
  source: 'hs_analytics_source',
  optOut: 'hs_email_optout',
  hardBounce: 'hs_email_hard_bounce_reason_enum',
} as const;

/**
 * Cuts the contact's slice out of a policy for one portal.
 * @throws Error for a policy without rules for contacts; the gateway tells such a policy's workflows nothing of contacts
 */
export function contactPolicy(policy: Policy, portal: ContactPortal): ContactPolicy {
  const { contacts } = policy;
  if (contacts === undefined) throw new Error(`The policy "${policy.id}" has no rules for contacts.`);
  const { lifecycle, deal, mail: _, clock, leads, ...rules } = contacts;
  const asked = leads.campaigns.flatMap(({ criteria }) => criteria.map(({ property }) => property));
  const engaged = rules.engagement.flatMap(({ from }) => (from.object === 'contact' ? [from.property] : []));
  const { referral } = rules;
  const referred = referral === undefined ? [] : [referral.date, referral.employee, referral.takenOn];
  const read = [...Object.values(PORTAL_PROPERTIES), ...Object.values(rules.properties), ...engaged, ...referred];
  return {
    ...rules,
    version: `${policy.id}@${policy.version}`,
    lifecycle: {
      mode: lifecycle.mode,
      graceMs: lifecycle.graceMinutes * 60_000,
      maxPutBacks: lifecycle.maxPutBacks,
      fuseMs: lifecycle.fuseHours * 3_600_000,
      since: Date.parse(lifecycle.since),
      stages: lifecycle.stages.map(({ key, byHand, clause }) => ({ key, byHand, clause, id: portal.stages[key] })),
      clause: lifecycle.clause,
    },
    deal: {
      ...deal,
      firstStage: policy.pipelines.find(({ key }) => key === deal.pipeline)?.stages[0]?.key ?? '',
      // Twice the grace time: the deal's own workflow goes first.
      checkMs: policy.bypass.mode === 'enforce' ? 2 * policy.bypass.graceMinutes * 60_000 : 0,
    },
    leads: {
      ...leads,
      campaigns: Object.fromEntries(leads.campaigns.map(({ key, kind, criteria }) => [key, { kind, criteria }])),
    },
    calendar: policy.calendar,
    owners: portal.owners,
    staff: portal.staff,
    reps: portal.reps,
    readProperties: [...new Set(read)].sort(),
    companyProperties: [...new Set(asked)].sort(),
    maxSleepMs: clock.maxSleepDays * DAY_MS,
    refusedRetryMs: clock.refusedRetryHours * 3_600_000,
  };
}

/** Key of the stage that HubSpot calls by this value; undefined for one that is none of the seven. */
export function stageKey(policy: ContactPolicy, value: string | undefined): LifecycleKey | undefined {
  return policy.lifecycle.stages.find(({ id }) => id === value)?.key;
}
