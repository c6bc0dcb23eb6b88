/** G-02, G-03: Top Five Opportunities and Top Five Leads of each person, and the pipeline by stage. */
import type { TopRule } from '../domain/policy/growth-types.ts';
import type { DealFacts } from '../journal/report-rows.ts';
import { byText, dayOf, type Given, holdersOf } from './given.ts';
import { isUnknown, type PersonDeals, type Source, type StageTotal } from './growth-report.ts';
import { parseAmount, parseShare } from './money.ts';
import { annualizedCents, contractValue, dealRow, probability } from './outlook.ts';
import { countOf, sumOf } from './sums.ts';

/** A list for each member of the Sales Team, also an empty one, and for whoever else owns such deals. */
export function topDeals(given: Given, rule: TopRule): PersonDeals[] {
  const least = parseShare(String(rule.minProbability)) ?? 0n;
  const qualifying = given.rows.deals.filter(
    (deal) => rule.stages.includes(stageOf(deal)) && probability(given, deal).share >= least,
  );
  const team = holdersOf(given, given.growth.salesRoles).map(({ ownerId }) => ownerId);
  const ownerOf = (deal: DealFacts) => deal.facts[given.growth.properties.owner]?.value ?? '';
  const owners = [...new Set([...team, ...qualifying.map(ownerOf)])].toSorted(byText);
  return owners.map((ownerId) => {
    const ranked = qualifying
      .filter((deal) => ownerOf(deal) === ownerId)
      .map((deal) => ({ deal, rank: rankOf(given, deal) }))
      .toSorted((a, b) => compare(a.rank, b.rank));
    const unpriced = ranked.filter(({ rank }) => rank.annualized === undefined);
    return {
      ...(ownerId === '' ? {} : { ownerId }),
      inSalesTeam: team.includes(ownerId),
      rows: ranked.slice(0, rule.rows).map(({ deal }) => dealRow(given, deal)),
      qualifying: countOf(ranked.map(({ deal }) => dealSource(deal))),
      withoutRevenue: countOf(unpriced.map(({ deal }) => dealSource(deal))),
    };
  });
}

/** Every open stage of every pipeline, also where no deal stands. */
export function pipelineTotals(given: Given): StageTotal[] {
  return given.policy.pipelines.flatMap((pipeline) =>
    pipeline.stages
      .filter(({ kind }) => kind === 'open')
      .map((stage) => {
        const there = given.rows.deals.filter(({ place }) => place === `${pipeline.key}.${stage.key}`);
        const items = there.map((deal) => {
          const annualized = annualizedCents(given, deal);
          return { source: dealSource(deal), cents: typeof annualized === 'string' ? undefined : annualized.cents };
        });
        return {
          pipeline: pipeline.key,
          stage: stage.key,
          deals: countOf(there.map(dealSource)),
          annualizedRevenue: sumOf(given.growth.currency, items),
        };
      }),
  );
}

function dealSource({ id, seq }: DealFacts): Source {
  return { object: 'deal', id, seq };
}

function stageOf({ place }: DealFacts): string {
  return place?.split('.')[1] ?? '';
}

interface Rank {
  annualized: bigint | undefined;
  contract: bigint | undefined;
  /** `YYYY-MM-DD`. */
  closesOn: string | undefined;
  id: string;
}

function rankOf(given: Given, deal: DealFacts): Rank {
  const annualized = annualizedCents(given, deal);
  const totalContractValue = contractValue(given, deal);
  const closesOn = deal.facts[given.growth.properties.closesOn]?.value;
  return {
    annualized: typeof annualized === 'string' ? undefined : annualized.cents,
    contract: isUnknown(totalContractValue) ? undefined : parseAmount(totalContractValue.amount),
    closesOn: closesOn === undefined ? undefined : dayOf(closesOn, given.policy.calendar.timeZone),
    id: deal.id,
  };
}

/** Highest revenue first, then contract value, then the earlier close; what is not known comes last. */
function compare(a: Rank, b: Rank): number {
  return (
    descending(a.annualized, b.annualized) ||
    descending(a.contract, b.contract) ||
    byText(a.closesOn ?? LAST, b.closesOn ?? LAST) ||
    byText(a.id, b.id)
  );
}

/** Behind every day. */
const LAST = '~';

function descending(a: bigint | undefined, b: bigint | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined || a > b ? -1 : 1;
}
