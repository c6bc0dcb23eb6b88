/** Figures with what stands behind them: a count is the number of its sources, a sum what they add up to. */
import type { LeadRef } from '../journal/report-rows.ts';
import type { Count, Known, Money, Rate, Source, Sum } from './growth-report.ts';
import { divide, formatAmount, rateText } from './money.ts';

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

/** Added first, rounded once. @param items cents, of which only a part counts */
export function sumOfParts(
  currency: string,
  items: { source: Source; cents: bigint; part: { of: number; per: number } }[],
): Sum {
  const sum = items.reduce(
    (all, { cents, part }) => ({
      of: all.of * BigInt(part.per) + cents * BigInt(part.of) * all.per,
      per: all.per * BigInt(part.per),
    }),
    { of: 0n, per: 1n },
  );
  const sources = items.map(({ source, cents, part }) => ({
    ...source,
    adds: formatAmount(cents),
    ...(part.of === part.per ? {} : { part }),
  }));
  return { total: money(currency, divide(sum.of, sum.per)), sources, without: [] };
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
