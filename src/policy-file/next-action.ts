/** The shape of the rule of the next action in a policy file. */
import { z } from 'zod';
import type { NextActionRule } from '../domain/policy/next-action-types.ts';
import { businessDays, clause, name } from './pieces.ts';

export const nextActionRule: z.ZodType<NextActionRule> = z.strictObject({
  action: name,
  owner: name,
  date: name,
  flag: name,
  stages: z.array(name).min(1),
  graceBusinessDays: z.number().int().min(0).max(250),
  dueHour: z.number().int().min(0).max(23),
  proposeAfterBusinessDays: businessDays,
  ownerCheckDays: z.number().int().min(1).max(365),
  clause,
});
