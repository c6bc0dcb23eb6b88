/**
 * The growth report as data (G-01): plain JSON, frozen as it is, and everything that is rendered is in it. It holds ids, keys,
 * numbers and times; names and whatever people typed about a record are referred to (`TextRef`) and read when it is rendered,
 * so that a person can be forgotten without changing a frozen report.
 */

import type { RegisterKind } from '../domain/registers/registers.ts';
import type { Conversions, PersonDeals, PersonWhitespace, StageTotal, Wins } from './deal-sections.ts';
import type { Known, Period, PeriodKey, Unknown } from './figure.ts';
import type { Exec, Marketing, Promises, RequiredLeads, TrailingMonths } from './growth-sections.ts';

export * from './figure.ts';
export type * from './deal-sections.ts';
export type * from './growth-sections.ts';

export interface GrowthReport {
  schema: 2;
  portalId: string;
  /** ISO instant: nothing that happened later is in it. */
  asOf: string;
  policyVersion: string;
  timeZone: string;
  currency: string;
  periods: Record<PeriodKey, Period>;
  /** Lengths of the rolling windows: calendar days, and calendar months of the trailing one. */
  windows: { shortDays: number; longDays: number; trailingMonths: number };
  /** When what each register says here was brought, as ISO instants; one that nobody has brought is absent. */
  registers: Partial<Record<RegisterKind, string>>;
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
  required: { trailing: TrailingMonths; month: RequiredLeads; year: RequiredLeads };
  promises: Promises;
}
