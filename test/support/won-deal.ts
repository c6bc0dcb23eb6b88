/** A deal in memory that a rep has won, and what the Sales VP does about its back-out. */
import type { BackOutRefusal, BackOutRequest } from '../../src/domain/deal/back-out/state.ts';
import { DealWithDuties } from './deal-duties.ts';

export const VP = 'person:90';
export const REP = 'person:77';
export const DAY = 86_400_000;

export class SoldDeal extends DealWithDuties {
  /** The Sales VP brings a code, as the workflow tells it after it was redeemed. */
  bring(request: Partial<BackOutRequest> = {}): void {
    const at = this.pass(1000).now;
    const brought: BackOutRequest = { key: `code-${at}`, way: 'page', by: VP, reason: 'client', at, ...request };
    this.tell({ type: 'backOut', request: brought });
    this.work();
  }

  /** Back to a stage whose criteria are met anew then; after a back-out without its lost reason. */
  winAgain(): void {
    this.moveTo('engaged', REP).set('scope_confirmed', 'no', REP).work();
    this.set('deal_lost_reason_category', '', REP).set('deal_lost_reason_details', '', REP).work();
    this.set('scope_confirmed', 'yes', REP).work();
    if (this.stage !== 'closed_won') throw new Error('the deal was not won again');
  }

  /** Of the decisions in the journal. */
  kinds(): string[] {
    return this.journal.map(({ kind }) => kind);
  }

  /** Why it was refused to back the deal out, by the journal. */
  refusals(): unknown[] {
    return this.journal.filter(({ kind }) => kind === 'backOutRefused').map(({ detail }) => detail?.['why']);
  }

  /** As whoever brought it reads it. */
  answerTo(key: string): BackOutRefusal | undefined {
    return this.state.duties?.backOut?.refused?.findLast(({ request }) => request.key === key)?.why;
  }

  /** What people see of the rules' work. */
  follows(): string[] {
    return this.duties.flatMap((one) => {
      if (one.do === undefined || one.do === 'set') return [];
      return 'about' in one ? `${one.do} ${one.about}` : one.do;
    });
  }
}

/** Won by the rep, who owns it. */
export function wonDeal(): SoldDeal {
  const deal = new SoldDeal();
  deal.set('hubspot_owner_id', '77');
  for (const stage of ['sql', 'engaged', 'proposal', 'partner_of_choice']) deal.work().fillExit(stage);
  deal.set('hubspot_owner_id', '77', REP).set('deal_meeting_required', 'no').work();
  if (deal.stage !== 'closed_won') throw new Error('the deal was not won');
  return deal;
}
