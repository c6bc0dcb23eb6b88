/** The shape of the rules of a deal's human side in a policy file. */
import { z } from 'zod';
import type { ApprovalRule } from './domain/policy/deal-rule-types.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case letters, digits and _ only, as HubSpot wants them');
const clause = z.string().min(1, 'every row names its source');
const words = z.string().min(1);
const businessDays = z.number().int().min(1).max(250);
const times = z.number().int().min(0).max(100);

export const approvalRule: z.ZodType<ApprovalRule> = z.strictObject({
  required: name,
  status: name,
  approved: words,
  pending: words,
  reason: name,
  automatic: words,
  role: words,
  remindAfterBusinessDays: businessDays,
  reminders: times,
  clause,
});
