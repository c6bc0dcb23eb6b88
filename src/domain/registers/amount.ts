/** Numbers in a register's file: taken as they stand or refused, never guessed. Money stays decimal text (no floats). */

export type Read<Value> = { value: Value } | { problem: string };

/** Digits before the point: a million million is more than any row of a sales team. */
const MAX_DIGITS = 12;
const MAX_COUNT_DIGITS = 9;

/**
 * An amount of money.
 * @param decimals how many the currency has; undefined if the row names no known currency: then the form alone is checked
 * @returns exact decimal text with exactly these decimals, without leading zeros
 */
export function readAmount(text: string, decimals: number | undefined): Read<string> {
  const [, whole = '', fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return { problem: `${misshapen(text)}; write digits and a point for the decimals, e.g. 1234.50` };
  const digits = whole.replace(/^0+(?=\d)/, '');
  if (digits.length > MAX_DIGITS) return { problem: `is too large; at most ${MAX_DIGITS} digits before the point` };
  const places = decimals ?? fraction.length;
  if (fraction.length > places) return { problem: `has too many decimals; the currency has ${places}` };
  return { value: places === 0 ? digits : `${digits}.${fraction.padEnd(places, '0')}` };
}

/** A whole number from 0. */
export function readCount(text: string): Read<number> {
  if (!/^\d+$/.test(text)) return { problem: `${misshapen(text)}; write a whole number, e.g. 40` };
  const digits = text.replace(/^0+(?=\d)/, '');
  if (digits.length > MAX_COUNT_DIGITS) return { problem: `is too large; at most ${MAX_COUNT_DIGITS} digits` };
  return { value: Number(digits) };
}

function misshapen(text: string): string {
  if (/^[-\u2212(].*\d/.test(text)) return 'is negative';
  if (/^[\d.,' \u00A0\u2009\u202F]+$/.test(text) && /\d/.test(text)) {
    const decimalComma = /^\d+,\d+$/.test(text) && !/^\d{1,3},\d{3}$/.test(text);
    if (decimalComma) return 'has a comma before the decimals';
    return /^\d+\.\d+$|^\d*\.\d*$/.test(text) ? 'is no whole number' : 'has separators between the thousands';
  }
  return 'is no number';
}
