/**
 * One typed error for everything that can go wrong with a HubSpot call. It is built from status, headers and known codes
 * only: HubSpot's own messages echo e-mail addresses and property values, and ours end up in logs and histories.
 */
import { z } from 'zod';

export type HubSpotErrorKind =
  | 'rateLimit'
  | 'locked'
  | 'unavailable'
  | 'timeout'
  | 'network'
  | 'notFound'
  | 'conflict'
  | 'rejected'
  | 'auth'
  | 'badAnswer';

const WORDS: Record<HubSpotErrorKind, string> = {
  rateLimit: 'the request limit is used up',
  locked: 'the record is locked',
  unavailable: 'HubSpot cannot serve the request at the moment',
  timeout: 'no answer in time',
  network: 'the connection failed',
  notFound: 'there is no such record',
  conflict: 'it exists already',
  rejected: 'HubSpot refuses the request',
  auth: 'the access token is not accepted or lacks a scope',
  badAnswer: 'the answer is not what the API promises',
};

export interface HubSpotErrorFacts {
  /** Name of the port's method, e.g. `readRecord`. */
  operation: string;
  kind: HubSpotErrorKind;
  /** Whether a write may have been carried out although it failed for us: check by key before doing it again. */
  mayHaveHappened: boolean;
  /** HTTP status; absent when there was no answer. */
  status?: number | undefined;
  /** Which limit a 429 is about: `DAILY`, `TEN_SECONDLY_ROLLING`, `SECONDLY`. */
  policyName?: string | undefined;
  category?: string | undefined;
  /** What HubSpot's support asks for. */
  correlationId?: string | undefined;
  /** The `Retry-After` header taken as seconds, in milliseconds, not clamped. */
  retryAfterMs?: number | undefined;
  /** Internal names of the properties a refusal is about. */
  propertyNames?: string[] | undefined;
  /** Scopes that the app lacks for the call, as HubSpot names them with a 403. */
  scopes?: string[] | undefined;
}

export class HubSpotError extends Error {
  override readonly name = 'HubSpotError';
  readonly kind: HubSpotErrorKind;
  readonly mayHaveHappened: boolean;
  readonly status: number | undefined;
  readonly policyName: string | undefined;
  readonly category: string | undefined;
  readonly correlationId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly propertyNames: string[] | undefined;
  readonly scopes: string[] | undefined;

  constructor(facts: HubSpotErrorFacts) {
    const details = [
      facts.status && `status ${facts.status}`,
      facts.category,
      facts.policyName,
      facts.propertyNames && `properties: ${facts.propertyNames.join(', ')}`,
      facts.scopes && `scopes: ${facts.scopes.join(', ')}`,
      facts.correlationId && `correlation id ${facts.correlationId}`,
    ].filter(Boolean);
    super(`${facts.operation}: ${WORDS[facts.kind]}${details.length > 0 ? ` (${details.join('; ')})` : ''}`);
    this.kind = facts.kind;
    this.mayHaveHappened = facts.mayHaveHappened;
    this.status = facts.status;
    this.policyName = facts.policyName;
    this.category = facts.category;
    this.correlationId = facts.correlationId;
    this.retryAfterMs = facts.retryAfterMs;
    this.propertyNames = facts.propertyNames;
    this.scopes = facts.scopes;
  }
}

/** Codes and ids only: nothing that could be an address or a sentence passes. */
const code = z
  .string()
  .regex(/^[\w.-]{1,80}$/)
  .optional()
  .catch(undefined);

const names = z.array(z.string()).optional().catch(undefined);

/** HubSpot's error body (reference/hubspot §5 and §10.2). Whatever is missing or odd is left out; an HTML page leaves nothing. */
const errorBodySchema = z
  .looseObject({
    message: z.string().optional().catch(undefined),
    category: code,
    correlationId: code,
    policyName: code,
    errors: z
      .array(
        z.looseObject({ context: z.looseObject({ propertyName: names, requiredGranularScopes: names }).optional() }),
      )
      .optional()
      .catch(undefined),
  })
  .catch({});

/** Builds the error for an answer with a status outside 2xx; `body` is the text as it came. */
export function errorFromAnswer(operation: string, isWrite: boolean, answer: Response, body: string): HubSpotError {
  const json = parseJson(body);
  const known = errorBodySchema.parse(json);
  // HubSpot's 404 for a record is JSON; an HTML one means a wrong address, and no record may count as gone for that.
  const kind = answer.status === 404 && json === undefined ? 'badAnswer' : kindOfStatus(answer.status);
  const contexts = (known.errors ?? []).map(({ context }) => context);
  return new HubSpotError({
    operation,
    kind,
    // 477 (the portal is being moved) is answered before anything is done; of other 5xx and proxies one cannot know.
    mayHaveHappened: isWrite && (answer.status < 400 || (kind === 'unavailable' && answer.status !== 477)),
    status: answer.status,
    policyName: kind === 'rateLimit' ? (known.policyName ?? limitInWords(known.message)) : undefined,
    category: known.category,
    correlationId: known.correlationId,
    retryAfterMs: retryAfterMs(answer.headers),
    propertyNames: onlyNames(contexts.flatMap((context) => context?.propertyName ?? [])),
    scopes: onlyNames(contexts.flatMap((context) => context?.requiredGranularScopes ?? [])),
  });
}

/** Names of properties and scopes, each once; anything that could be a value is left out. */
function onlyNames(found: string[]): string[] | undefined {
  const kept = found.filter((name) => /^[\w.-]{1,100}$/.test(name));
  return kept.length > 0 ? [...new Set(kept)] : undefined;
}

const KIND_OF_CATEGORY: Record<string, HubSpotErrorKind> = {
  OBJECT_NOT_FOUND: 'notFound',
  CONFLICT: 'conflict',
  OBJECT_ALREADY_EXISTS: 'conflict',
  RATE_LIMITS: 'rateLimit',
  INTERNAL_ERROR: 'unavailable',
};

/** Builds the error for one input of a batch that was answered with 207: there the category speaks, not the status. */
export function errorFromBatch(operation: string, input: unknown): HubSpotError {
  const { category } = errorBodySchema.parse(input);
  const kind = (category !== undefined && KIND_OF_CATEGORY[category]) || 'rejected';
  return new HubSpotError({ operation, kind, mayHaveHappened: kind === 'unavailable', status: 207, category });
}

/** Undefined where HubSpot has no such record (any more). */
export async function ifThere<Answer>(reading: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof HubSpotError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

/** Text to JSON; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOfStatus(status: number): HubSpotErrorKind {
  if (status === 429) return 'rateLimit';
  if (status === 423) return 'locked';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 401 || status === 403) return 'auth';
  if (status === 477 || status >= 500) return 'unavailable';
  return status >= 400 ? 'rejected' : 'badAnswer';
}

/** Half of the 429 shapes name their limit only in the message: `You have reached your secondly limit.` */
function limitInWords(message: string | undefined): string | undefined {
  return /reached your (daily|secondly|ten_secondly_rolling) limit/i.exec(message ?? '')?.[1]?.toUpperCase();
}

function retryAfterMs(headers: Headers): number | undefined {
  const seconds = headers.get('retry-after');
  return seconds !== null && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}
