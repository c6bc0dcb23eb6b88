/**
 * `/report/<token>`: a frozen growth report as its readers see it (G-01, G-13). The link is signed, for one reader and one version, and
 * expires; there is nothing on the page to send.
 */
import { raw } from 'hono/html';
import type { ReportLink } from '../../links.ts';
import type { PageAnswer, Visit } from './visit.ts';

/** Where reports are read; composed by whoever runs the process. */
export interface ReportShelf {
  /** A whole page, and what a browser may do with it. Undefined: there is no such report. */
  read(asOf: number, version: number): Promise<{ html: string; policy: string } | undefined>;
}

export function reportPage(shelf: ReportShelf, invalid: PageAnswer, wrongMethod: PageAnswer) {
  return {
    async show({ claims: { asOf, version } }: Visit<ReportLink>): Promise<PageAnswer> {
      const page = await shelf.read(asOf, version);
      return page === undefined ? invalid : { outcome: 'shown', html: raw(page.html), contentPolicy: page.policy };
    },
    submit: async (): Promise<PageAnswer> => wrongMethod,
  };
}
