/** The shape of the rule of internal referrals in a policy file. */
import { z } from 'zod';
import type { ReferralRule } from '../domain/policy/referral-types.ts';
import { clause, name } from './pieces.ts';

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
  clause,
});
