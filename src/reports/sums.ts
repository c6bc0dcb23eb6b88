/** Figures with what stands behind them: a count is the number of its sources, a sum what they add up to. */
import type { LeadRef } from '../journal/report-rows.ts';
import type { Count, Known, Money, Rate, Source, Sum } from './growth-report.ts';
import { formatAmount, rateText } from './money.ts';

export function countOf(sources: Source[]): Count {
  return { count: sources.length, sources };
}

/** @param items what each adds in cents; undefined: it has no amount in this currency */
export function sumOf(currency: string, items: { source: Source; cents: bigint | undefined }[]): Sum {
  let total = 0n;
  const sources: Source[] = [];
  const without: Source[] = [];
  for (const { source, cents } of items) {
    if (cents === undefined) {
      without.push(source);
      continue;
    }
    total += cents;
    sources.push({ ...source, adds: formatAmount(cents) });
  }
  return { total: money(currency, total), sources, without };
}

export function money(currency: string, cents: bigint): Money {
  return { amount: formatAmount(cents), currency };
}

/** @param why there is no rate when there is nothing to divide by */
export function rateOf(of: number, per: number, why: string): Known<Rate> {
  return per === 0 ? { unknown: why } : { of, per, rate: rateText(BigInt(of), BigInt(per)) };
}

export function leadSource({ contact_id, seq }: Pick<LeadRef, 'contact_id' | 'seq'>): Source {
  return { object: 'contact', id: contact_id, seq };
}

export function leadKey({ contact_id, seq }: Pick<LeadRef, 'contact_id' | 'seq'>): string {
  return `${contact_id}#${seq}`;
}
