/** Loads the policy: one of the shipped ones by name, or a JSON file. Refused with the row named when it makes no sense. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problemsOf } from './domain/policy/check.ts';
import { defaultPolicy } from './domain/policy/default.ts';
import { smallPolicy } from './domain/policy/small.ts';
import type { Policy } from './domain/policy/types.ts';
import { backOutRule } from './policy-file/back-out.ts';
import { contactRules } from './policy-file/contacts.ts';
import {
  acceptanceRule,
  approvalRule,
  automaticAnswersRule,
  formatRule,
  sopNoteRule,
} from './policy-file/deal-rules.ts';
import { growthRules } from './policy-file/growth.ts';
import { nextActionRule } from './policy-file/next-action.ts';
import { inWords, rowName } from './policy-file/problem-words.ts';
import { registerRules } from './policy-file/registers.ts';
import { touchRules } from './policy-file/touches.ts';
import { clause, days, name } from './policy-file/pieces.ts';

const shipped = new Map<string, Policy>([
  ['default', defaultPolicy],
  ['small', smallPolicy],
]);

const objectName = z.enum(['contact', 'company', 'deal', 'note', 'task', 'ticket', 'lead', 'email', 'communication']);
const option = z.strictObject({ value: z.string().min(1), label: z.string().min(1) });
const criterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('known'), object: objectName, property: name, clause }),
  z.strictObject({ kind: z.literal('is'), object: objectName, property: name, value: z.string().min(1), clause }),
  z.strictObject({
    kind: z.literal('oneOf'),
    object: objectName,
    property: name,
    values: z.array(z.string().min(1)).min(1),
    clause,
  }),
  z.strictObject({ kind: z.literal('nextSteps'), minLength: z.number().int().min(1).max(1000), clause }),
  z.strictObject({ kind: z.literal('file'), file: name, clause }),
]);
const stage = z.strictObject({
  key: name,
  label: z.string().min(1),
  kind: z.enum(['open', 'won', 'lost']),
  probability: z.number().min(0).max(1),
  exit: z.array(criterion).exactOptional(),
  checklist: z.array(criterion).exactOptional(),
  clause,
});

const policySchema: z.ZodType<Policy> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string().min(1),
  version: z.string().min(1),
  calendar: z.strictObject({
    timeZone: z.string(),
    workdays: z.array(z.number().int().min(1).max(7)),
    holidays: z.array(z.string()),
    clause,
  }),
  properties: z.array(
    z.strictObject({
      object: objectName,
      name,
      label: z.string().min(1),
      type: z.enum(['text', 'longText', 'number', 'date', 'datetime', 'choice', 'choices', 'yesNo', 'owner']),
      options: z.array(option).exactOptional(),
      origin: z.enum(['portal', 'ours']),
      filledBy: z.enum(['people', 'engine', 'portal']),
      unique: z.literal(true).exactOptional(),
      inForms: z.literal(true).exactOptional(),
      clause,
    }),
  ),
  pipelines: z
    .array(z.strictObject({ key: name, label: z.string().min(1), stages: z.array(stage).min(3), clause }))
    .min(1),
  files: z.array(
    z.strictObject({
      key: name,
      label: z.string().min(1),
      extension: z
        .string()
        .regex(/^[a-z0-9]+$/, 'without dot, in small letters')
        .exactOptional(),
      name: z.string().min(1).exactOptional(),
      clause,
    }),
  ),
  lost: z.strictObject({ category: name, details: name, clause }),
  bypass: z.strictObject({
    mode: z.enum(['enforce', 'warn']),
    graceMinutes: z.number().int().min(0).max(10_080),
    letStandProperty: name,
    letStandRoles: z.array(z.string()).min(1),
    maxPutBacks: z.number().int().min(1).max(100),
    fuseHours: z.number().int().min(1).max(720),
    since: z.string(),
    clause,
  }),
  earlyData: z
    .strictObject({
      received: name,
      agreements: z.array(name).min(1),
      sentValues: z.array(z.string()).min(1),
      reason: name,
      clause,
    })
    .exactOptional(),
  onboarding: z
    .strictObject({
      pipeline: z.strictObject({
        label: z.string().min(1),
        stages: z
          .array(z.strictObject({ key: name, label: z.string().min(1), state: z.enum(['OPEN', 'CLOSED']) }))
          .min(1),
      }),
      opensIn: name,
      handOff: z.array(z.strictObject({ object: objectName, property: name })).min(1),
      acceptance: acceptanceRule,
      clause,
    })
    .exactOptional(),
  approval: approvalRule.exactOptional(),
  sopNote: sopNoteRule.exactOptional(),
  formats: formatRule,
  automaticAnswers: automaticAnswersRule,
  touches: touchRules.exactOptional(),
  backOut: backOutRule.exactOptional(),
  nextAction: nextActionRule.exactOptional(),
  contacts: contactRules.exactOptional(),
  registers: registerRules.exactOptional(),
  growth: growthRules.exactOptional(),
  missingProperty: name,
  dealClock: z.strictObject({
    maxSleepDays: days,
    refusedRetryHours: z.number().int().min(1).max(720),
    closedStaysOpenDays: days,
    clause,
  }),
  staff: z.array(z.strictObject({ role: z.string(), emails: z.array(z.email()), clause })),
});

/** A policy that makes no sense; `problems` names each row. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  readonly problems: string[];
  constructor(source: string, problems: string[]) {
    super(`The policy "${source}" cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * @param source `default`, `small`, or the path of a JSON file (the variable SOP_POLICY)
 * @returns the policy; a hash of its content is added to the version, so that an edit is never taken for the version before
 * @throws PolicyError naming each row that is wrong
 */
export function loadPolicy(source: string): Policy {
  return parsePolicy(shipped.get(source) ?? readPolicyFile(source), source);
}

/** As `loadPolicy`, for a policy that is in memory already. */
export function parsePolicy(input: unknown, source: string): Policy {
  const parsed = policySchema.safeParse(input, { error: inWords });
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${rowName(input, issue.path)}: ${issue.message}`);
    throw new PolicyError(source, problems);
  }
  const problems = problemsOf(parsed.data);
  if (problems.length > 0) throw new PolicyError(source, problems);
  const hash = createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex').slice(0, 8);
  return { ...parsed.data, version: `${parsed.data.version}+${hash}` };
}

function readPolicyFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    const names = [...shipped.keys()].join(', ');
    throw new PolicyError(path, [`there is no such file; SOP_POLICY is one of ${names}, or the path of a JSON file`]);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PolicyError(path, [`it is no JSON: ${error instanceof Error ? error.message : 'unreadable'}`]);
  }
}
