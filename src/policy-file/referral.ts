/** The shape of the rule of internal referrals in a policy file. */
import { z } from 'zod';
import type { ReferralRule } from '../domain/policy/referral-types.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and _ only, as HubSpot wants them');

export const referralRule: z.ZodType<ReferralRule> = z.strictObject({
  pipeline: name,
  keyProperty: name,
  date: name,
  employee: name,
  interest: name,
  lastForm: name,
  lastFormWithinMinutes: z.number().int().min(0).max(1440),
  takenOn: name,
  dealEmployees: name,
  dealDate: name,
  dueBusinessDays: z.number().int().min(1).max(250),
  clause: z.string().min(1, 'every row names its source'),
});
