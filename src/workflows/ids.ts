/** Workflow ids, task queues and search attributes: every name by which something is found in Temporal. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** Queue of the entity workflows and of activities that do not call HubSpot. The number is raised when payloads change incompatibly. */
export const WORKFLOW_QUEUE = 'sop-workflows-1';

/** All HubSpot calls run on this queue, under one rate limit (design, decision 10). */
export const HUBSPOT_QUEUE = 'sop-hubspot-1';

/** Mails leave through this queue: a mail server that is down holds nothing else up. */
export const MAIL_QUEUE = 'sop-mail-1';

/** Worker deployment whose versions the workflows are pinned to (design, decision 9). */
export const DEPLOYMENT = 'sales-sop';

/** Id of the workflow of one deal. Ids only, never names: ids are not encrypted. */
export function dealWorkflowId(portalId: string, dealId: string): string {
  return `deal-${portalId}-${dealId}`;
}

/** Id of the workflow of one contact. Ids only, never names: ids are not encrypted. */
export function contactWorkflowId(portalId: string, contactId: string): string {
  return `contact-${portalId}-${contactId}`;
}

/** Id of the workflow of the quarterly review of excluded contacts (C-14), one for a portal. */
export function exclusionReviewId(portalId: string): string {
  return `exclusion-review-${portalId}`;
}

/** Id of the schedule of the weekly growth report (G-01), one for a portal; what it starts is called so, with the time after it. */
export function growthReportId(portalId: string): string {
  return `growth-report-${portalId}`;
}

/** Id of the workflow of one report, as Temporal's schedule forms it. @param asOf milliseconds since 1970 */
export function growthReportWorkflowId(portalId: string, asOf: number): string {
  return `${growthReportId(portalId)}-${new Date(asOf).toISOString().slice(0, 19)}Z`;
}

/** Search attributes by which operations list deals and contacts. At most eight keywords: SQL visibility allows ten (reference §4.1). */
export const searchAttributes = {
  pipeline: defineSearchAttributeKey('SopPipeline', SearchAttributeType.KEYWORD),
  stage: defineSearchAttributeKey('SopStage', SearchAttributeType.KEYWORD),
  ownerId: defineSearchAttributeKey('SopOwnerId', SearchAttributeType.KEYWORD),
  temperature: defineSearchAttributeKey('SopTemperature', SearchAttributeType.KEYWORD),
  consent: defineSearchAttributeKey('SopConsent', SearchAttributeType.KEYWORD),
  missingCount: defineSearchAttributeKey('SopMissingCount', SearchAttributeType.INT),
  nextActionAt: defineSearchAttributeKey('SopNextActionAt', SearchAttributeType.DATETIME),
  needsAttention: defineSearchAttributeKey('NeedsAttention', SearchAttributeType.BOOL),
} as const;
