/** The hosted pages as a Hono app: which link leads where, how often it may be tried, how it is answered. */
import { type Context, Hono } from 'hono';
import {
  type BackOutLink,
  type ContactLink,
  hashLink,
  type LinkClaims,
  type LinkPurpose,
  type ReportLink,
  readLink,
} from '../../links.ts';
import type { Logger } from '../../log.ts';
import { backOutPage, type BackOutDesk } from './back-out.ts';
import type { BackOutPages } from './back-out-texts.ts';
import { consentPage, type ConsentDeps } from './consent.ts';
import { createRateLimit } from './rate-limit.ts';
import { reportPage, type ReportShelf } from './report.ts';
import { pagesOf } from './texts.ts';
import { unsubscribePage, type UnsubscribeDeps } from './unsubscribe.ts';
import { answerInTime, type PageAnswer, type PageOutcome, respond, type Visit } from './visit.ts';
import { network, visitorOf } from './visitor.ts';

/** Of one network: a person needs three requests; a company's mail scanner opens many links in a minute. */
const PER_NETWORK = { tries: 240, windowMs: 60_000, maxKeys: 10_000 };
/** Of one link: enough for typing errors, too few for guessing whose it is. */
const PER_LINK = { tries: 10, windowMs: 900_000, maxKeys: 10_000 };
/** The page says "in a minute". */
const LATER_SECONDS = 60;

type Parts = Omit<ConsentDeps, 'pages'> & Omit<UnsubscribeDeps, 'pages'>;

export interface PagesDeps extends Parts {
  /** Where the policy knows the back-out (B-02). */
  backOut?: { desk: BackOutDesk; pages: BackOutPages } | undefined;
  /** Where the policy has growth reports (G-13). */
  report?: ReportShelf;
  count(page: LinkPurpose, outcome: PageOutcome): void;
  log: Logger;
  /** Milliseconds since 1970 of the world in which links expire: in development the sandbox's clock. */
  now(): number;
}

export function createPages(deps: PagesDeps): Hono {
  const { linkSecrets, portalId, count, log, now } = deps;
  const pages = pagesOf(deps.mail);
  const perNetwork = createRateLimit({ ...PER_NETWORK, now });
  const perLink = createRateLimit({ ...PER_LINK, now });

  const invalidLink: PageAnswer = { outcome: 'invalid_link', html: pages.invalidLink() };
  const wrongMethod: PageAnswer = { outcome: 'wrong_method', html: pages.wrongMethod() };
  const later: PageAnswer = { outcome: 'later', html: pages.later(), retryAfterSeconds: LATER_SECONDS };
  const tooMany = (seconds: number): PageAnswer => ({
    outcome: 'too_many',
    html: pages.tooMany(seconds),
    retryAfterSeconds: seconds,
  });

  const app = new Hono();

  function serve<Claims extends LinkClaims>(
    { purpose, path: place, isMeant }: Place<Claims>,
    page: { show: Work<Claims>; submit: Work<Claims> },
  ): void {
    const answering = (work: Work<Claims>) => async (c: Context) => {
      const answer = await answerInTime(log, visited(c, isMeant, work), later);
      count(purpose, answer.outcome);
      return respond(c, answer);
    };
    const path = `/${place}/:token`;
    app.get(path, answering(page.show)); // and HEAD
    app.post(
      path,
      answering(async (visit) => {
        const seconds = perLink.take(visit.tokenHash);
        return seconds > 0 ? tooMany(seconds) : page.submit(visit);
      }),
    );
    app.all(
      path,
      answering(async () => wrongMethod),
    );
    app.all(
      `/${place}/*`,
      answering(async () => invalidLink),
    );
  }

  async function visited<Claims extends LinkClaims>(
    c: Context,
    isMeant: Place<Claims>['isMeant'],
    work: Work<Claims>,
  ): Promise<PageAnswer> {
    const visitor = visitorOf(c);
    const seconds = perNetwork.take(network(visitor.ip));
    if (seconds > 0) return tooMany(seconds);
    const token = c.req.param('token') ?? '';
    const link = readLink(linkSecrets, token, now());
    if (!link.ok || link.claims.portalId !== portalId) return invalidLink;
    const { claims } = link;
    return isMeant(claims) ? work({ request: c.req.raw, claims, tokenHash: hashLink(token), visitor }) : invalidLink;
  }

  serve(contactPlace('consent'), consentPage({ ...deps, pages }));
  serve(contactPlace('unsubscribe'), unsubscribePage({ ...deps, pages }));
  const { backOut } = deps;
  if (backOut !== undefined) serve(BACK_OUT, backOutPage(backOut.desk, backOut.pages, invalidLink));
  if (deps.report !== undefined) serve(REPORT, reportPage(deps.report, invalidLink, wrongMethod));
  return app;
}

type Work<Claims extends LinkClaims> = (visit: Visit<Claims>) => Promise<PageAnswer>;

/** Where a page is, and which links lead there. */
interface Place<Claims extends LinkClaims> {
  purpose: LinkPurpose;
  path: string;
  isMeant: (claims: LinkClaims) => claims is Claims;
}

const REPORT: Place<ReportLink> = {
  purpose: 'report',
  path: 'report',
  isMeant: (claims): claims is ReportLink => claims.purpose === 'report',
};

const BACK_OUT: Place<BackOutLink> = {
  purpose: 'backOut',
  path: 'back-out',
  isMeant: (claims): claims is BackOutLink => claims.purpose === 'backOut',
};

function contactPlace(purpose: ContactLink['purpose']): Place<ContactLink> {
  return { purpose, path: purpose, isMeant: (claims): claims is ContactLink => claims.purpose === purpose };
}
