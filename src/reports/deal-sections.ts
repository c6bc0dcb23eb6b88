/** Sections of the growth report about deals: both Top Fives, the pipeline, wins, conversion, whitespace. */
import type { Action, Count, Known, Money, Rate, Source, Sum, TextRef } from './figure.ts';

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
  totalContractValue: Known<ContractValue>;
}

/** `annualizedRevenue` for the months of the term, and what does not recur. */
export interface ContractValue extends Money {
  termMonths: number;
  /** As in `Money.amount`; `0.00` where the deal has none. */
  nonRecurring: string;
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
  /** Qualified Opportunities of contacts that were never delivered as a lead. */
  qualifiedWithoutLead: Count;
}

/** G-06: the twelve fields; `client` is read when it is rendered. */
export interface WhitespaceRow extends Outlook {
  companyId: string;
  client: Known<TextRef>;
  nextSolution: Known<{ label: string }>;
  /** Labels of approved solutions that the client lacks and no open deal covers. */
  lacking: string[];
  /** The row of the register whitespace, which says all that follows. */
  plan: Known<Source>;
}

export interface PersonWhitespace {
  /** HubSpot's owner id; absent: clients that nobody is responsible for. */
  ownerId?: string;
  rows: WhitespaceRow[];
}
