/** Telling a final "no" of HubSpot, the mail server or the journal from failures of our own. */
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';

export interface ActivityRefusal {
  reason: string;
  /** Names of properties that HubSpot asked for or refused (activities/errors.ts puts them into the failure's details). */
  properties?: string[];
  /** Only given up for now: what is wrong there passes. */
  passes?: true;
}

/** What an activity failed for good with; undefined for what is no answer of anybody's. */
export function refusalOf(error: unknown): ActivityRefusal | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  // Only what is given up after some attempts ends so: each of its workers died, or took too long.
  if (error.cause instanceof TimeoutFailure) return { reason: 'timeout', passes: true };
  if (!(error.cause instanceof ApplicationFailure)) return undefined;
  const properties = refusedProperties(error.cause.details);
  return {
    reason: error.cause.type ?? 'unknown',
    ...(properties === undefined ? {} : { properties }),
    ...(error.cause.nonRetryable === true ? {} : { passes: true }),
  };
}

function refusedProperties(details: unknown[] | null | undefined): string[] | undefined {
  const [first] = details ?? [];
  if (typeof first !== 'object' || first === null || !('propertyNames' in first)) return undefined;
  const { propertyNames } = first;
  return Array.isArray(propertyNames) ? propertyNames.filter((name) => typeof name === 'string') : undefined;
}
