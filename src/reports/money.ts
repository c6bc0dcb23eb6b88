/** Exact decimal arithmetic: a number is an integer of its smallest unit, never a float (issue 7, "Money and time exact"). */

const DECIMAL = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads decimal text as HubSpot and the registers write it (`1200`, `99.5`, `1.2E7`), rounded half up to so many places.
 * @returns the number times 10^places; undefined: it is no number
 */
export function parseDecimal(text: string, places: number): bigint | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text.trim()) ?? [];
  if (whole === '') return undefined;
  const shift = places + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : divide(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -scaled : scaled;
}

/** Decimal text with so many places. */
export function formatDecimal(scaled: bigint, places: number): string {
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(places + 1, '0');
  const [whole, fraction] = [digits.slice(0, -places), digits.slice(-places)];
  return `${scaled < 0n ? '-' : ''}${whole}.${fraction}`;
}

/** Quotient rounded half away from zero. `by` is more than 0. */
export function divide(number: bigint, by: bigint): bigint {
  const rounded = ((number < 0n ? -number : number) * 2n + by) / (by * 2n);
  return number < 0n ? -rounded : rounded;
}

/** Quotient rounded up. Both are at least 0, `by` is more. */
export function divideUp(number: bigint, by: bigint): bigint {
  return (number + by - 1n) / by;
}

/** Places of an amount and of a rate. */
const CENTS = 2;
const RATE = 4;

export const parseAmount = (text: string) => parseDecimal(text, CENTS);
export const formatAmount = (cents: bigint) => formatDecimal(cents, CENTS);
export const parseShare = (text: string) => parseDecimal(text, RATE);
export const formatShare = (share: bigint) => formatDecimal(share, RATE);

/** `of` divided by `per` as decimal text with four places. `per` is more than 0. */
export function rateText(of: bigint, per: bigint): string {
  return formatShare(divide(of * 10n ** BigInt(RATE), per));
}
