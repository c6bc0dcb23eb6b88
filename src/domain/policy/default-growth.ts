/** The shipped rules of the growth report (HP24). */
import type { GrowthRules } from './growth-types.ts';
import { property } from './rows.ts';
import type { PropertyRow } from './types.ts';

/** G-04: columns that no other rule of the SOP asks for. */
export const growthProperties: PropertyRow[] = [
  property('deal', 'revenue_start_date', 'Projected revenue start date', 'date', 'G-04'),
  property('deal', 'existing_blockers', 'Existing blockers', 'longText', 'G-04'),
];

export const defaultGrowth: GrowthRules = {
  currency: 'USD',
  meeting: { weekday: 1, hour: 7, clause: 'G-01, "recommended that the Growth Team (Marketing + Sales) meet weekly"' },
  fiscalYear: { startMonth: 1, clause: 'G-08, "Overall tracking YTD"' },
  windows: {
    shortDays: 30,
    longDays: 90,
    trailingMonths: 12,
    weeks: 13,
    clause: 'G-07, "Rolling 30- and 90-day count"; G-09',
  },
  salesRoles: ['Sales rep', 'Sales manager', 'Sales VP'],
  clientSuccessRoles: ['Client success'],
  readers: {
    roles: ['Sales VP', 'Sales manager', 'Sales rep', 'SDR', 'Marketing', 'Client success', 'Exec'],
    linkDays: 30,
    clause: 'G-01, G-13, "Growth Team (Marketing + Sales)", and who reports in its meeting',
  },
  opportunities: {
    rows: 5,
    stages: ['proposal', 'partner_of_choice'],
    minProbability: 0.75,
    clause: 'G-02, "mid and late-stage opportunities", "75% or higher"',
  },
  leads: { rows: 5, stages: ['sql', 'engaged'], minProbability: 0, clause: 'G-03, "early-stage opportunities"' },
  meetingsCalledOff: ['CANCELED'],
  properties: {
    owner: 'hubspot_owner_id',
    solutions: 'hp_products',
    probability: 'hs_deal_stage_probability',
    nextAction: 'next_action',
    nextActionOwner: 'next_action_owner',
    nextActionOn: 'next_action_date',
    closesOn: 'closedate',
    // The SOP has one date for both; "implementation" is when the client goes live.
    implementationOn: 'target_go_live_date',
    revenueStartsOn: 'revenue_start_date',
    annualizedRevenue: 'arr_at_signing',
    amount: 'amount',
    currency: 'deal_currency_code',
    termMonths: 'term_months',
    nonRecurringRevenue: 'non_recurring_revenue',
    blockers: 'existing_blockers',
  },
  clause: 'G-04',
};
