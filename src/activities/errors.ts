/** What becomes of a failed activity: one table from the kind of failure to its fate (reference/hubspot §5). */
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { HubSpotError, type HubSpotErrorKind } from '../hubspot/error.ts';
import { PortalNotReadyError } from '../hubspot/portal-ids.ts';

/** `afterMs` is a delay of its own; without it the activity's back-off decides. */
type Fate = { retry: true; afterMs?: number } | { retry: false };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const FATE: Record<HubSpotErrorKind, (error: HubSpotError) => Fate> = {
  rateLimit: (error) => ({ retry: true, afterMs: afterRateLimit(error) }),
  locked: (error) => ({ retry: true, afterMs: Math.max(2 * SECOND, Math.min(error.retryAfterMs ?? 0, MINUTE)) }),
  // A portal that is being moved (477) says when to come back, up to a day.
  unavailable: ({ retryAfterMs, status }) =>
    retryAfterMs === undefined
      ? { retry: true }
      : { retry: true, afterMs: Math.min(retryAfterMs, status === 477 ? DAY : MINUTE) },
  timeout: () => ({ retry: true }),
  network: () => ({ retry: true }),
  // A cut-off or foreign answer (a proxy's page); every write of ours may be repeated (design, decision 6).
  badAnswer: () => ({ retry: true }),
  notFound: () => ({ retry: false }),
  conflict: () => ({ retry: false }),
  rejected: () => ({ retry: false }),
  auth: () => ({ retry: false }),
};

/** How long to leave HubSpot alone, by limit. The day's limit says nothing about when it ends (midnight in the portal's zone). */
function afterRateLimit({ policyName, retryAfterMs }: HubSpotError): number {
  if (policyName === 'DAILY') return 15 * MINUTE;
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, MINUTE);
  return policyName === 'SECONDLY' ? SECOND : 10 * SECOND;
}

/** What workflows can read of a failed HubSpot call: `failure.details[0]`. No values, only codes and names. */
export interface HubSpotFailureDetails {
  mayHaveHappened: boolean;
  status?: number;
  category?: string;
  correlationId?: string;
  /** Properties a refusal is about, e.g. one the portal requires (`MISSING_CONDITIONAL_REQUIRED_PROPERTY`). */
  propertyNames?: string[];
}

/**
 * Turns whatever an activity caught into what it throws. HubSpot's failures become an `ApplicationFailure` whose `type` is the
 * kind. Temporal's own pass. Of any other error only its name and stack frames stay: messages may quote personal data.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof TemporalFailure) return error;
  if (error instanceof HubSpotError) {
    const fate = FATE[error.kind](error);
    return ApplicationFailure.create({
      message: error.message,
      type: error.kind,
      nonRetryable: !fate.retry,
      ...(fate.retry && fate.afterMs !== undefined && { nextRetryDelay: fate.afterMs }),
      details: [detailsOf(error)],
    });
  }
  if (error instanceof PortalNotReadyError) {
    // Waits for a person and goes on by itself when the portal is set up.
    return ApplicationFailure.create({ message: error.message, type: 'portalNotReady', nextRetryDelay: MINUTE });
  }
  if (isVerdict(error)) {
    return ApplicationFailure.create({ message: error.message, type: error.name, nonRetryable: !error.retryable });
  }
  const name = error instanceof Error ? error.name : typeof error;
  const failure = ApplicationFailure.create({ message: `unexpected ${name}`, type: name });
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  if (frames.length > 0) failure.stack = [`${failure.name}: ${failure.message}`, ...frames].join('\n');
  return failure;
}

/** A token that is not accepted waits for a person, and with it what nobody would ask for again. @throws the error, or that it waits */
export function waitForToken(error: unknown): never {
  if (!(error instanceof HubSpotError) || error.kind !== 'auth') throw error;
  throw ApplicationFailure.create({ message: error.message, type: error.kind, nextRetryDelay: 5 * MINUTE });
}

/** The same activities, with everything they throw turned into its fate. */
export function failing<Activities extends object>(activities: Activities): Activities {
  // A proxy, because it keeps each activity's own type; the worker reads names and functions through it.
  return new Proxy(activities, {
    get(target, name) {
      const run: unknown = Reflect.get(target, name);
      if (typeof run !== 'function') return run;
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          const result: unknown = await Reflect.apply(run, target, args);
          return result;
        } catch (error) {
          throw toFailure(error);
        }
      };
    },
  });
}

/** The journal's errors know themselves whether trying again helps, and quote no values. */
function isVerdict(error: unknown): error is Error & { retryable: boolean } {
  return error instanceof Error && 'retryable' in error && typeof error.retryable === 'boolean';
}

function detailsOf(error: HubSpotError): HubSpotFailureDetails {
  return {
    mayHaveHappened: error.mayHaveHappened,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.category !== undefined && { category: error.category }),
    ...(error.correlationId !== undefined && { correlationId: error.correlationId }),
    ...(error.propertyNames !== undefined && { propertyNames: error.propertyNames }),
  };
}
