/** The registers of the growth report, as far as they are a company's own choice (G-10). Their columns are domain/registers. */
import type { RegisterKind } from '../registers/registers.ts';

export interface RegisterRules {
  /** The role that owes each register: the report names it where a register is missing. */
  owners: Record<RegisterKind, string>;
  /** ISO 4217 codes that amounts may be in, with the number of decimals that the currency has. */
  currencies: { code: string; decimals: number }[];
  /** Contact property whose options are the sources of leads. */
  sourceProperty: string;
  /** Deal property whose options are the solutions, and those of its values that may be sold at all (D-12). */
  solutionProperty: string;
  solutions: string[];
  clause: string;
}
