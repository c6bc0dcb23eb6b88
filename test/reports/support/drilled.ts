/** What a number's drill-down comes to, worked out anew with exact fractions and none of the report's own arithmetic. */
import type { NumberCell } from '../../../src/reports/render/document.ts';
import type { Drill } from '../../../src/reports/render/drill.ts';

type Fraction = [of: bigint, per: bigint];

const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const minus = (a: Fraction, [c, d]: Fraction) => plus(a, [-c, d]);
const by = (a: Fraction, [c, d]: Fraction) => times(a, c < 0n ? [-d, -c] : [d, c]);
const all = (fractions: Fraction[]) => fractions.reduce(plus, [0n, 1n]);

function fraction(text: string): Fraction {
  const [whole = '', places = ''] = text.split('.');
  return [BigInt(whole + places), 10n ** BigInt(places.length)];
}

/** Half away from zero. */
function rounded([of, per]: Fraction, places: number): string {
  const scaled = (of < 0n ? -of : of) * 10n ** BigInt(places);
  return text(of < 0n, (scaled * 2n + per) / (per * 2n), places);
}

function roundedUp([of, per]: Fraction): string {
  return String((of + per - 1n) / per);
}

function text(isNegative: boolean, scaled: bigint, places: number): string {
  const digits = String(scaled).padStart(places + 1, '0');
  const number = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return isNegative && scaled !== 0n ? `-${number}` : number;
}

/** @returns the number as its cell should say it to machines */
export function comesTo({ value, drill }: NumberCell): string {
  const places = value.split('.')[1]?.length ?? 0;
  if (!('inputs' in drill)) return fromRecords(drill, places);
  const numbers = drill.inputs.map(({ cell }) => fraction(cell.value));
  const [a = fraction(''), b = fraction(''), c = fraction('')] = numbers;
  switch (drill.by) {
    case 'quotient':
      return rounded(by(a, b), places);
    case 'required':
      return roundedUp(by(times(a, b), c));
    case 'share':
      return rounded(by(times(a, b), c), places);
    case 'difference':
      return rounded(minus(a, b), places);
    case 'total':
      return rounded(all(numbers), places);
    case 'contract':
      return rounded(plus(fraction(rounded(times(a, times(b, [1n, 12n])), places)), c), places);
  }
}

function fromRecords(drill: Extract<Drill, { sources: unknown }>, places: number): string {
  const said = drill.sources.map(({ says = '' }) => fraction(says)).toSorted(([a, b], [c, d]) => Number(a * d - c * b));
  switch (drill.by) {
    case 'count':
      return String(drill.sources.length);
    case 'sum': {
      const added = drill.sources.map(({ adds = '', part }) =>
        times(fraction(adds), part === undefined ? [1n, 1n] : [BigInt(part.of), BigInt(part.per)]),
      );
      return rounded(all(added), places);
    }
    case 'said':
      return said.length === 1 ? rounded(all(said), places) : `${said.length} records say it`;
    case 'longest':
      return rounded(said.at(-1) ?? fraction(''), places);
    case 'median': {
      const middle = [said[Math.floor((said.length - 1) / 2)], said[Math.floor(said.length / 2)]];
      return rounded(times(all(middle.map((one) => one ?? fraction(''))), [1n, 2n]), places);
    }
  }
}
