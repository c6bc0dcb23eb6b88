/** Leads delivered to Sales by source, with what the sources cost, as tables (G-07). */
import { sourceOptions } from '../../domain/registers/value.ts';
import { isUnknown } from '../growth-report.ts';
import type { DeliveredLeads, SourceLeads } from '../growth-sections.ts';
import { parseAmount } from '../money.ts';
import { money } from '../sums.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell, Table } from './document.ts';
import type { Input } from './drill.ts';
import * as number from './numbers.ts';

type Temperature = 'warm' | 'cold';

export function leadTable(
  words: Words,
  temperature: Temperature,
  title: string,
  periods: [string, DeliveredLeads][],
): Table {
  return {
    key: `${temperature}-leads`,
    title,
    columns: ['Time', 'Source', 'Leads', 'Cost', 'Cost per lead'],
    rows: periods.flatMap(([period, delivered]) => periodRows(words, temperature, period, delivered)),
    layout: 'table',
    empty: '',
  };
}

/** All sources together, then each. */
function periodRows(words: Words, temperature: Temperature, period: string, delivered: DeliveredLeads): Cell[][] {
  const costs: Input[] = [];
  const rows = delivered.bySource.map((one) => {
    const label = sourceLabel(words, one.source);
    const cost = costOf(one, temperature);
    if (cost.is === 'number') costs.push(number.input(label, cost));
    return rowCells(period, label, one, cost);
  });
  const cost = as.known(delivered.cost, (amount) => number.moneyFrom(amount, 'total', ...costs));
  return [rowCells(period, 'All', delivered, cost), ...rows];
}

function rowCells(
  period: string,
  source: string,
  { leads, costPerLead }: Pick<DeliveredLeads, 'leads' | 'costPerLead'>,
  cost: Cell,
): Cell[] {
  const count = number.count(leads);
  const perLead =
    cost.is !== 'number'
      ? cost
      : as.known(costPerLead, (each) =>
          number.moneyFrom(each, 'quotient', number.input('Cost', cost), number.input('Leads', count)),
        );
  return [as.text(period), as.text(source), count, cost, perLead];
}

/** What these leads have of the source's cost: the cold ones their share, the warm ones the rest. */
function costOf({ leads, others, spent, cost }: SourceLeads, temperature: Temperature): Cell {
  if (isUnknown(spent) || isUnknown(cost)) return as.known(cost, () => as.text(''));
  const whole = number.sum(spent);
  if (others.count === 0) return whole;
  const all = number.input('Leads of the source', number.counted([...leads.sources, ...others.sources]));
  const ofSource = number.input('What the source cost', whole);
  const cold = number.input('Cold leads', number.count(temperature === 'cold' ? leads : others));
  if (temperature === 'cold') return number.moneyFrom(cost, 'share', ofSource, cold, all);
  const cents = (parseAmount(spent.total.amount) ?? 0n) - (parseAmount(cost.amount) ?? 0n);
  const ofCold = money(cost.currency, cents);
  return number.moneyFrom(
    cost,
    'difference',
    ofSource,
    number.input('Share of its cold leads', number.moneyFrom(ofCold, 'share', ofSource, cold, all)),
  );
}

export function sourceLabel({ policy }: Words, source: string): string {
  if (source === '') return 'not known at delivery';
  return sourceOptions(policy).find(({ value }) => value === source)?.label ?? source;
}
