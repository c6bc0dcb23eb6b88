/**
 * The controls: what HubSpot has no API for, because it is not a sandbox. Outside HubSpot's paths, without a token.
 * One row each, from which the list, the page and the routes follow.
 */
import { z } from 'zod';
import type { Faults } from '../faults.ts';
import type { RateLimiter } from '../limits.ts';
import type { Portal } from '../portal.ts';
import type { RequestLog } from '../request-log.ts';
import type { WebhookFeed } from '../webhooks/feed.ts';
import type { WebhookSender } from '../webhooks/sender.ts';

export interface ControlContext {
  portal: Portal;
  feed: WebhookFeed;
  sender: WebhookSender;
  requests: RequestLog;
  access: { token: string };
  faults: Faults;
  limiter: RateLimiter;
  /**
   * Moves the world, or the sandbox alone, and answers when all is settled. One after the other: a step goes on from where
   * the one before has ended. All in milliseconds since 1970.
   */
  advance: (targetFrom: (from: number) => number) => Promise<{ from: number; now: number }>;
  reset: () => void;
}

export interface ControlRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}

export interface Control {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** After `/__sandbox`. */
  path: string;
  /** An example of the body, if it takes one. */
  body?: Record<string, unknown>;
  /** Fields of the body that take one of these only. */
  choices?: Record<string, readonly string[]>;
  what: string;
  /** Throws `ControlError` with words for the one who asked. */
  run: (context: ControlContext, request: ControlRequest) => unknown;
}

export class ControlError extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, message: string) {
    super(message);
    this.status = status;
  }
}

/** A switch: forms send words. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

/** The body in the shape a control needs. */
export function read<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ControlError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
