/** The shape of the rules for registers in a policy file. */
import { z } from 'zod';
import type { RegisterRules } from '../domain/policy/register-types.ts';
import type { RegisterKind } from '../domain/registers/registers.ts';
import { clause, currency, name, words } from './pieces.ts';

const owners = {
  targets: words,
  'lead-promises': words,
  campaigns: words,
  'lead-costs': words,
  events: words,
  collateral: words,
  projects: words,
  'cost-of-sale': words,
  'approved-solutions': words,
  'client-owners': words,
  'client-solutions': words,
  whitespace: words,
  feedback: words,
} satisfies Record<RegisterKind, z.ZodString>;

export const registerRules: z.ZodType<RegisterRules> = z.strictObject({
  owners: z.strictObject(owners),
  currencies: z
    .array(
      z.strictObject({
        code: currency,
        decimals: z.number().int().min(0).max(3),
      }),
    )
    .min(1),
  sourceProperty: name,
  solutionProperty: name,
  solutions: z.array(z.string().min(1)).min(1),
  clause,
});
