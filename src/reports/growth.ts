/** The growth report as of an instant: asks the database for what was known then, and computes every section. */
import { ACTION, ACTIONS, COMPANY } from '../domain/growth-facts.ts';
import { localDate } from '../domain/time.ts';
import { stagePlaces } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import { type RegisterKind, registerKinds, type RegisterRow } from '../domain/registers/registers.ts';
import type { Registers } from '../journal/registers.ts';
import type { ReportReader } from '../journal/report-rows.ts';
import { conversions, requiredLeads } from './conversion.ts';
import { type Given, type RegisterRows, staffOf } from './given.ts';
import type { GrowthReport } from './growth-report.ts';
import { campaignsSince, marketingFigures } from './marketing.ts';
import { isoPeriod, spansOf, weeksOf } from './periods.ts';
import { promiseFigures } from './promises.ts';
import { pipelineTotals, topDeals } from './top-five.ts';
import { clientsOf, whitespaceFigures } from './whitespace.ts';
import { execFigures, winsIn } from './wins.ts';

export interface ReportParts {
  reader: Pick<ReportReader, 'read' | 'companies'>;
  registers: Pick<Registers, 'read'>;
  policy: Policy;
  portalId: string;
}

/**
 * @param asOf milliseconds since 1970; what happened later is not in the report
 * @param registersOf what registers said at that time, or say by now, which a correction wants
 * @throws JournalUnavailable (try again), JournalRefused (do not), and an Error under a policy without growth rules
 */
export async function growthReport(
  parts: ReportParts,
  asOf: number,
  registersOf: 'then' | 'now' = 'then',
): Promise<GrowthReport> {
  return figures(await givenAt(parts, asOf, registersOf));
}

/** Pure: the same rows give the same report, to the byte. */
export function figures(given: Given): GrowthReport {
  const { policy, growth, portalId, asOf, spans, staff, broughtAt } = given;
  const { shortDays, longDays, trailingMonths } = growth.windows;
  const wins = { monthToDate: winsIn(given, spans.monthToDate), yearToDate: winsIn(given, spans.yearToDate) };
  return {
    schema: 2,
    portalId,
    asOf: new Date(asOf).toISOString(),
    policyVersion: policy.version,
    timeZone: policy.calendar.timeZone,
    currency: growth.currency,
    periods: {
      monthToDate: isoPeriod(spans.monthToDate),
      yearToDate: isoPeriod(spans.yearToDate),
      rolling30: isoPeriod(spans.rolling30),
      rolling90: isoPeriod(spans.rolling90),
      trailing12Months: isoPeriod(spans.trailing12Months),
      sinceLastMeeting: isoPeriod(spans.sinceLastMeeting),
    },
    windows: { shortDays, longDays, trailingMonths },
    registers: broughtAt,
    staff: staff.map(({ ownerId, roles }) => ({ ownerId, roles })),
    opportunities: topDeals(given, growth.opportunities),
    leads: topDeals(given, growth.leads),
    pipeline: pipelineTotals(given),
    wins,
    conversion: {
      monthToDate: conversions(given, spans.monthToDate),
      yearToDate: conversions(given, spans.yearToDate),
    },
    whitespace: whitespaceFigures(given),
    marketing: marketingFigures(given),
    exec: execFigures(given, wins.yearToDate),
    required: requiredLeads(given),
    promises: promiseFigures(given),
  };
}

async function givenAt(
  { reader, registers, policy, portalId }: ReportParts,
  asOf: number,
  registersOf: 'then' | 'now',
): Promise<Given> {
  const { growth, calendar } = policy;
  if (growth === undefined) throw new Error(`The policy ${policy.id} has no rules for a growth report.`);
  const today = localDate(asOf, calendar.timeZone);
  const { rows: brought, broughtAt } = await registersAt(
    registers,
    portalId,
    registersOf === 'then' ? asOf : undefined,
  );
  const spans = spansOf(asOf, growth, calendar);
  const begins = [
    ...Object.values(spans).map(({ from }) => from),
    ...weeksOf(asOf, growth, calendar).map(({ from }) => from),
    ...campaignsSince({ registers: brought, today, policy }),
  ];
  const rows = await reader.read({
    portalId,
    asOf,
    since: Math.min(...begins),
    wonPlaces: stagePlaces(policy, 'won'),
    openPlaces: stagePlaces(policy, 'open'),
    properties: [
      ...Object.values(growth.properties),
      // Registers and deals name solutions by the same property, which need not be the one that the columns show.
      policy.registers?.solutionProperty ?? growth.properties.solutions,
      COMPANY,
      ...ACTIONS.map((type) => `${ACTION}${type}`),
    ],
    calledOff: growth.meetingsCalledOff,
  });
  const companies = await reader.companies(portalId, asOf, clientsOf({ rows, registers: brought }));
  const staff = staffOf(policy, rows.owners);
  return { portalId, asOf, today, policy, growth, spans, rows, registers: brought, broughtAt, companies, staff };
}

interface Brought {
  rows: RegisterRows;
  broughtAt: Given['broughtAt'];
}

/** One after another: a report is not worth more than one connection. */
async function registersAt(registers: Pick<Registers, 'read'>, portalId: string, at?: number): Promise<Brought> {
  const found: Brought = { rows: {}, broughtAt: {} };
  for (const kind of registerKinds()) {
    const importedAt = await bring(registers, portalId, kind, at, found.rows);
    if (importedAt !== undefined) found.broughtAt[kind] = new Date(importedAt).toISOString();
  }
  return found;
}

/** @returns when it was brought */
async function bring<K extends RegisterKind>(
  registers: Pick<Registers, 'read'>,
  portalId: string,
  kind: K,
  at: number | undefined,
  found: { [P in K]?: RegisterRow<P>[] },
): Promise<number | undefined> {
  const content = await registers.read(portalId, kind, at);
  if (content !== undefined) found[kind] = content.rows;
  return content?.import.importedAt;
}
