/** What a number of the report opens (G-01): the records that it was counted from, or the numbers it was computed from. */
import type { Source } from '../figure.ts';
import type { NumberCell } from './document.ts';

export type Drill = FromRecords | FromNumbers;

export interface FromRecords {
  /**
   * `count`: as many as there are. `sum`: what they add, or the part of it that counts, rounded once. `said`: one record says
   * it. `median`, `longest`: of what they say.
   */
  by: 'count' | 'sum' | 'said' | 'median' | 'longest';
  sources: Source[];
  /** Records that belong to a sum and add nothing, because they have no amount in the report's currency. */
  without: Source[];
  /** Where on the record it is said, in words; absent in counts and sums. */
  where?: string;
}

export interface FromNumbers {
  by: Rule;
  /** In the order in which the rule takes them. */
  inputs: Input[];
}

export interface Input {
  label: string;
  /** One of the tables' own where it stands there: then its list is not repeated. */
  cell: NumberCell;
}

/**
 * `quotient`: 1st ÷ 2nd. `required`: 1st × 2nd ÷ 3rd, rounded up. `share`: the same, rounded half up. `difference`: 1st − 2nd.
 * `total`: all of them together. `contract`: 1st × 2nd months ÷ 12 + 3rd.
 */
export type Rule = 'quotient' | 'required' | 'share' | 'difference' | 'total' | 'contract';

/** `2 ÷ 5`: how the numbers make the result. */
export function formula({ by, inputs }: FromNumbers): string {
  const [a = '', b = '', c = ''] = inputs.map(({ cell }) => cell.text);
  switch (by) {
    case 'quotient':
      return `${a} ÷ ${b}`;
    case 'required':
      return `${a} × ${b} ÷ ${c}, rounded up`;
    case 'share':
      return `${a} × ${b} ÷ ${c}`;
    case 'difference':
      return `${a} − ${b}`;
    case 'total':
      return inputs.map(({ cell }) => cell.text).join(' + ');
    case 'contract':
      return `${a} × ${b} ÷ 12 + ${c}`;
  }
}

/** `adds 600.00 × 15 ÷ 31 USD`. */
export function sourceWords({ adds, part, says }: Source): string {
  if (says !== undefined) return `says ${says}`;
  if (adds === undefined) return '';
  return `adds ${adds}${part === undefined ? '' : ` × ${part.of} ÷ ${part.per} days`}`;
}
