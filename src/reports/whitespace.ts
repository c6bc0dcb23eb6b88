/** G-06: per client, what it could still buy from us, and the plan for it. */
import type { RegisterKind, RegisterRow } from '../domain/registers/registers.ts';
import { COMPANY } from '../domain/growth-facts.ts';
import { stagePlaces } from '../domain/policy/lookup.ts';
import { byText, type Given, holdersOf, labelsOf, owes, registerRows, registerSource } from './given.ts';
import {
  isUnknown,
  type GrowthReport,
  type Known,
  type Outlook,
  type PersonWhitespace,
  type WhitespaceRow,
} from './growth-report.ts';
import { textRef } from './outlook.ts';
import { money } from './sums.ts';
import { otherCurrency, registerCents, stands } from './wins.ts';

type Plan = RegisterRow<'whitespace'>;

/** Every client stands with somebody: who has none responsible for them stands by itself. */
export function whitespaceFigures(given: Given): GrowthReport['whitespace'] {
  const approved = registerRows(given, 'approved-solutions');
  if (isUnknown(approved)) return approved;
  const owners = new Map((given.registers['client-owners'] ?? []).map((row) => [row.company_id, row.owner]));
  const ownerOf = (companyId: string) =>
    given.staff.find(({ email }) => email === owners.get(companyId))?.ownerId ?? '';
  const rows = clientsOf(given).map((companyId) => ({ ownerId: ownerOf(companyId), row: clientRow(given, companyId) }));
  const team = holdersOf(given, given.growth.clientSuccessRoles).map(({ ownerId }) => ownerId);
  const people = [...new Set([...team, ...rows.map(({ ownerId }) => ownerId)])].toSorted(byText);
  const needed: RegisterKind[] = ['client-owners', 'client-solutions', 'whitespace'];
  return {
    people: people.map((ownerId): PersonWhitespace => ({
      ...(ownerId === '' ? {} : { ownerId }),
      rows: rows.filter((one) => one.ownerId === ownerId).map(({ row }) => row),
    })),
    missing: needed.flatMap((kind) => {
      const found = registerRows(given, kind);
      return isUnknown(found) ? [found] : [];
    }),
  };
}

/** Companies with a won deal that stands, and those that a register names. */
export function clientsOf(given: Pick<Given, 'rows' | 'registers'>): string[] {
  const { rows, registers } = given;
  const won = rows.deals.filter(({ wins }) => wins.some(stands));
  const named = [registers['client-owners'], registers['client-solutions'], registers.whitespace].flatMap(
    (register) => register?.map(({ company_id }) => company_id) ?? [],
  );
  return [...new Set([...won.flatMap(({ facts }) => facts[COMPANY]?.value ?? []), ...named])].toSorted(byText);
}

function clientRow(given: Given, companyId: string): WhitespaceRow {
  const { policy, registers } = given;
  const property = policy.registers?.solutionProperty ?? '';
  const lacking = lackingOf(given, companyId, property);
  const plan = (registers.whitespace ?? []).find((row) => row.company_id === companyId);
  const texts = given.companies.get(companyId);
  return {
    companyId,
    client: textRef('company', companyId, 'name', texts, 'the company is not in HubSpot'),
    nextSolution: nextSolution(given, lacking, plan, property),
    lacking: lacking.flatMap((value) => labelsOf(policy, property, value)),
    plan: plan === undefined ? notPlanned(given) : registerSource('whitespace', plan),
    ...outlookOf(given, plan),
  };
}

/** Approved for sale by that day, not bought, and in no open deal of the client. */
function lackingOf(given: Given, companyId: string, property: string): string[] {
  const { policy, rows, registers, today } = given;
  const open = stagePlaces(policy, 'open');
  const ofClient = rows.deals.filter(({ facts }) => facts[COMPANY]?.value === companyId);
  const counted = ofClient.filter(({ wins, place }) => wins.some(stands) || open.includes(place ?? ''));
  const covered = new Set([
    ...counted.flatMap(({ facts }) => facts[property]?.value.split(';') ?? []),
    ...(registers['client-solutions'] ?? [])
      .filter(({ company_id, since }) => company_id === companyId && since <= today)
      .map(({ solution }) => solution),
  ]);
  return (registers['approved-solutions'] ?? [])
    .filter(({ solution, approved_on }) => approved_on <= today && !covered.has(solution))
    .map(({ solution }) => solution)
    .toSorted(byText);
}

function nextSolution(
  given: Given,
  lacking: string[],
  plan: Plan | undefined,
  property: string,
): WhitespaceRow['nextSolution'] {
  if (lacking.length === 0) return { unknown: 'it has every approved solution, or an open deal covers what it lacks' };
  if (plan === undefined) return notPlanned(given);
  const [label = plan.solution] = labelsOf(given.policy, property, plan.solution);
  if (lacking.includes(plan.solution)) return { label };
  return {
    unknown: `the plan is for ${label}, which is bought, in an open deal or not approved${owes(given, 'whitespace')}`,
  };
}

function notPlanned(given: Given): { unknown: string } {
  return { unknown: `the register whitespace has no row for this client${owes(given, 'whitespace')}` };
}

function outlookOf(given: Given, plan: Plan | undefined): Outlook {
  if (plan === undefined) {
    const none = notPlanned(given);
    return {
      mostRecentAction: none,
      nextAction: none,
      nextActionOwner: none,
      nextActionOn: none,
      closesOn: none,
      implementationOn: none,
      revenueStartsOn: none,
      annualizedRevenue: none,
      totalContractValue: none,
      blockers: none,
    };
  }
  const blank = { unknown: `the register whitespace has none${owes(given, 'whitespace')}` };
  const day = (value: string | undefined): Known<{ day: string }> => (value === undefined ? blank : { day: value });
  const words = (value: string | undefined): Known<{ words: string }> =>
    value === undefined ? blank : { words: value };
  const amount = (value: string | undefined) => {
    if (value === undefined) return blank;
    const cents = registerCents(given, value, plan.currency);
    return cents === undefined ? { unknown: otherCurrency(given, plan.currency) } : money(given.growth.currency, cents);
  };
  const annualized = amount(plan.annualized_revenue);
  const owner = given.rows.owners.find(({ email }) => email === plan.next_action_owner)?.id;
  return {
    mostRecentAction: words(plan.most_recent_action),
    nextAction: words(plan.next_action),
    nextActionOwner: { ...(owner === undefined ? {} : { ownerId: owner }), isStaff: owner !== undefined },
    nextActionOn: { day: plan.next_action_on, overdue: plan.next_action_on < given.today },
    closesOn: day(plan.projected_close_on),
    implementationOn: day(plan.projected_implementation_on),
    revenueStartsOn: day(plan.projected_revenue_start_on),
    annualizedRevenue: isUnknown(annualized) ? annualized : { ...annualized, from: 'whitespace' },
    totalContractValue: amount(plan.total_contract_value),
    blockers: words(plan.blockers),
  };
}
