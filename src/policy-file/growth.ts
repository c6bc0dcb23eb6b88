/** The shape of the rules of the growth report in a policy file. */
import { z } from 'zod';
import type { GrowthProperties, GrowthRules, TopRule } from '../domain/policy/growth-types.ts';
import { clause, currency, name, words } from './pieces.ts';

const top: z.ZodType<TopRule> = z.strictObject({
  rows: z.number().int().min(1).max(50),
  stages: z.array(name).min(1),
  minProbability: z.number().min(0).max(1),
  clause,
});

const properties = {
  owner: name,
  solutions: name,
  probability: name,
  nextAction: name,
  nextActionOwner: name,
  nextActionOn: name,
  closesOn: name,
  implementationOn: name,
  revenueStartsOn: name,
  annualizedRevenue: name,
  amount: name,
  currency: name,
  termMonths: name,
  nonRecurringRevenue: name,
  blockers: name,
} satisfies Record<keyof GrowthProperties, typeof name>;

export const growthRules: z.ZodType<GrowthRules> = z.strictObject({
  currency,
  meeting: z.strictObject({ weekday: z.number().int().min(1).max(7), hour: z.number().int().min(0).max(23), clause }),
  fiscalYear: z.strictObject({ startMonth: z.number().int().min(1).max(12), clause }),
  windows: z.strictObject({
    shortDays: z.number().int().min(1).max(366),
    longDays: z.number().int().min(1).max(366),
    trailingMonths: z.number().int().min(1).max(60),
    weeks: z.number().int().min(1).max(53),
    clause,
  }),
  salesRoles: z.array(words).min(1),
  clientSuccessRoles: z.array(words).min(1),
  readers: z.strictObject({ roles: z.array(words).min(1), linkDays: z.number().int().min(1).max(366), clause }),
  opportunities: top,
  leads: top,
  meetingsCalledOff: z.array(z.string().min(1)),
  properties: z.strictObject(properties),
  clause,
});
