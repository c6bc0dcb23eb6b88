/** The rules of the growth report as data (HP24 "Weekly Growth Team Meeting Structure"). Part of the policy, plain JSON. */
import type { Clause } from './types.ts';

/**
 * HubSpot's names of the deal properties that a report shows (G-04). Next action and blockers hold free text, the others none. A type
 * and no interface, so that its values can be listed.
 */
export type GrowthProperties = {
  owner: string;
  solutions: string;
  probability: string;
  nextAction: string;
  nextActionOwner: string;
  nextActionOn: string;
  closesOn: string;
  implementationOn: string;
  revenueStartsOn: string;
  /** Projected revenue of a year; where it is empty the amount stands in for it. */
  annualizedRevenue: string;
  amount: string;
  currency: string;
  termMonths: string;
  nonRecurringRevenue: string;
  blockers: string;
};

/** Top Five Opportunities, Top Five Leads. */
export interface TopRule {
  rows: number;
  /** Keys of the deal stages it looks at, in any pipeline. */
  stages: string[];
  /** 0…1; a deal with less is not in it. */
  minProbability: number;
  clause: Clause;
}

export interface GrowthRules {
  /** ISO 4217: what is in another currency is counted and shown, and added to nothing. */
  currency: string;
  /** When the team meets: 1 = Monday … 7 = Sunday, and the local hour at which the report is frozen. */
  meeting: { weekday: number; hour: number; clause: Clause };
  fiscalYear: { startMonth: number; clause: Clause };
  /** Rolling windows in calendar days, the conversion rate's in calendar months, the charts' in weeks. */
  windows: { shortDays: number; longDays: number; trailingMonths: number; weeks: number; clause: Clause };
  /** Roles whose members each have a list of their own. */
  salesRoles: string[];
  clientSuccessRoles: string[];
  /** Roles to whose holders the weekly report is mailed, and how many days the link in it works. */
  readers: { roles: string[]; linkDays: number; clause: Clause };
  opportunities: TopRule;
  leads: TopRule;
  /** Outcomes of meetings that were called off: they make no Qualified Opportunity. */
  meetingsCalledOff: string[];
  properties: GrowthProperties;
  clause: Clause;
}
