/** The end of a deal's record: merged into another. */
import type { Inheritance } from '../domain/deal/merge/inheritance.ts';
import { winInJournal } from '../domain/deal/merge/journal.ts';
import { stagePlaces } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { Journal } from '../journal/journal.ts';
import { failing } from './errors.ts';

export interface DealLifeDeps {
  journal: Pick<Journal, 'history'>;
  policy: Policy;
  /** Signals the survivor's workflow, which is started if it does not run. */
  handOn(portalId: string, into: string, handed: { key: string } & Inheritance): Promise<void>;
}

export type DealLifeActivities = ReturnType<typeof createDealLifeActivities>;

export function createDealLifeActivities({ journal, policy, handOn }: DealLifeDeps) {
  return failing({
    /**
     * The deal that this one was merged into learns of its win: it is one win, one hand-off, one window. Without `handed` the journal
     * is asked what the deal was; of one that was never won nothing is said. Safe to repeat.
     */
    async handOverWin(over: {
      portalId: string;
      dealId: string;
      into: string;
      mergedAt: number;
      handed?: Inheritance;
    }): Promise<void> {
      const { portalId, dealId, into, mergedAt } = over;
      const handed =
        over.handed ??
        winInJournal(dealId, await journal.history('deal', portalId, dealId), mergedAt, {
          won: stagePlaces(policy, 'won'),
          open: stagePlaces(policy, 'open'),
          contract: policy.backOut?.signed.property,
        });
      if (handed !== undefined) await handOn(portalId, into, { key: `merged:${handed.dealId}`, ...handed });
    },
  });
}
