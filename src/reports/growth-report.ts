/**
 * The growth report as data (G-01): plain JSON, frozen as it is, and everything that is rendered is in it. It holds ids, keys,
 * numbers and times; names and whatever people typed about a record are referred to (`TextRef`) and read when it is rendered,
 * so that a person can be forgotten without changing a frozen report.
 */

/** A figure that cannot be computed is never left out: why, and who owes what is missing. */
export interface Unknown {
  unknown: string;
}

export type Known<T> = T | Unknown;

export function isUnknown(figure: object): figure is Unknown {
  return 'unknown' in figure;
}

/** Exact decimal text with two places, e.g. `-1234.50`, and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

/** What stands behind a figure. */
export interface Source {
  /** HubSpot's name of the object, or `register`. */
  object: string;
  /** Id of the record; of a register `<kind>/<key of the row>`. */
  id: string;
  /** The decision about the record that counts, by its number in the journal. */
  seq?: number;
  /** What it adds to a sum, as in `Money.amount`. Absent in counts: each source is one. */
  adds?: string;
}

/** `count` is the number of its sources. */
export interface Count {
  count: number;
  sources: Source[];
}

/** `total` is the sum of what its sources add. */
export interface Sum {
  total: Money;
  sources: Source[];
  /** Records that belong here and have no amount in the report's currency: counted and shown, not added. */
  without: Source[];
}

/** `of` divided by `per`, as decimal text with four places: 0.2500 is 25 %. It can be more than 1. */
export interface Rate {
  of: number;
  per: number;
  rate: string;
}

/** Both ends as ISO instants; `from` is outside of the period, `to` inside, so that periods meet without a gap. */
export interface Period {
  from: string;
  to: string;
}

export type PeriodKey =
  | 'monthToDate'
  | 'yearToDate'
  | 'rolling30'
  | 'rolling90'
  | 'trailing12Months'
  | 'sinceLastMeeting';

/** A text on a record that is read when the report is rendered: the value that this property got at this time. */
export interface TextRef {
  object: string;
  id: string;
  property: string;
  /** ISO instant. */
  at: string;
}

/** What was last done on a record: a call, an e-mail … */
export interface Action {
  /** HubSpot's name of the object, e.g. `call`. */
  object: string;
  id: string;
  /** ISO instant. */
  at: string;
}

/** What is to be known of an opportunity or of a client's whitespace (G-04, G-06), in the document's order. Days as `YYYY-MM-DD`. */
export interface Outlook {
  /** Words stand here where the register of whitespace says it. */
  mostRecentAction: Known<Action | { words: string }>;
  nextAction: Known<TextRef | { words: string }>;
  nextActionOwner: Known<NextActionOwner>;
  nextActionOn: Known<{ day: string; overdue: boolean }>;
  closesOn: Known<{ day: string }>;
  implementationOn: Known<{ day: string }>;
  revenueStartsOn: Known<{ day: string }>;
  annualizedRevenue: Known<Money & { from: string }>;
  totalContractValue: Known<Money>;
  blockers: Known<TextRef | { words: string }>;
}

export interface NextActionOwner {
  /** HubSpot's owner id; what else was written there is not repeated, it can be the client's name. */
  ownerId?: string;
  /** G-11: never the prospect or client. A row where this is false is flagged. */
  isStaff: boolean;
}

/** A row of Top Five Opportunities or Top Five Leads: the fourteen columns of G-04. */
export interface DealRow extends Outlook {
  dealId: string;
  name: Known<TextRef>;
  /** Labels of the solutions. */
  solutions: Known<{ labels: string[] }>;
  status: { pipeline: string; stage: string; since: string };
  /** 0 … 1 as decimal text; one that HubSpot holds on the deal wins over the stage's (G-02). */
  probability: { value: string; from: 'deal' | 'stage' };
}

export interface PersonDeals {
  /** HubSpot's owner id; absent: deals that nobody owns. */
  ownerId?: string;
  /** False: an owner of such deals who holds no role of the Sales Team. */
  inSalesTeam: boolean;
  /** At most as many as the policy says, best first. */
  rows: DealRow[];
  /** All deals that qualify, and those of them that were ranked without a revenue. */
  qualifying: Count;
  withoutRevenue: Count;
}

export interface StageTotal {
  pipeline: string;
  stage: string;
  deals: Count;
  annualizedRevenue: Sum;
}

/** B-04. Gross: won in the period. Net: without those of them that were backed out or opened again by the report's time. */
export interface Wins {
  gross: Count;
  backedOut: Count;
  reopened: Count;
  net: Count;
  grossRevenue: Sum;
  netRevenue: Sum;
}

/** G-05, for leads of one temperature as it was frozen at their delivery. */
export interface Conversion {
  delivered: Count;
  /** Deals won in the period, gross, whose lead was delivered with this temperature. */
  closed: Count;
  qualified: Count;
  closedRate: Known<Rate>;
  qualifiedRate: Known<Rate>;
  /** The same leads followed: of those delivered in the period, how many have led there by now. */
  cohort: { closed: Count; qualified: Count; closedRate: Known<Rate>; qualifiedRate: Known<Rate> };
}

export interface Conversions {
  warm: Conversion;
  cold: Conversion;
  /** Deals won in the period of which no contact was ever delivered as a lead: in neither rate. */
  closedWithoutLead: Count;
}

/** G-06: the twelve fields; `client` is read when it is rendered. */
export interface WhitespaceRow extends Outlook {
  companyId: string;
  client: Known<TextRef>;
  nextSolution: Known<{ label: string }>;
  /** Labels of approved solutions that the client lacks and no open deal covers. */
  lacking: string[];
}

export interface PersonWhitespace {
  /** HubSpot's owner id; absent: clients that nobody is responsible for. */
  ownerId?: string;
  rows: WhitespaceRow[];
}

/** Leads of one source, with what the source cost in the period. */
export interface SourceLeads {
  /** HubSpot's value of the source; `''`: none was known at delivery. */
  source: string;
  leads: Count;
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
  revenueTarget: Known<Sum>;
  costOfSale: Known<Sum>;
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
  minutesToOutreach: Known<{ median: number; longest: number }>;
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

export interface GrowthReport {
  schema: 1;
  portalId: string;
  /** ISO instant: nothing that happened later is in it. */
  asOf: string;
  policyVersion: string;
  timeZone: string;
  currency: string;
  periods: Record<PeriodKey, Period>;
  /** Everybody who holds a role, by HubSpot's owner id: names are read when it is rendered. */
  staff: { ownerId: string; roles: string[] }[];
  opportunities: PersonDeals[];
  leads: PersonDeals[];
  pipeline: StageTotal[];
  wins: { monthToDate: Wins; yearToDate: Wins };
  conversion: { monthToDate: Conversions; yearToDate: Conversions };
  /** `missing`: registers that nobody has brought, and who owes them. */
  whitespace: Known<{ people: PersonWhitespace[]; missing: Unknown[] }>;
  marketing: Marketing;
  exec: Exec;
  required: { month: RequiredLeads; year: RequiredLeads };
  promises: Promises;
}
