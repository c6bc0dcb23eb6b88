/** HubSpot's answers as far as we use them. Unknown fields are kept: HubSpot adds some with each version. */
import { z } from 'zod';

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const historyEntrySchema = z.looseObject({
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  timestamp: instant,
  sourceType: z.string().optional(),
  sourceId: z.string().optional(),
});

export const recordSchema = z.looseObject({
  id: z.string(),
  archived: z.boolean().default(false),
  properties: z.record(z.string(), z.string().nullable()),
  propertiesWithHistory: z.record(z.string(), z.array(historyEntrySchema)).default({}),
  updatedAt: instant,
  associations: z
    .record(
      z.string(),
      z.looseObject({
        results: z.array(z.looseObject({ id: z.string(), type: z.string().optional() })),
        paging: z.looseObject({ next: z.unknown().optional() }).optional(),
      }),
    )
    .default({}),
});

export const recordsSchema = z.looseObject({ results: z.array(recordSchema) });

export const fileSchema = z.looseObject({
  id: z.string(),
  name: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  extension: z
    .string()
    .nullish()
    .transform((extension) => extension ?? ''),
  url: z.string().nullish(),
});

export const upsertSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      id: z.string(),
      new: z.boolean(),
      objectWriteTraceId: z.string().optional(),
      properties: z.record(z.string(), z.string().nullable()).default({}),
    }),
  ),
  errors: z.array(z.unknown()).default([]),
});

export const stageSchema = z.looseObject({
  id: z.string(),
  label: z.string(),
  displayOrder: z.number(),
  /** Strings, e.g. `{"isClosed":"true","probability":"1.0"}`; tickets have others. */
  metadata: z.looseObject({ isClosed: z.string().optional(), probability: z.string().optional() }).default({}),
});

export const pipelineSchema = z.looseObject({
  id: z.string(),
  label: z.string(),
  displayOrder: z.number(),
  stages: z.array(stageSchema),
});

const optionSchema = z.looseObject({ value: z.string(), label: z.string(), displayOrder: z.number().optional() });

export const propertySchema = z.looseObject({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  fieldType: z.string(),
  groupName: z.string().optional(),
  hasUniqueValue: z.boolean().default(false),
  externalOptions: z.boolean().default(false),
  formField: z.boolean().default(false),
  options: z.array(optionSchema).default([]),
});

export const propertyGroupSchema = z.looseObject({ name: z.string(), label: z.string() });

export const ownerSchema = z.looseObject({
  id: z.string(),
  /** Another number than the owner's id: what `userId:…` of webhooks and histories means. */
  userId: z.number().optional(),
  email: z
    .string()
    .nullish()
    .transform((email) => email ?? ''),
  firstName: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
  lastName: z
    .string()
    .nullish()
    .transform((name) => name ?? ''),
});

export const ownersPageSchema = z.looseObject({
  results: z.array(ownerSchema),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional(),
});

const stageRuleSchema = z
  .looseObject({
    enabledForAllStages: z.boolean().default(false),
    pipelineStageIds: z.array(z.string()).default([]),
  })
  .default({ enabledForAllStages: false, pipelineStageIds: [] });

export const pipelineRulesSchema = z
  .looseObject({
    governanceValidationRules: z
      .looseObject({
        noBackwardsMovementRule: stageRuleSchema,
        noSkippingStagesRule: stageRuleSchema,
        objectCreationRule: stageRuleSchema,
      })
      .prefault({}),
  })
  .transform((answer) => answer.governanceValidationRules);

export const tokenSchema = z.looseObject({
  hubId: z.coerce.string(),
  appId: z.coerce.string(),
  scopes: z.array(z.string()),
});

/** Answers whose content nobody reads, e.g. of an association. */
export const anyObjectSchema = z.looseObject({});

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.looseObject({ results: z.array(item) });
}

export type Stage = z.output<typeof stageSchema>;
export type Pipeline = z.output<typeof pipelineSchema>;
export type Property = z.output<typeof propertySchema>;
export type PropertyChoice = z.output<typeof optionSchema>;
export type PipelineRules = z.output<typeof pipelineRulesSchema>;
export type TokenFacts = z.output<typeof tokenSchema>;
export type PropertyGroup = z.output<typeof propertyGroupSchema>;
export type Owner = z.output<typeof ownerSchema>;
export type OwnersPage = z.output<typeof ownersPageSchema>;
