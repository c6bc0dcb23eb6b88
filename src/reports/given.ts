/** What a report is computed from: rows that the database aggregated, registers, the policy. Nothing here asks a clock. */
import type { GrowthRules } from '../domain/policy/growth-types.ts';
import { findProperty } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { RegisterKind, RegisterRow } from '../domain/registers/registers.ts';
import { rowKey } from '../domain/registers/key.ts';
import { localDate } from '../domain/time.ts';
import type { ReportRows } from '../journal/report-rows.ts';
import type { PeriodKey, Source, Unknown } from './growth-report.ts';
import type { Span } from './periods.ts';

/** Rows of the registers as they were then; one that nobody had brought is absent. */
export type RegisterRows = { [K in RegisterKind]?: RegisterRow<K>[] };

export interface Staff {
  ownerId: string;
  email: string;
  roles: string[];
}

export interface Given {
  portalId: string;
  /** Milliseconds since 1970. */
  asOf: number;
  /** The calendar day of it, `YYYY-MM-DD`. */
  today: string;
  policy: Policy;
  growth: GrowthRules;
  spans: Record<PeriodKey, Span>;
  rows: ReportRows;
  registers: RegisterRows;
  /** When what they say was brought, as ISO instants. */
  broughtAt: Partial<Record<RegisterKind, string>>;
  /** When the names of the clients were written, by the id of the company. */
  companies: Map<string, Record<string, number>>;
  staff: Staff[];
}

/** Rows of a register, or why there are none and who owes them (G-10). */
export function registerRows<K extends RegisterKind>(given: Given, kind: K): RegisterRow<K>[] | Unknown {
  return given.registers[kind] ?? { unknown: `nobody has brought the register ${kind} yet${owes(given, kind)}` };
}

/** `; Marketing owes it`. */
export function owes({ policy }: Given, kind: RegisterKind): string {
  const role = policy.registers?.owners[kind];
  return role === undefined ? '' : `; ${role} owes it`;
}

export function registerSource<K extends RegisterKind>(kind: K, row: RegisterRow<K>, adds?: string): Source {
  return { object: 'register', id: `${kind}/${rowKey(kind, row)}`, ...(adds === undefined ? {} : { adds }) };
}

/** Everybody of the policy whom the portal knew at that time. */
export function staffOf(policy: Policy, owners: ReportRows['owners']): Staff[] {
  return owners.flatMap(({ id, email }) => {
    const roles = policy.staff.filter(({ emails }) => emails.some((one) => one.toLowerCase() === email));
    return roles.length === 0 ? [] : [{ ownerId: id, email, roles: roles.map(({ role }) => role) }];
  });
}

export function holdersOf({ staff }: Given, roles: string[]): Staff[] {
  return staff.filter((one) => one.roles.some((role) => roles.includes(role)));
}

/** Labels of a property's values, which HubSpot separates by `;`. */
export function labelsOf(policy: Policy, property: string, values: string): string[] {
  const options = findProperty(policy, 'deal', property)?.options ?? [];
  return values
    .split(';')
    .filter((value) => value !== '')
    .map((value) => options.find((option) => option.value === value)?.label ?? value);
}

/**
 * The calendar day of a date or date-time as HubSpot writes it. HubSpot keeps a date as midnight UTC.
 * @returns undefined: it is neither
 */
export function dayOf(value: string, timeZone: string): string | undefined {
  const at = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (Number.isNaN(new Date(at).getTime())) return undefined;
  const utc = new Date(at).toISOString();
  return utc.endsWith('T00:00:00.000Z') ? utc.slice(0, 10) : localDate(at, timeZone);
}

/** By code points, the same on every machine. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
