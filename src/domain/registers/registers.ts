/** All registers: what no CRM holds and the growth report needs (G-10). Each is a table of rows that people bring as a CSV file. */
import type { RegisterTable, RowOf } from './columns.ts';
import { campaigns, collateral, events, leadCosts, leadPromises, projects } from './marketing-tables.ts';
import {
  approvedSolutions,
  clientOwners,
  clientSolutions,
  costOfSale,
  feedback,
  targets,
  whitespace,
} from './sales-tables.ts';

/** By the name under which the command line and the database know them. */
export const REGISTERS = {
  targets,
  'lead-promises': leadPromises,
  campaigns,
  'lead-costs': leadCosts,
  events,
  collateral,
  projects,
  'cost-of-sale': costOfSale,
  'approved-solutions': approvedSolutions,
  'client-owners': clientOwners,
  'client-solutions': clientSolutions,
  whitespace,
  feedback,
} as const satisfies Record<string, RegisterTable>;

export type RegisterKind = keyof typeof REGISTERS;

/** A row as it was checked at import, by the names of the columns; see `ValueTypes` in columns.ts for what stands in it. */
export type RegisterRow<K extends RegisterKind> = RowOf<(typeof REGISTERS)[K]['columns']>;

/** All of them, in the order above. */
export function registerKinds(): RegisterKind[] {
  return Object.keys(REGISTERS).filter(isRegisterKind);
}

export function isRegisterKind(name: string): name is RegisterKind {
  return Object.hasOwn(REGISTERS, name);
}
