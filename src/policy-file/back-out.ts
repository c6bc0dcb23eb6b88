/** The shape of the rule of the back-out in a policy file. */
import { z } from 'zod';
import type { BackOutRule } from '../domain/policy/back-out-types.ts';
import { clause, name, words } from './pieces.ts';

const count = (max: number) => z.number().int().min(1).max(max);

export const backOutRule: z.ZodType<BackOutRule> = z.strictObject({
  requested: name,
  reason: name,
  details: name,
  signed: z.strictObject({ property: name, value: words }),
  windowDays: count(3650),
  answersDays: count(365),
  approverRole: words,
  lostCategory: words,
  ticketStage: name.exactOptional(),
  implementationRole: words,
  managerRole: words,
  dueBusinessDays: count(250),
  remindEveryBusinessDays: count(250),
  linkDays: count(365),
  codeMinutes: count(1440),
  codeTries: count(100),
  codesPerHour: count(100),
  broughtCodeHours: count(720),
  refusalsPerDay: count(1000),
  clause,
});
