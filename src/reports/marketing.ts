/** G-07: what marketing delivered, what is in motion and what comes. */
import { addDays, localDate, startOfDay } from '../domain/time.ts';
import { deliveredIn } from './conversion.ts';
import { deliveredLeads, priced } from './delivered.ts';
import { byText, type Given, registerRows, registerSource } from './given.ts';
import { isUnknown, type Known, type Marketing, type Money } from './growth-report.ts';
import { isoPeriod, weeksOf } from './periods.ts';
import { countOf, leadSource } from './sums.ts';
import { otherCurrency, registerCents } from './wins.ts';

export function marketingFigures(given: Given): Marketing {
  const { growth, policy, asOf, spans } = given;
  const [short, long, last] = [spans.rolling30, spans.rolling90, spans.sinceLastMeeting].map((span) =>
    deliveredLeads(given, span),
  );
  if (short === undefined || long === undefined || last === undefined) throw new Error('three periods');
  const leads = (span: Parameters<typeof deliveredIn>[1], temperature: string) =>
    countOf(deliveredIn(given, span, temperature).map(leadSource));
  return {
    warm: { rolling30: short.warm, rolling90: long.warm },
    cold: { rolling30: short.cold, rolling90: long.cold, sinceLastMeeting: last.cold },
    weeks: weeksOf(asOf, growth, policy.calendar).map((week) => ({
      period: isoPeriod(week),
      warm: leads(week, 'warm'),
      cold: leads(week, 'cold'),
    })),
    campaigns: campaigns(given),
    events: events(given),
    collateral: collateral(given),
    projects: projects(given),
  };
}

/** First days of the campaigns in motion: leads are asked for from there on. */
export function campaignsSince(given: Pick<Given, 'registers' | 'today' | 'policy'>): number[] {
  return (given.registers.campaigns ?? [])
    .filter(({ starts_on, ends_on }) => starts_on <= given.today && given.today <= ends_on)
    .map(({ starts_on }) => startOfDay(starts_on, given.policy.calendar.timeZone) - 1);
}

function campaigns(given: Given): Marketing['campaigns'] {
  const all = registerRows(given, 'campaigns');
  if (isUnknown(all)) return all;
  const inMotion = all
    .filter(({ starts_on, ends_on }) => starts_on <= given.today && given.today <= ends_on)
    .toSorted((a, b) => byText(a.starts_on, b.starts_on) || byText(a.campaign, b.campaign));
  const rows = inMotion.map((row) => {
    const began = startOfDay(row.starts_on, given.policy.calendar.timeZone) - 1;
    const delivered = deliveredIn(given, { from: began, to: given.asOf }, 'warm').filter(
      ({ campaign }) => campaign === row.campaign,
    );
    const { cost, costPerLead } = price(given, row.budget, row.currency, row.expected_warm_leads);
    return {
      key: row.campaign,
      name: row.name,
      source: row.source,
      from: row.starts_on,
      to: row.ends_on,
      expectedWarmLeads: row.expected_warm_leads,
      cost,
      expectedCostPerWarmLead: costPerLead,
      delivered: countOf(delivered.map(leadSource)),
      register: registerSource('campaigns', row),
    };
  });
  return { rows, expectedWarmLeads: rows.reduce((sum, row) => sum + row.expectedWarmLeads, 0) };
}

function events(given: Given): Marketing['events'] {
  const all = registerRows(given, 'events');
  if (isUnknown(all)) return all;
  const rows = all
    .filter(({ starts_on, ends_on = starts_on }) => ends_on >= given.today)
    .toSorted((a, b) => byText(a.starts_on, b.starts_on) || byText(a.event, b.event))
    .map((row) => ({
      name: row.event,
      from: row.starts_on,
      to: row.ends_on ?? row.starts_on,
      projectedLeads: row.projected_leads,
      ...price(given, row.cost, row.currency, row.projected_leads),
      register: registerSource('events', row),
    }));
  return { rows };
}

function collateral(given: Given): Marketing['collateral'] {
  const all = registerRows(given, 'collateral');
  if (isUnknown(all)) return all;
  const rows = all
    .filter(({ available_on }) => available_on > shortWindow(given) && available_on <= given.today)
    .toSorted((a, b) => byText(a.available_on, b.available_on) || byText(a.title, b.title))
    .map((row) => ({
      name: row.title,
      kind: row.kind,
      day: row.available_on,
      isNew: row.change === 'new',
      ...(row.link === undefined ? {} : { link: row.link }),
      register: registerSource('collateral', row),
    }));
  return { rows };
}

function projects(given: Given): Marketing['projects'] {
  const all = registerRows(given, 'projects');
  if (isUnknown(all)) return all;
  const rows = all
    .filter(({ ends_on }) => ends_on >= given.today)
    .toSorted((a, b) => byText(a.starts_on, b.starts_on) || byText(a.project, b.project))
    .map((row) => ({
      name: row.project,
      from: row.starts_on,
      to: row.ends_on,
      cost: price(given, row.cost, row.currency, 0).cost,
      register: registerSource('projects', row),
    }));
  return { rows };
}

/** The day before the short window's first. */
export function shortWindow({ asOf, growth, policy: { calendar } }: Given): string {
  return localDate(addDays(asOf, -growth.windows.shortDays, calendar.timeZone), calendar.timeZone);
}

function price(
  given: Given,
  amount: string,
  currency: string | undefined,
  leads: number,
): { cost: Known<Money>; costPerLead: Known<Money> } {
  const cents = registerCents(given, amount, currency);
  if (cents !== undefined) return priced(given, cents, leads);
  const unknown = otherCurrency(given, currency);
  return { cost: { unknown }, costPerLead: { unknown } };
}
