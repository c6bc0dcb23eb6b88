/** A deal as whoever decides on its back-out sees it, read from HubSpot at that moment. */
import type { PortalFacts } from '../../activities/deal.ts';
import { judgeBackOut } from '../../domain/deal/back-out/judge.ts';
import { standingOf } from '../../domain/deal/back-out/sale.ts';
import type { BackOutWay, Sale } from '../../domain/deal/back-out/state.ts';
import { windowEnd } from '../../domain/deal/back-out/window.ts';
import type { DealPolicy } from '../../domain/deal/policy.ts';
import { dealPolicy } from '../../domain/deal/slice.ts';
import { type DealState, newDeal } from '../../domain/deal/state.ts';
import { settledAt } from '../../domain/deal/outcome.ts';
import { verdictOf } from '../../domain/deal/verdict.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { BackOutDeal } from '../../gateway/pages/back-out.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { ifThere } from '../../hubspot/error.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';

export interface LookDeps {
  hubspot: Pick<HubSpot, 'readRecord' | 'readRecords'>;
  policy: Policy;
  portal: () => Promise<PortalFacts>;
  /** The win that the deal's workflow remembers; undefined where it does not answer. */
  saleOf(dealId: string): Promise<Sale | undefined>;
  now(): number;
}

/** Undefined: there is no such deal. */
export async function lookAtBackOut(
  deps: LookDeps,
  { dealId, ownerId, way }: { dealId: string; ownerId: string; way: BackOutWay },
): Promise<BackOutDeal | undefined> {
  const { hubspot, policy, portal, now } = deps;
  const rule = policy.backOut;
  const { ids, staff, names } = await portal();
  const slice = dealPolicy(policy, ids, staff);
  const deal = await readDeal(hubspot, dealId, [...slice.properties, 'dealname', 'amount', rule?.details ?? '']);
  if (deal === undefined) return undefined;
  const standing = standingNow(deal, slice, await deps.saleOf(dealId));
  const by = staff.actors[ownerId] ?? 'unknown';
  const [reason = ''] = slice.backOut?.reasons ?? [];
  const judged = judgeBackOut({ key: '', way, by, at: now(), reason }, standing, slice, now());
  const sale = standing.is === 'won' ? standing.sale : undefined;
  const [companyId] = deal.associated.company ?? [];
  const [company] = companyId === undefined ? [] : await hubspot.readRecords('company', [companyId], ['name']);
  const seller = sale?.seller ?? deal.values['hubspot_owner_id']?.value ?? '';
  const value = (name: string | undefined) => deal.values[name ?? '']?.value ?? '';
  return {
    name: value('dealname') || `deal ${dealId}`,
    amount: value('amount'),
    seller: names[seller] ?? '',
    company: company?.values['name']?.value ?? '',
    reason: value(rule?.reason),
    details: value(rule?.details),
    ...(sale === undefined
      ? {}
      : {
          signedAt: sale.signedAt,
          endsAt: windowEnd(sale.signedAt, rule?.windowDays ?? 0, policy.calendar.timeZone),
        }),
    ...(judged.verdict === 'refused' ? { refusal: judged.why } : {}),
  };
}

async function readDeal(
  hubspot: Pick<HubSpot, 'readRecord'>,
  dealId: string,
  properties: string[],
): Promise<HubSpotRecord | undefined> {
  const deal = await ifThere(hubspot.readRecord('deal', dealId, properties, ['company']));
  return deal === undefined || deal.archived || deal.id !== dealId ? undefined : deal;
}

/**
 * As the workflow would find the deal if it knew nothing of it but the win, which may have come with a merge: closed ones are
 * taken as they stand.
 */
function standingNow({ id, values }: HubSpotRecord, slice: DealPolicy, sale: Sale | undefined) {
  const found = verdictOf(values, undefined, slice);
  const isClosed = found.kind === 'inStage' && found.stage.kind !== 'open';
  const settled = isClosed ? settledAt(found) : undefined;
  const known = { ...(settled === undefined ? {} : { settled }), ...(sale === undefined ? {} : { sale }) };
  const state: DealState = { ...newDeal(id), values, ...known };
  return standingOf(state, verdictOf(values, settled, slice), slice);
}
