/** How a call reaches HubSpot: through the official client, with our own timeout, and an answer checked before it is used. */
import { Client } from '@hubspot/api-client';
import type { z } from 'zod';
import type { Admit } from './admission.ts';
import { errorFromAnswer, HubSpotError, parseJson, type HubSpotErrorKind } from './error.ts';

/** The dated API version all paths carry (reference/hubspot §1.1). */
export const API_VERSION = '2026-09';

export interface HubSpotConfig {
  baseUrl: string;
  accessToken: string;
  /** Our app's id: changes that carry it were made by us. */
  appId: string;
  /** Milliseconds until a call counts as unanswered; 15,000 when absent. */
  timeoutMs?: number;
  /** Every call waits for it before it starts; absent: calls go at once (command-line tools, set-up). */
  admit?: Admit;
  /** Told of each call when it has ended, for metrics and logs. Ids and values are not in it. */
  onCall?: (info: CallInfo) => void;
}

export interface CallInfo {
  /** Name of the port's method, e.g. `readRecord`. */
  operation: string;
  milliseconds: number;
  /** Absent when there was no answer. */
  status?: number;
  /** Absent when the call went well. */
  failed?: HubSpotErrorKind;
}

export interface CallRequest {
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  body?: object;
}

/** Makes one call, once. Throws `HubSpotError`, and what `admit` throws; whether to try again is decided by whoever asked (activities/errors). */
export type Call = <Answer>(request: CallRequest, schema: z.ZodType<Answer>) => Promise<Answer>;

export function createCall(config: HubSpotConfig): Call {
  // Retries and limiter of the client stay off: they are kept per process, not per client, and repeat creating POSTs
  // (reference/hubspot §4.3). `apiRequest` is the client's only way to the dated paths, and resolves for every status.
  const client = new Client({ accessToken: config.accessToken, basePath: config.baseUrl.replace(/\/+$/, '') });
  const timeoutMs = config.timeoutMs ?? 15_000;

  return async (request, schema) => {
    await config.admit?.();
    const started = performance.now();
    const report = (outcome: { status?: number; failed?: HubSpotErrorKind }): void =>
      config.onCall?.({ operation: request.operation, milliseconds: performance.now() - started, ...outcome });
    try {
      const { status, value } = await withTimeout(exchange(client, request, schema), timeoutMs, request);
      report({ status });
      return value;
    } catch (error) {
      const failure = error instanceof HubSpotError ? error : fromNetwork(request, error);
      report({ failed: failure.kind, ...(failure.status !== undefined && { status: failure.status }) });
      throw failure;
    }
  };
}

async function exchange<Answer>(
  client: Client,
  request: CallRequest,
  schema: z.ZodType<Answer>,
): Promise<{ status: number; value: Answer }> {
  const answer = await client.apiRequest({
    method: request.method,
    path: request.path,
    ...(request.query && { qs: request.query }),
    ...(request.body && { body: request.body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw errorFromAnswer(request.operation, isWrite(request), answer, text);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return { status: answer.status, value: parsed.data };
  throw new HubSpotError({
    operation: request.operation,
    kind: 'badAnswer',
    mayHaveHappened: isWrite(request),
    status: answer.status,
  });
}

/** The client has no timeout and takes no abort signal, so the slow request is left behind rather than ended. */
async function withTimeout<T>(work: Promise<T>, timeoutMs: number, request: CallRequest): Promise<T> {
  const { operation } = request;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HubSpotError({ operation, kind: 'timeout', mayHaveHappened: isWrite(request) })),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Causes that say the request never left this machine. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function fromNetwork(request: CallRequest, error: unknown): HubSpotError {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new HubSpotError({
    operation: request.operation,
    kind: 'network',
    mayHaveHappened: isWrite(request) && !NEVER_SENT.has(code),
  });
}

function isWrite(request: CallRequest): boolean {
  return request.method !== 'GET';
}
