/** Sections of the growth report about marketing, the exec team's figures, required leads and promises. */
import type { Count, Known, Money, Period, Rate, Source, Sum, SumSoFar, TextRef } from './figure.ts';

/** Leads of one source, with what the source cost in the period. */
export interface SourceLeads {
  /** HubSpot's value of the source; `''`: none was known at delivery. */
  source: string;
  leads: Count;
  /** Its leads of the other temperature. */
  others: Count;
  /** What it cost in the period, for both: `cost` is what these leads have of it. */
  spent: Known<Sum>;
  cost: Known<Money>;
  costPerLead: Known<Money>;
}

/**
 * What a source cost in the period is shared out between its warm and its cold leads by their numbers; where it brought none, it
 * stands with the warm ones.
 */
export interface DeliveredLeads {
  leads: Count;
  cost: Known<Money>;
  costPerLead: Known<Money>;
  bySource: SourceLeads[];
}

export interface CampaignRow {
  key: string;
  name: string;
  source: string;
  from: string;
  to: string;
  expectedWarmLeads: number;
  /** Its budget. */
  cost: Known<Money>;
  expectedCostPerWarmLead: Known<Money>;
  /** Warm leads that were delivered from it since it began. */
  delivered: Count;
  register: Source;
}

export interface EventRow {
  name: string;
  from: string;
  to: string;
  projectedLeads: number;
  cost: Known<Money>;
  costPerLead: Known<Money>;
  register: Source;
}

export interface CollateralRow {
  name: string;
  kind: string;
  day: string;
  isNew: boolean;
  link?: string;
  register: Source;
}

export interface ProjectRow {
  name: string;
  from: string;
  to: string;
  cost: Known<Money>;
  register: Source;
}

/** Campaigns in motion, events that are not over, what was new or updated in the short window, projects that are not over. */
export interface Marketing {
  warm: { rolling30: DeliveredLeads; rolling90: DeliveredLeads };
  cold: { rolling30: DeliveredLeads; rolling90: DeliveredLeads; sinceLastMeeting: DeliveredLeads };
  /** Thirteen weeks up to the report, oldest first. */
  weeks: { period: Period; warm: Count; cold: Count }[];
  campaigns: Known<{ rows: CampaignRow[]; expectedWarmLeads: number }>;
  events: Known<{ rows: EventRow[] }>;
  collateral: Known<{ rows: CollateralRow[] }>;
  projects: Known<{ rows: ProjectRow[] }>;
}

/** G-08, for the fiscal year so far. Revenue is that of the year's wins, annualized and non-recurring. */
export interface Exec {
  revenue: { gross: Sum; net: Sum };
  /** What the targets say for the months so far, the present one included. */
  revenueTarget: Known<SumSoFar>;
  costOfSale: Known<SumSoFar>;
  /** Cost of sale divided by net revenue. */
  costShare: Known<{ rate: string }>;
}

/** G-09, with its inputs, for a month or a fiscal year. */
export interface RequiredLeads {
  /** First and last day of what the target is for. */
  from: string;
  to: string;
  /** The sum of what the register's rows say. */
  target: Known<{ closedBusiness: number; sources: Source[] }>;
  /** Warm leads to closed business over the trailing months. */
  rate: Known<Rate>;
  required: Known<{ leads: number }>;
  /** Warm leads delivered in that time so far. */
  delivered: Count;
  /** `required` less `delivered`; negative: more than needed. */
  gap: Known<{ leads: number }>;
}

/** What the rate of required leads was counted from: the trailing months, warm leads only. */
export interface TrailingMonths {
  delivered: Count;
  closed: Count;
}

/** G-12. */
export interface Promises {
  /** Of marketing: each month of the fiscal year so far. */
  months: PromisedMonth[];
  /** The short window, for all that follows. */
  period: Period;
  delivered: Count;
  accepted: Count;
  rejected: Count;
  rejections: { lead: Source; at: string; reason: Known<TextRef> }[];
  unanswered: Count;
  /** Of Sales: leads with an outreach, and the time from delivery to it in whole minutes; 0 where it came before. */
  outreachMade: Count;
  minutesToOutreach: Known<{ median: number; longest: number; sources: Source[] }>;
  noOutreachYet: Count;
  outreachMissed: Count;
  feedback: Known<{ rows: FeedbackRow[] }>;
}

export interface PromisedMonth {
  /** `YYYY-MM`. */
  month: string;
  promised: Known<{ leads: number; register: Source }>;
  /** Warm leads. */
  delivered: Count;
}

export interface FeedbackRow {
  day: string;
  /** HubSpot's owner id of who gave it; absent: not an owner any more. */
  ownerId?: string;
  topic: string;
  words: string;
  register: Source;
}
