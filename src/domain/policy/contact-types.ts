/**
 * The rules of a contact's life as data: lifecycle stages (C), engagement and temperature (T), duties of sales and
 * marketing (C), leads (L), consent (K), recycling (C-17). Part of the policy, plain JSON like the rest of it.
 */
import type { MailRules } from './mail-types.ts';
import type { ReferralRule } from './referral-types.ts';
import type { Clause } from './types.ts';

/** C-01: the seven stages. `sql` is `lifecycle.SQL`, another thing than a deal's. */
export const LIFECYCLE_KEYS = ['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'] as const;
export type LifecycleKey = (typeof LIFECYCLE_KEYS)[number];

export interface LifecycleStageRow {
  key: LifecycleKey;
  /** What HubSpot shows. */
  label: string;
  /** HubSpot's value of a stage that it ships; absent: a stage of ours, to which the portal gives a number. */
  value?: string;
  /** Where people may move a contact from here (C-20). */
  byHand: LifecycleKey[];
  clause: Clause;
}

/** T-02: something the person does. */
export interface EngagementRow {
  key: string;
  /** For people: "connected call". */
  label: string;
  from:
    | { object: 'call'; outcomes: string[] }
    | { object: 'meeting'; outcomes: string[] }
    /** An e-mail that came in and is no automatic answer. */
    | { object: 'email'; direction: string }
    /** A date-time property that HubSpot keeps on the contact. */
    | { object: 'contact'; property: string };
  /** Counts as a conversation (C-07). */
  conversation: boolean;
  clause: Clause;
}

/**
 * HubSpot's names of the contact properties that the rules read and write. All have a row in the policy's properties. A type
 * and no interface, so that its values can be listed.
 */
export type ContactProperties = {
  /** C-03: the channel it came from, as it was at creation. Written once. */
  originalChannel: string;
  /** C-04: yes/no, "a person has looked at this Target". */
  reviewed: string;
  /** C-07: yes/no, the rep's statement. */
  exploring: string;
  /** What keeps it from `lifecycle.SQL`, or why it was put back, in words. */
  missing: string;
  /** C-17: rounds of recycling so far, and the day the next one starts. */
  recyclingRounds: string;
  recyclesOn: string;
  /** C-16: yes/no, the person said so. */
  doNotContact: string;
  /** C-14: `keep`, `target`, `mql`, `additional` (reclassify) or `delete`. */
  exclusionAnswer: string;
  /** T. */
  temperature: string;
  turnsColdOn: string;
  lastEngagement: string;
  /** T-03: yes/no with its reason. */
  veto: string;
  vetoReason: string;
  /** K: `none`, `requested`, `reminded`, `granted`, `withdrawn`, `undeliverable`. */
  consentStatus: string;
  /** L-03: `ideal_customer`, `target_account` or `affiliate`; filled by people, or by a campaign's criteria (L-04). */
  leadKind: string;
  /** The campaign a contact came from, by the key of its row. */
  campaign: string;
  /** T-05: frozen at the hand-off. */
  deliveredOn: string;
  deliveredTemperature: string;
  deliveredSource: string;
  deliveredCampaign: string;
  /** T-05: `accepted` or `rejected`, with the reason. */
  acceptance: string;
  rejectionReason: string;
};

/** L-04: which leads a campaign is after; a contact qualifies when all criteria of its campaign hold on its company. */
export interface CampaignRow {
  key: string;
  label: string;
  /** What a contact that qualifies is (L-03). */
  kind: string;
  criteria: (
    | { property: string; is: string[] }
    | { property: string; isNot: string[] }
    | { property: string; above: number }
  )[];
  clause: Clause;
}

export interface ContactRules {
  lifecycle: {
    /** What becomes of a forbidden move by hand (C-20, R-09). */
    mode: 'enforce' | 'warn';
    /** Time to fill in or log what is missing before a contact is put back. */
    graceMinutes: number;
    /** The fuse: so many times within so many hours a contact is put back, then another automation is suspected and a person asked. */
    maxPutBacks: number;
    fuseHours: number;
    /** `YYYY-MM-DD`: what happened before this day is taken as it is found: stages, engagements, lost deals. */
    since: string;
    /** In HubSpot's order: its values only move forward, backward is clear-then-set (C-19). */
    stages: LifecycleStageRow[];
    clause: Clause;
  };
  properties: ContactProperties;
  engagement: EngagementRow[];
  /** C-04. */
  review: { days: number; role: string; clause: Clause };
  /** C-06, T-05. Business days. */
  handOff: {
    role: string;
    outreachDays: number;
    /** After the missed due time the owner is reminded at once, and the manager hears of it so many days later. */
    escalateDays: number;
    managerRole: string;
    acceptDays: number;
    clause: Clause;
  };
  /** C-09: a holder of this role who qualifies a contact owns it from then on. */
  ownership: { role: string; clause: Clause };
  /** C-08. */
  recheck: { days: number; clause: Clause };
  /** C-11. */
  stale: { days: number; clause: Clause };
  /** C-10: the pipeline whose open deal a company has one of at most, and the deal property that is its lock. */
  deal: { pipeline: string; keyProperty: string; twinProperty: string; clause: Clause };
  /** T-01. */
  temperature: { coldAfterMonths: number; clause: Clause };
  /** C-17: days of cool-off by lost reason category; a category that is not here is not recycled. */
  recycling: { coolOffDays: Record<string, number>; backedOut: string; maxRounds: number; clause: Clause };
  /** C-14. */
  exclusionReview: {
    role: string;
    /** Local hour of the quarter's first business day, 0 to 23. */
    hour: number;
    /** Business days after which sources without a corrective action are reminded, once. */
    reminderDays: number;
    /** Task property in which marketing writes the corrective action for a source. */
    correctiveAction: string;
    clause: Clause;
  };
  /** K-02. */
  consent: {
    stages: LifecycleKey[];
    reminderDays: number;
    /** Local time of a business day between which mails go out, e.g. 9 and 17. */
    businessHours: { from: number; to: number };
    /** Mails a day to contacts that came by import or back-fill. */
    importsPerDay: number;
    clause: Clause;
  };
  mail: MailRules;
  leads: {
    /** Lifecycle stages in which a contact can be a lead (L-01). */
    stages: LifecycleKey[];
    /** L-03, most valuable first. */
    kinds: string[];
    campaigns: CampaignRow[];
    /** L-02: category of the PrimeSupport ticket, its pipeline by label. */
    ticketCategory: string;
    /** HubSpot's names of what the engine shows on the lead (L-01), and of the ticket's property for the answer (L-02). */
    properties: { lastActivity: string; nextActivity: string; closedBecause: string; ticketAnswer: string };
    clause: Clause;
  };
  /** D-19. Absent: employees refer clients in another way. */
  referral?: ReferralRule;
  clock: {
    /** Longest sleep: then the record is read again, and with it what HubSpot sends no webhook for. */
    maxSleepDays: number;
    refusedRetryHours: number;
    clause: Clause;
  };
}
