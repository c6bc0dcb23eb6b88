/** One deal as a row of the meeting: the columns of G-04 from what HubSpot held at that time. */
import type { DealFacts, Fact } from '../journal/report-rows.ts';
import { ACTION, ACTIONS } from '../domain/growth-facts.ts';
import { type Given, dayOf, labelsOf } from './given.ts';
import type { ContractValue, DealRow, Known, NextActionOwner, Outlook, TextRef } from './growth-report.ts';
import { divide, formatAmount, formatShare, parseAmount, parseDecimal, parseShare } from './money.ts';
import { money } from './sums.ts';

const OWED = "; the deal's owner owes it";
const MONTHS_OF_YEAR = 12n;

export function dealRow(given: Given, deal: DealFacts): DealRow {
  const { policy, growth } = given;
  const [pipeline = '', stage = ''] = (deal.place ?? '').split('.');
  const solutions = deal.facts[growth.properties.solutions]?.value;
  return {
    dealId: deal.id,
    name: textRef('deal', deal.id, 'dealname', deal.texts, 'the deal has no name'),
    solutions:
      solutions === undefined
        ? { unknown: `no solution is chosen${OWED}` }
        : { labels: labelsOf(policy, growth.properties.solutions, solutions) },
    status: { pipeline, stage, since: new Date(deal.since).toISOString() },
    probability: probabilityOf(given, deal),
    ...outlook(given, deal),
  };
}

function outlook(given: Given, deal: DealFacts): Outlook & Pick<DealRow, 'totalContractValue'> {
  const { properties } = given.growth;
  const day = (name: keyof typeof properties, what: string): Known<{ day: string }> => {
    const value = deal.facts[properties[name]]?.value;
    const found = value === undefined ? undefined : dayOf(value, given.policy.calendar.timeZone);
    return found === undefined ? { unknown: `no ${what} is on the deal${OWED}` } : { day: found };
  };
  const next = day('nextActionOn', 'date of a next action');
  const action = newestAction(deal);
  const [object = '', id = ''] = action?.value.split('/') ?? [];
  const annualized = annualizedCents(given, deal);
  const { currency } = given.growth;
  return {
    mostRecentAction:
      action === undefined
        ? { unknown: 'no call, e-mail, meeting or note is on the deal' }
        : { object, id, at: new Date(action.at).toISOString() },
    nextAction: textRef('deal', deal.id, properties.nextAction, deal.texts, `no next action is on the deal${OWED}`),
    nextActionOwner: nextActionOwner(given, deal.facts[properties.nextActionOwner]?.value),
    nextActionOn: 'day' in next ? { ...next, overdue: next.day < given.today } : next,
    closesOn: day('closesOn', 'close date'),
    implementationOn: day('implementationOn', 'implementation date'),
    revenueStartsOn: day('revenueStartsOn', 'start of revenue'),
    annualizedRevenue:
      typeof annualized === 'string'
        ? { unknown: annualized }
        : { ...money(currency, annualized.cents), from: annualized.from },
    totalContractValue: contractValue(given, deal),
    blockers: textRef('deal', deal.id, properties.blockers, deal.texts, 'none is written down'),
  };
}

/** The newest of what each type of activity shows last. */
function newestAction({ facts }: DealFacts): Fact | undefined {
  return ACTIONS.flatMap((type) => facts[`${ACTION}${type}`] ?? []).toSorted((a, b) => b.at - a.at)[0];
}

/** Ten thousandths. One that HubSpot holds on the deal wins over the stage's (G-02). */
export function probability(given: Given, deal: DealFacts): { share: bigint; from: 'deal' | 'stage' } {
  const own = parseShare(deal.facts[given.growth.properties.probability]?.value ?? '');
  if (own !== undefined) return { share: own, from: 'deal' };
  const [pipeline, stage] = (deal.place ?? '').split('.');
  const rows = given.policy.pipelines.find(({ key }) => key === pipeline)?.stages ?? [];
  const share = parseShare(String(rows.find(({ key }) => key === stage)?.probability ?? 0)) ?? 0n;
  return { share, from: 'stage' };
}

function probabilityOf(given: Given, deal: DealFacts): DealRow['probability'] {
  const { share, from } = probability(given, deal);
  return { value: formatShare(share), from };
}

/** Cents of a year's projected revenue, and the property that says so; else why there is none. */
export function annualizedCents(given: Given, deal: DealFacts): { cents: bigint; from: string } | string {
  const { properties, currency } = given.growth;
  const own = deal.facts[properties.currency]?.value ?? currency;
  if (own !== currency) return `the deal is in ${own}, the report in ${currency}`;
  for (const from of [properties.annualizedRevenue, properties.amount]) {
    const cents = parseAmount(deal.facts[from]?.value ?? '');
    if (cents !== undefined) return { cents, from };
  }
  return `neither annualized revenue nor amount is on the deal${OWED}`;
}

/** What the whole term brings: annualized revenue for its months, and what does not recur. */
export function contractValue(given: Given, deal: DealFacts): Known<ContractValue> {
  const annualized = annualizedCents(given, deal);
  if (typeof annualized === 'string') return { unknown: annualized };
  const months = parseDecimal(deal.facts[given.growth.properties.termMonths]?.value ?? '', 0);
  if (months === undefined || months <= 0n) return { unknown: `no term is on the deal${OWED}` };
  const nonRecurring = nonRecurringCents(given, deal);
  return {
    ...money(given.growth.currency, divide(annualized.cents * months, MONTHS_OF_YEAR) + nonRecurring),
    termMonths: Number(months),
    nonRecurring: formatAmount(nonRecurring),
  };
}

/** Cents that a win brings: a year's revenue and what does not recur; undefined: no amount in the report's currency. */
export function revenueCents(given: Given, deal: DealFacts): bigint | undefined {
  const annualized = annualizedCents(given, deal);
  return typeof annualized === 'string' ? undefined : annualized.cents + nonRecurringCents(given, deal);
}

function nonRecurringCents({ growth }: Given, deal: DealFacts): bigint {
  return parseAmount(deal.facts[growth.properties.nonRecurringRevenue]?.value ?? '') ?? 0n;
}

/** G-11: staff is whoever is an owner in the portal; anybody else is not one of us. */
function nextActionOwner({ rows }: Given, value: string | undefined): Known<NextActionOwner> {
  if (value === undefined) return { unknown: `nobody owns the next action${OWED}` };
  const isStaff = rows.owners.some(({ id }) => id === value);
  return { ...(isStaff ? { ownerId: value } : {}), isStaff };
}

export function textRef(
  object: string,
  id: string,
  property: string,
  texts: Record<string, number> | undefined,
  why: string,
): Known<TextRef> {
  const at = texts?.[property];
  return at === undefined ? { unknown: why } : { object, id, property, at: new Date(at).toISOString() };
}
