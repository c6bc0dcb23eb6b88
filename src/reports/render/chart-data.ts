/** What the four charts show (issue 7, "Rendering"), and the same in words for whoever does not see pictures. */
import { type GrowthReport, isUnknown, type Known, type Rate } from '../growth-report.ts';
import type { Words } from './cells.ts';
import { dayOfInstant } from './cells.ts';
import type { ChartKey } from './document.ts';

export interface ChartData {
  key: ChartKey;
  title: string;
  /** The figures in words. */
  alt: string;
  categories: string[];
  /** `undefined`: not known, so nothing is drawn. Floats are for drawing only: the figures stand in the tables. */
  series: { name: string; colour: string; values: (number | undefined)[] }[];
  unit: '' | '%';
  stacked: boolean;
}

const WARM = '#c2410c';
const COLD = '#1d4ed8';
const OTHERS = ['#0b5c8a', '#15803d', '#7e22ce', '#b45309', '#be123c', '#475569'];

export function chartData(words: Words, report: GrowthReport): ChartData[] {
  return [deliveries(words, report), conversion(report), pipeline(words, report), required(report)].map((chart) => ({
    ...chart,
    alt: `${chart.title}. ${altOf(chart)}`,
  }));
}

type Drawn = Omit<ChartData, 'alt'>;

function altOf({ categories, series, unit }: Drawn): string {
  const figure = (value: number | undefined) => (value === undefined ? 'not known' : `${value}${unit}`);
  return categories
    .map((name, index) => `${name}: ${series.map((one) => `${one.name} ${figure(one.values[index])}`).join(', ')}`)
    .join('; ');
}

function deliveries(words: Words, { marketing: { weeks } }: GrowthReport): Drawn {
  return {
    key: 'deliveries',
    title: `Leads delivered by week, ${weeks.length} weeks`,
    categories: weeks.map(({ period }) => dayOfInstant(words, period.to).slice(5)),
    series: [
      { name: 'warm', colour: WARM, values: weeks.map(({ warm }) => warm.count) },
      { name: 'cold', colour: COLD, values: weeks.map(({ cold }) => cold.count) },
    ],
    unit: '',
    stacked: true,
  };
}

function conversion({ conversion: { monthToDate, yearToDate } }: GrowthReport): Drawn {
  const of = (temperature: 'warm' | 'cold') =>
    [
      monthToDate[temperature].closedRate,
      yearToDate[temperature].closedRate,
      monthToDate[temperature].qualifiedRate,
      yearToDate[temperature].qualifiedRate,
    ].map(percent);
  return {
    key: 'conversion',
    title: 'Conversion rates',
    categories: ['Closed, month', 'Closed, year', 'Qualified, month', 'Qualified, year'],
    series: [
      { name: 'warm', colour: WARM, values: of('warm') },
      { name: 'cold', colour: COLD, values: of('cold') },
    ],
    unit: '%',
    stacked: false,
  };
}

function percent(rate: Known<Rate>): number | undefined {
  return isUnknown(rate) ? undefined : Math.round(Number(rate.rate) * 10_000) / 100;
}

function pipeline({ policy }: Words, { pipeline: totals, currency }: GrowthReport): Drawn {
  const stages = [...new Set(totals.map(({ stage }) => stage))];
  const pipelines = [...new Set(totals.map((total) => total.pipeline))];
  const rows = policy.pipelines.flatMap((one) => one.stages);
  const amount = (pipelineKey: string, stage: string) =>
    Number(
      totals.find((one) => one.pipeline === pipelineKey && one.stage === stage)?.annualizedRevenue.total.amount ?? 0,
    );
  return {
    key: 'pipeline',
    title: `Pipeline by stage, annualized revenue in ${currency}`,
    categories: stages.map((stage) => rows.find(({ key }) => key === stage)?.label ?? stage),
    series: pipelines.map((key, index) => ({
      name: policy.pipelines.find((one) => one.key === key)?.label ?? key,
      colour: OTHERS[index % OTHERS.length] ?? WARM,
      values: stages.map((stage) => amount(key, stage)),
    })),
    unit: '',
    stacked: true,
  };
}

function required({ required: { month, year } }: GrowthReport): Drawn {
  const needed = [month, year].map((one) => (isUnknown(one.required) ? undefined : one.required.leads));
  return {
    key: 'required',
    title: 'Warm leads, required and delivered',
    categories: ['Month', 'Year'],
    series: [
      { name: 'required', colour: COLD, values: needed },
      { name: 'delivered', colour: WARM, values: [month.delivered.count, year.delivered.count] },
    ],
    unit: '',
    stacked: false,
  };
}
