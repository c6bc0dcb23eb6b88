/** The shape of the rules of touches in a policy file. */
import { z } from 'zod';
import type { TouchRules } from '../domain/policy/touch-types.ts';
import { businessDays, clause, name, words } from './pieces.ts';

const values = z.array(words);

export const touchRules: z.ZodType<TouchRules> = z.strictObject({
  stages: z.array(name).min(1),
  touches: z.number().int().min(1).max(50),
  voicemails: z.number().int().min(0).max(50),
  warnAfterDays: businessDays,
  closeAfterDays: businessDays,
  lateAnswerDueDays: businessDays,
  calls: z.strictObject({
    touches: z
      .array(
        z.strictObject({ kind: z.enum(['voicemail', 'noAnswer', 'busy', 'liveMessage']), outcomes: values.min(1) }),
      )
      .min(1),
    answers: values.min(1),
    ignored: values,
    incoming: z.string().min(1),
  }),
  emails: z.strictObject({
    sent: values.min(1),
    received: values.min(1),
    undelivered: values,
    sequences: z.boolean(),
  }),
  messages: z.strictObject({ direction: name, received: z.string().min(1) }),
  meetings: z.strictObject({ answers: values.min(1) }),
  properties: z.strictObject({ touches: name, voicemails: name, summary: name }),
  lostCategory: z.string().min(1),
  clause,
});
