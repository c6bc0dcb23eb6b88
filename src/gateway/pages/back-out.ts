/**
 * `/back-out/<token>`: the Sales VP looks at a deal and decides (B-02). The link shows the deal; it decides nothing, because links
 * are forwarded. The reason is chosen first, then a code is mailed to the person whom the link is for, and only with the code the
 * deal is backed out. Opening the page changes nothing.
 */
import type { BackOutRefusal } from '../../domain/deal/back-out/state.ts';
import type { BackOutLink } from '../../links.ts';
import type { BackOutPages, BackOutProblem, Filled } from './back-out-texts.ts';
import { type Form, isCrossSite, readForm } from './form.ts';
import type { PageAnswer, Visit } from './visit.ts';

/** The deal as the page shows it. */
export interface BackOutDeal {
  name: string;
  /** As HubSpot has it; `''` where there is none. */
  amount: string;
  /** Names of the rep who sold and of the company; `''` where nobody knows. */
  seller: string;
  company: string;
  /** Milliseconds since 1970; absent for a deal that was not won. */
  signedAt?: number;
  /** The first instant at which it is too late. */
  endsAt?: number;
  /** What was written with the request. */
  reason: string;
  details: string;
  /** Why this person cannot back it out; absent: HubSpot tells of nothing that is in the way. The workflow has the last word. */
  refusal?: BackOutRefusal;
}

export interface BroughtDecision {
  dealId: string;
  /** For whom the link is, or whom the command names; who decides is told by the code. */
  ownerId: string;
  code: string;
  reason: string;
  details: string;
  way: 'page' | 'command';
}

/** Where back-outs are looked at and decided; composed by whoever runs the process. */
export interface BackOutDesk {
  /** Undefined: there is no such deal. */
  look(seen: { dealId: string; ownerId: string; way: 'page' | 'command' }): Promise<BackOutDeal | undefined>;
  sendCode(to: { dealId: string; dealName: string; ownerId: string }): Promise<'sent' | 'tooMany' | 'failed'>;
  /**
   * `pending`: it was handed over, and the answer is not there yet. `decidedAt`: this person decided just this before, at this time
   * (ms since 1970), and nothing was done or recorded again.
   */
  decide(decision: BroughtDecision): Promise<'approved' | 'pending' | BackOutRefusal | { decidedAt: number }>;
}

/** In characters; what is longer belongs into a note. */
const MAX_DETAILS = 2_000;
/** The details in any script, encoded. */
const MAX_BODY_BYTES = 32_768;

/** Refusals that another code or choice helps with. */
const TRY_AGAIN = new Set<BackOutRefusal>([
  'wrongCode',
  'usedCode',
  'expiredCode',
  'otherDeal',
  'tooManyTries',
  'noReason',
]);

export function backOutPage(desk: BackOutDesk, pages: BackOutPages, invalid: PageAnswer) {
  /** The deal, or the page that says why this person cannot back it out. */
  async function lookAt({ claims: { dealId, ownerId } }: Visit<BackOutLink>): Promise<BackOutDeal | BackOutRefusal> {
    const deal = await desk.look({ dealId, ownerId, way: 'page' });
    return deal === undefined ? 'gone' : (deal.refusal ?? deal);
  }
  const refused = (why: BackOutRefusal): PageAnswer => ({ outcome: 'refused', html: pages.refused(why) });

  const repeated = ({ decidedAt }: { decidedAt: number }): PageAnswer => ({
    outcome: 'repeated',
    html: pages.repeated(decidedAt),
  });

  const ask = (deal: BackOutDeal, filled: Filled, problem?: BackOutProblem): PageAnswer => ({
    outcome: problem === undefined ? 'shown' : 'incomplete',
    html: pages.reason(deal, filled, problem),
  });
  const askCode = (deal: BackOutDeal, filled: Filled, problem?: BackOutProblem): PageAnswer => ({
    outcome: problem === undefined ? 'shown' : 'incomplete',
    html: pages.code(deal, filled, problem),
  });

  async function sendCode({ claims }: Visit<BackOutLink>, deal: BackOutDeal, filled: Filled): Promise<PageAnswer> {
    const { dealId, ownerId } = claims;
    const sent = await desk.sendCode({ dealId, dealName: deal.name, ownerId });
    if (sent === 'failed') return ask(deal, filled, 'notSent');
    // One that came before may still work.
    return askCode(deal, filled, sent === 'tooMany' ? 'tooMany' : undefined);
  }

  async function decide(
    { claims }: Visit<BackOutLink>,
    deal: BackOutDeal,
    filled: Filled,
    code: string,
  ): Promise<PageAnswer> {
    const { dealId, ownerId } = claims;
    const answer = await desk.decide({ dealId, ownerId, code, ...filled, way: 'page' });
    if (typeof answer === 'object') return repeated(answer);
    if (answer === 'approved') return { outcome: 'approved', html: pages.approved(deal) };
    if (answer === 'pending') return { outcome: 'handed_over', html: pages.pending(deal) };
    if (TRY_AGAIN.has(answer)) return askCode(deal, filled, answer);
    return refused(answer);
  }

  return {
    async show(visit: Visit<BackOutLink>): Promise<PageAnswer> {
      const deal = await lookAt(visit);
      return typeof deal === 'string' ? refused(deal) : ask(deal, { reason: deal.reason, details: deal.details });
    },

    async submit(visit: Visit<BackOutLink>): Promise<PageAnswer> {
      if (isCrossSite(visit.request)) return invalid;
      const form = await readForm(visit.request, MAX_BODY_BYTES);
      if (typeof form === 'string') return { outcome: 'bad_form', html: pages.unreadable() };
      const filled = filledIn(form);
      const code = (form.get('code') ?? '').trim();
      const deal = await lookAt(visit);
      if (typeof deal === 'string') {
        // Who tries all the same is on record, though without a code nobody knows who it was. Only who sends the form of a decision
        // again, by loading its page say, has done nothing new.
        const { dealId, ownerId } = visit.claims;
        const again = deal === 'backedOut' && form.get('do') === 'confirm' ? code : '';
        const brought = { dealId, ownerId, code: again, reason: filled.reason, details: '', way: 'page' } as const;
        const answer = await desk.decide(brought);
        return typeof answer === 'object' ? repeated(answer) : refused(deal);
      }
      if (!pages.reasons.includes(filled.reason)) return ask(deal, filled, 'noReason');
      if (form.get('do') !== 'confirm') return sendCode(visit, deal, filled);
      return code === '' ? askCode(deal, filled, 'noCode') : decide(visit, deal, filled, code);
    },
  };
}

function filledIn(form: Form): Filled {
  const details = (form.get('details') ?? '').replaceAll('\r\n', '\n').trim().slice(0, MAX_DETAILS);
  return { reason: form.get('reason') ?? '', details };
}
