/** What HubSpot works out about a deal by itself (reference `hubspot.md` §6.2, §10.3). */
import type { Source } from './changes.ts';
import type { Portal } from './portal.ts';
import { valueOf, type CrmRecord } from './records.ts';

const DAY_MS = 86_400_000;

export const hubspotItself: Source = { type: 'CALCULATED', id: '' };

/** Values that follow from the deal's stage, amount and close date. */
export function computedOfDeal(portal: Portal, deal: CrmRecord): Record<string, string> {
  const closed = closesDeal(portal, deal);
  const probability = Number(stageOf(portal, deal)?.metadata.probability ?? 0);
  const won = closed && probability === 1;
  const amount = valueOf(deal, 'amount');
  const closeDate = valueOf(deal, 'closedate');
  return {
    hs_deal_stage_probability: String(probability),
    hs_is_closed: String(closed),
    hs_is_closed_won: String(won),
    hs_is_closed_lost: String(closed && probability === 0),
    hs_closed_amount: won ? amount : '0',
    hs_projected_amount: amount === '' ? '' : String(Number(amount) * probability),
    days_to_close: closeDate === '' ? '' : String(daysBetween(deal.createdAt, Date.parse(closeDate))),
  };
}

/** Whether the deal is in a stage that counts as closed. */
export function closesDeal(portal: Portal, deal: CrmRecord): boolean {
  return stageOf(portal, deal)?.metadata.isClosed === 'true';
}

/** When a deal came into a stage and left the one before. HubSpot keeps these without listing their definitions. */
export function stageDates(left: string, entered: string, at: number): Record<string, string> {
  const time = new Date(at).toISOString();
  return {
    ...(left === '' ? {} : { [`hs_v2_date_exited_${left}`]: time }),
    [`hs_v2_date_entered_${entered}`]: time,
    [`hs_date_entered_${entered}`]: time,
  };
}

export function isStageDate(property: string): boolean {
  return /^hs_(v2_)?date_(entered|exited)_/.test(property);
}

function stageOf(portal: Portal, deal: CrmRecord) {
  const stageId = valueOf(deal, 'dealstage');
  return portal.pipelines.find('deals', valueOf(deal, 'pipeline'))?.stages.find((stage) => stage.id === stageId);
}

function daysBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor((toMs - fromMs) / DAY_MS));
}
