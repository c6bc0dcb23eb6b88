/** Numbers as cells. None is made without what it opens (G-01). */
import type { Count, Money, Rate, Source, Sum, SumSoFar } from '../figure.ts';
import type { NumberCell } from './document.ts';
import type { FromRecords, Input, Rule } from './drill.ts';

export const count = ({ sources }: Count): NumberCell => counted(sources);

/** So many records. */
export function counted(sources: Source[]): NumberCell {
  return { ...wholeWords(sources.length), drill: { by: 'count', sources, without: [] } };
}

export function sum({ total, sources, without }: Sum): NumberCell {
  return { ...moneyWords(total), drill: { by: 'sum', sources, without } };
}

export const sumSoFar = (of: SumSoFar): NumberCell => remarked(sum(of), of.incomplete);

/** A number that looks whole and is not says so. */
export function remarked(cell: NumberCell, remark: string | undefined): NumberCell {
  return remark === undefined ? cell : { ...cell, text: `${cell.text} (${remark})` };
}

/** A whole number that is the sum of what registers say. */
export function wholeSum(number: number, sources: Source[]): NumberCell {
  return { ...wholeWords(number), drill: { by: 'sum', sources, without: [] } };
}

/** A whole number that stands on a record. @param where in words */
export function wholeSaid(number: number, source: Source, where: string): NumberCell {
  return { ...wholeWords(number), drill: said(source, String(number), where) };
}

export function moneySaid(amount: Money, source: Source, where: string): NumberCell {
  return { ...moneyWords(amount), drill: said(source, amount.amount, where) };
}

/** @param share decimal text with four places: `0.2500` */
export function percentSaid(share: string, source: Source, where: string): NumberCell {
  return { ...percentWords(share), drill: said(source, share, where) };
}

function said({ adds: _, ...source }: Source, says: string, where: string): FromRecords {
  return { by: 'said', sources: [{ ...source, says }], without: [], where };
}

/** @param number the median, or the longest, of the whole numbers that the sources say */
export function ofAll(by: 'median' | 'longest', number: number, sources: Source[], where: string): NumberCell {
  return { ...wholeWords(number), drill: { by, sources, without: [], where } };
}

/** `1 of 4 = 25.00 %`: a rate is shown with what it is made of. */
export function rate({ of, per, rate: share }: Rate, ...inputs: [of: Input, per: Input]): NumberCell {
  const { text, ...words } = percentWords(share);
  return { ...words, text: `${of} of ${per} = ${text}`, drill: { by: 'quotient', inputs } };
}

export const wholeFrom = (number: number, by: Rule, ...inputs: Input[]): NumberCell => ({
  ...wholeWords(number),
  drill: { by, inputs },
});

export const moneyFrom = (amount: Money, by: Rule, ...inputs: Input[]): NumberCell => ({
  ...moneyWords(amount),
  drill: { by, inputs },
});

export const percentFrom = (share: string, ...inputs: [of: Input, per: Input]): NumberCell => ({
  ...percentWords(share),
  drill: { by: 'quotient', inputs },
});

export const input = (label: string, cell: NumberCell): Input => ({ label, cell });

type Words = Omit<NumberCell, 'drill'>;

function wholeWords(number: number): Words {
  return { text: grouped(String(number)), value: String(number), is: 'number' };
}

function moneyWords({ amount, currency }: Money): Words {
  return { text: `${grouped(amount)} ${currency}`, value: amount, is: 'number' };
}

/** `0.2500` → `25.00 %`: the point moves by two places. */
function percentWords(share: string): Words {
  const [, sign = '', wholePart = '0', fraction = ''] = /^(-?)(\d+)\.(\d{4})$/.exec(share) ?? [];
  const percent = `${sign}${grouped(String(BigInt(wholePart + fraction.slice(0, 2))))}.${fraction.slice(2)} %`;
  return { text: percent, value: share, is: 'number' };
}

/** `120000.00` → `120,000.00`, without arithmetic. */
function grouped(decimal: string): string {
  const [wholePart = '', fraction] = decimal.split('.');
  return [wholePart.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...(fraction === undefined ? [] : [fraction])].join('.');
}
