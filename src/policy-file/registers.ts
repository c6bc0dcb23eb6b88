/** The shape of the rules for registers in a policy file. */
import { z } from 'zod';
import type { RegisterRules } from '../domain/policy/register-types.ts';
import type { RegisterKind } from '../domain/registers/registers.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and _ only, as HubSpot wants them');
const role = z.string().min(1);

const owners = {
  targets: role,
  'lead-promises': role,
  campaigns: role,
  'lead-costs': role,
  events: role,
  collateral: role,
  projects: role,
  'cost-of-sale': role,
  'approved-solutions': role,
  'client-owners': role,
  'client-solutions': role,
  whitespace: role,
  feedback: role,
} satisfies Record<RegisterKind, z.ZodString>;

export const registerRules: z.ZodType<RegisterRules> = z.strictObject({
  owners: z.strictObject(owners),
  currencies: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, as ISO 4217 has them'),
        decimals: z.number().int().min(0).max(3),
      }),
    )
    .min(1),
  sourceProperty: name,
  solutionProperty: name,
  solutions: z.array(z.string().min(1)).min(1),
  clause: z.string().min(1, 'every row names its source'),
});
