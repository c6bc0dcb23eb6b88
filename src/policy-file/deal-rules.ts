/** The shape of the rules of a deal's human side in a policy file. */
import { z } from 'zod';
import type {
  AcceptanceRule,
  ApprovalRule,
  FormatRule,
  SopNoteRule,
  AutomaticAnswersRule,
} from '../domain/policy/deal-rule-types.ts';
import { businessDays, clause, currency, name, words } from './pieces.ts';

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

export const sopNoteRule: z.ZodType<SopNoteRule> = z.strictObject({
  tag: words,
  deal: z.array(name).min(1),
  company: z.array(name),
  clause,
});

export const formatRule: z.ZodType<FormatRule> = z.strictObject({
  locale: z.string().refine(isLocale, 'is a locale such as en-US'),
  currency,
  money: z.array(z.strictObject({ object: z.enum(['deal', 'company', 'contact']), property: name })),
  clause,
});

export const acceptanceRule: z.ZodType<AcceptanceRule> = z.strictObject({
  role: words,
  remindAfterBusinessDays: businessDays,
  reminders: times,
  managerRole: words,
  clause,
});

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}

export const automaticAnswersRule: z.ZodType<AutomaticAnswersRule> = z.strictObject({
  subjects: z.array(
    z
      .string()
      .min(1)
      .regex(/^[^A-Z]*$/, 'in small letters'),
  ),
  clause,
});
