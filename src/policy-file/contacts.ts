/** The shape of the rules for contacts in a policy file. */
import { z } from 'zod';
import type { ContactRules, LifecycleKey } from '../domain/policy/contact-types.ts';
import { referralRule } from './referral.ts';
import { clause, days, name, words } from './pieces.ts';

const hour = z.number().int().min(0).max(24);
const lifecycleKey = z.enum([
  'target',
  'mql',
  'sql',
  'customer',
  'excluded',
  'additional',
  'recycled',
] satisfies LifecycleKey[]);

const engagementFrom = z.discriminatedUnion('object', [
  z.strictObject({ object: z.enum(['call', 'meeting']), outcomes: z.array(words).min(1) }),
  z.strictObject({ object: z.literal('email'), direction: words }),
  z.strictObject({ object: z.literal('contact'), property: name }),
]);

const campaignCriterion = z.union([
  z.strictObject({ property: name, is: z.array(words).min(1) }),
  z.strictObject({ property: name, isNot: z.array(words).min(1) }),
  z.strictObject({ property: name, above: z.number() }),
]);

const PROPERTIES = [
  'originalChannel',
  'reviewed',
  'exploring',
  'missing',
  'recyclingRounds',
  'recyclesOn',
  'doNotContact',
  'exclusionAnswer',
  'temperature',
  'turnsColdOn',
  'lastEngagement',
  'veto',
  'vetoReason',
  'consentStatus',
  'leadKind',
  'campaign',
  'deliveredOn',
  'deliveredTemperature',
  'deliveredSource',
  'deliveredCampaign',
  'acceptance',
  'rejectionReason',
] as const satisfies (keyof ContactRules['properties'])[];

export const contactRules: z.ZodType<ContactRules> = z.strictObject({
  lifecycle: z.strictObject({
    mode: z.enum(['enforce', 'warn']),
    graceMinutes: z.number().int().min(0).max(10_080),
    maxPutBacks: z.number().int().min(1).max(100),
    fuseHours: z.number().int().min(1).max(720),
    since: z.iso.date(),
    stages: z.array(
      z.strictObject({
        key: lifecycleKey,
        label: words,
        value: words.exactOptional(),
        byHand: z.array(lifecycleKey),
        clause,
      }),
    ),
    clause,
  }),
  properties: z.record(z.enum(PROPERTIES), name),
  engagement: z
    .array(z.strictObject({ key: name, label: words, from: engagementFrom, conversation: z.boolean(), clause }))
    .min(1),
  review: z.strictObject({ days, role: words, clause }),
  handOff: z.strictObject({
    role: words,
    outreachDays: days,
    escalateDays: days,
    managerRole: words,
    acceptDays: days,
    clause,
  }),
  ownership: z.strictObject({ role: words, clause }),
  recheck: z.strictObject({ days, clause }),
  stale: z.strictObject({ days, clause }),
  deal: z.strictObject({ pipeline: name, keyProperty: name, twinProperty: name, clause }),
  temperature: z.strictObject({ coldAfterMonths: z.number().int().min(1).max(120), clause }),
  recycling: z.strictObject({
    coolOffDays: z.record(z.string(), days),
    backedOut: words,
    maxRounds: z.number().int().min(1).max(100),
    clause,
  }),
  exclusionReview: z.strictObject({ role: words, hour, reminderDays: days, correctiveAction: words, clause }),
  consent: z.strictObject({
    stages: z.array(lifecycleKey),
    reminderDays: days,
    businessHours: z.strictObject({ from: hour, to: hour }),
    importsPerDay: z.number().int().min(0).max(100_000),
    clause,
  }),
  mail: z.strictObject({
    sender: z.strictObject({ name: words, address: z.email() }),
    postalAddress: words,
    templates: words,
    request: words,
    reminder: words,
    nameless: words,
    linkDays: days,
    consentWording: words,
    wordingVersion: words,
    subscriptionType: words,
    clause,
  }),
  leads: z.strictObject({
    stages: z.array(lifecycleKey).min(1),
    kinds: z.array(name).min(1),
    campaigns: z.array(
      z.strictObject({ key: name, label: words, kind: name, criteria: z.array(campaignCriterion).min(1), clause }),
    ),
    ticketCategory: words,
    properties: z.strictObject({ lastActivity: name, nextActivity: name, closedBecause: name, ticketAnswer: name }),
    clause,
  }),
  referral: referralRule.exactOptional(),
  clock: z.strictObject({ maxSleepDays: days, refusedRetryHours: z.number().int().min(1).max(720), clause }),
});
