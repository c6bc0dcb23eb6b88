/** What the two pages share: who visits with which link, and how they are answered. */
import type { Context } from 'hono';
import type { ContactLink, LinkClaims } from '../../links.ts';
import { errorKind, type Logger } from '../../log.ts';
import { within } from '../within.ts';
import { type Html, PAGE_HEADERS } from './layout.ts';
import type { Visitor } from './visitor.ts';

/** A person waits. What is still under way then may succeed; sending the form again finds it done. */
const ANSWER_WITHIN_MS = 8_000;

/** A request with a link that works. */
export interface Visit<Claims extends LinkClaims = ContactLink> {
  request: Request;
  claims: Claims;
  /** The link's token is never kept, only this. */
  tokenHash: string;
  visitor: Visitor;
}

/** What an answer is. 404 stands for every link that does not work, whatever the reason (K-05). */
const STATUS = {
  shown: 200,
  granted: 200,
  approved: 200,
  repeated: 200,
  handed_over: 202,
  withdrawn: 200,
  incomplete: 422,
  other_address: 422,
  bad_form: 400,
  invalid_link: 404,
  refused: 409,
  wrong_method: 405,
  too_many: 429,
  later: 503,
} as const;

/** A closed list: it labels a metric. */
export type PageOutcome = keyof typeof STATUS;

export interface PageAnswer {
  outcome: PageOutcome;
  html: Html;
  retryAfterSeconds?: number;
  /** In place of that of the other pages. */
  contentPolicy?: string;
}

export function respond(c: Context, answer: PageAnswer): Response | Promise<Response> {
  const { outcome, html, retryAfterSeconds, contentPolicy } = answer;
  return c.html(html, STATUS[outcome], {
    ...PAGE_HEADERS,
    ...(contentPolicy !== undefined && { 'Content-Security-Policy': contentPolicy }),
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    ...(outcome === 'wrong_method' && { Allow: 'GET, HEAD, POST' }),
    // The rest of a body that is too large is not wanted.
    ...(outcome === 'bad_form' && { Connection: 'close' }),
  });
}

/** The work's answer, or `otherwise` when it fails or takes too long. */
export async function answerInTime(log: Logger, work: Promise<PageAnswer>, otherwise: PageAnswer): Promise<PageAnswer> {
  const failed = (error: string) => {
    log.error('A page could not finish its work', { error });
    return otherwise;
  };
  const answer = await within(
    ANSWER_WITHIN_MS,
    work.catch((error: unknown) => failed(errorKind(error))),
  );
  return answer ?? failed('no answer in time');
}
