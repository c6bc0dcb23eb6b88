/** The hosted pages as a Hono app: which link leads where, how often it may be tried, how it is answered. */
import { type Context, Hono } from 'hono';
import { hashLink, type LinkPurpose, readLink } from '../../links.ts';
import type { Logger } from '../../log.ts';
import { consentPage, type ConsentDeps } from './consent.ts';
import { createRateLimit } from './rate-limit.ts';
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
  const later: PageAnswer = { outcome: 'later', html: pages.later(), retryAfterSeconds: LATER_SECONDS };
  const tooMany = (seconds: number): PageAnswer => ({
    outcome: 'too_many',
    html: pages.tooMany(seconds),
    retryAfterSeconds: seconds,
  });

  const app = new Hono();

  function serve(purpose: LinkPurpose, page: { show: Work; submit: Work }): void {
    const answering = (work: Work) => async (c: Context) => {
      const answer = await answerInTime(log, visited(c, purpose, work), later);
      count(purpose, answer.outcome);
      return respond(c, answer);
    };
    const path = `/${purpose}/:token`;
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
      answering(async () => ({ outcome: 'wrong_method', html: pages.wrongMethod() })),
    );
    app.all(
      `/${purpose}/*`,
      answering(async () => invalidLink),
    );
  }

  async function visited(c: Context, purpose: LinkPurpose, work: Work): Promise<PageAnswer> {
    const visitor = visitorOf(c);
    const seconds = perNetwork.take(network(visitor.ip));
    if (seconds > 0) return tooMany(seconds);
    const token = c.req.param('token') ?? '';
    const link = readLink(linkSecrets, token, now());
    if (!link.ok || link.claims.purpose !== purpose || link.claims.portalId !== portalId) return invalidLink;
    return work({ request: c.req.raw, claims: link.claims, tokenHash: hashLink(token), visitor });
  }

  serve('consent', consentPage({ ...deps, pages }));
  serve('unsubscribe', unsubscribePage({ ...deps, pages }));
  return app;
}

type Work = (visit: Visit) => Promise<PageAnswer>;
