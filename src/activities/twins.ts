/** C-10: looks for other open deals of a deal's company, flags them for people, and keeps the company's key on one of them. */
import type { PortalIds } from '../domain/deal/policy.ts';
import type { TwinsFound } from '../domain/deal/twins.ts';
import { openDealKey } from '../domain/open-deal-key.ts';
import type { ContactRules } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import { mergeDealsTask } from '../domain/task-words.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { isKeyTaken } from '../hubspot/create.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { changeTask, keepTask } from './tasks.ts';

export interface CheckTwinsInput {
  dealId: string;
  companies: string[];
  /** The one of them that the deal stands open for. */
  company?: string;
  /** The other deals with which the deal's owner was asked to merge it before. */
  asked?: string[];
  /** Milliseconds since 1970; tasks are due then. */
  at: number;
}

/** One pass over the companies; safe to repeat. What is right already is not written again. */
export async function checkTwins(
  hubspot: HubSpot,
  policy: Policy,
  ids: PortalIds,
  { dealId, companies, company, asked: askedBefore = [], at }: CheckTwinsInput,
): Promise<TwinsFound> {
  const rule = policy.contacts?.deal;
  if (rule === undefined) return { others: [], holdsKey: false };
  const dealsOf = await hubspot.associatedIds('company', companies, 'deal');
  const looked = [...new Set([dealId, ...[...dealsOf.values()].flat()])];
  const properties = ['pipeline', 'dealstage', 'hubspot_owner_id', rule.keyProperty, rule.twinProperty];
  const deals = await hubspot.readRecords('deal', looked, properties);
  const open = new Set(deals.filter((deal) => isOpen(policy, ids, rule, deal)).map(({ id }) => id));
  const othersOf = (id: string): string[] => {
    const groups = companies.map((one) => dealsOf.get(one) ?? []).filter((group) => group.includes(id));
    return [...new Set(groups.flat())].filter((one) => one !== id && open.has(id) && open.has(one)).sort();
  };
  for (const deal of deals) {
    const others = othersOf(deal.id);
    await flag(hubspot, policy, rule, deal, others);
    if (others.length > 0) await askToMerge(hubspot, policy, deal, others, at);
  }
  // Of a deal that is merged or closed the flag tells nothing any more.
  if (askedBefore.length > 0 && !open.has(dealId)) await endMerging(hubspot, policy, dealId, askedBefore);
  for (const left of companies.filter((one) => one !== company || !open.has(dealId))) {
    const remaining = deals.filter(({ id }) => id !== dealId && open.has(id) && dealsOf.get(left)?.includes(id));
    await handOnKey(hubspot, rule, left, remaining);
  }
  const own = deals.find(({ id }) => id === dealId);
  if (own === undefined || company === undefined || !open.has(dealId)) return { others: [], holdsKey: false };
  const others = (dealsOf.get(company) ?? []).filter((id) => id !== dealId && open.has(id)).sort();
  return { company, others, holdsKey: await takeKey(hubspot, rule, own, company, others) };
}

function isOpen(policy: Policy, ids: PortalIds, rule: ContactRules['deal'], { values }: HubSpotRecord): boolean {
  const portal = ids.pipelines[rule.pipeline];
  const rows = policy.pipelines.find(({ key }) => key === rule.pipeline)?.stages ?? [];
  const stages = rows.filter(({ kind }) => kind === 'open').map(({ key }) => portal?.stages[key]);
  return values['pipeline']?.value === portal?.id && stages.includes(values['dealstage']?.value ?? '');
}

/** The flag names the other deals; empty when there is none. The task about those that it named before is over. */
async function flag(
  hubspot: HubSpot,
  policy: Policy,
  rule: ContactRules['deal'],
  deal: HubSpotRecord,
  others: string[],
): Promise<void> {
  const wanted = others.join(SEPARATOR);
  const before = deal.values[rule.twinProperty]?.value ?? '';
  if (before === wanted) return;
  if (before !== '') await endMerging(hubspot, policy, deal.id, before.split(SEPARATOR));
  await hubspot.updateRecord('deal', deal.id, { [rule.twinProperty]: wanted });
}

const SEPARATOR = ', ';
const mergeKey = (dealId: string, others: string[]) => `mergeDeals:${dealId}:${others.join('-')}`;

/** One task for each owner and each set of twins, whichever deal's workflow finds them. */
async function askToMerge(hubspot: HubSpot, policy: Policy, deal: HubSpotRecord, others: string[], at: number) {
  const ownerId = deal.values['hubspot_owner_id']?.value;
  const words = mergeDealsTask(policy, others);
  const on = { object: 'deal', id: deal.id } as const;
  await keepTask(hubspot, policy, { ...words, key: mergeKey(deal.id, others), dueAt: at, ownerId, on });
}

async function endMerging(hubspot: HubSpot, policy: Policy, dealId: string, others: string[]): Promise<void> {
  await changeTask(hubspot, policy, { key: mergeKey(dealId, others), change: 'complete' });
}

/** A deal that does not stand open for the company any more leaves the key to one that does, which may be a former twin. */
async function handOnKey(
  hubspot: HubSpot,
  rule: ContactRules['deal'],
  company: string,
  remaining: HubSpotRecord[],
): Promise<void> {
  const key = openDealKey(company, rule.pipeline);
  const [heir, ...rest] = remaining;
  if (heir === undefined || remaining.some(({ values }) => values[rule.keyProperty]?.value === key)) return;
  const others = rest.map(({ id }) => id);
  await takeKey(hubspot, rule, heir, company, others);
}

/** The first takes it. A holder that is not among the company's open deals has it from before and gives it up. */
async function takeKey(
  hubspot: HubSpot,
  { keyProperty, pipeline }: ContactRules['deal'],
  deal: HubSpotRecord,
  company: string,
  others: string[],
): Promise<boolean> {
  const key = openDealKey(company, pipeline);
  const held = deal.values[keyProperty]?.value ?? '';
  if (held === key) return true;
  const write = (id: string, value: string) => hubspot.updateRecord('deal', id, { [keyProperty]: value });
  try {
    await write(deal.id, key);
    return true;
  } catch (error) {
    if (!isKeyTaken(error, keyProperty)) throw error;
  }
  const holder = await hubspot.findByKey('deal', keyProperty, key);
  if (holder !== undefined && !others.includes(holder)) {
    await write(holder, '');
    await write(deal.id, key);
    return true;
  }
  // The key of a company that the deal belonged to before would keep that company from its next deal.
  if (held !== '') await write(deal.id, '');
  return false;
}
