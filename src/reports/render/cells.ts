/** Figures as cells. A figure that is not known is the reason why (issue 7: nothing is left out silently). */
import { localDate, localMinute } from '../../domain/time.ts';
import type { Policy } from '../../domain/policy/types.ts';
import {
  type Count,
  isUnknown,
  type Known,
  type Money,
  type Rate,
  type Source,
  type Sum,
  type TextRef,
} from '../figure.ts';
import type { Cell, RecordName } from './document.ts';
import type { Names } from './names.ts';

export const FORGOTTEN = 'was forgotten on request';

/** What cells are made with. */
export interface Words {
  policy: Policy;
  names: Names;
  timeZone: string;
}

/** The policy's windows, as headings say them. */
export function windowWords({ policy }: Words): { short: string; long: string; trailing: string } {
  const { shortDays, longDays, trailingMonths } = policy.growth?.windows ?? {
    shortDays: 0,
    longDays: 0,
    trailingMonths: 0,
  };
  return {
    short: `last ${shortDays} days`,
    long: `last ${longDays} days`,
    trailing: `trailing ${trailingMonths} months`,
  };
}

export const text = (words: string, record?: RecordName): Cell => ({
  text: words,
  is: 'text',
  ...(record === undefined ? {} : { record }),
});

export const unknown = (why: string): Cell => ({ text: why, is: 'unknown' });

/** The cell of a figure, or why there is none. */
export function known<T extends object>(figure: Known<T>, cell: (figure: T) => Cell): Cell {
  return isUnknown(figure) ? unknown(figure.unknown) : cell(figure);
}

export function whole(number: number, sources?: Source[]): Cell {
  return {
    text: grouped(String(number)),
    value: String(number),
    is: 'number',
    ...(sources === undefined ? {} : { sources }),
  };
}

export const count = ({ count: number, sources }: Count): Cell => whole(number, sources);

export function money({ amount, currency }: Money): Cell {
  return { text: `${grouped(amount)} ${currency}`, value: amount, is: 'number' };
}

export const sum = ({ total, sources, without }: Sum): Cell => ({ ...money(total), sources, without });

/** @param share decimal text with four places: `0.2500` */
export const percent = (share: string): Cell => ({ text: percentWords(share), value: share, is: 'number' });

/** `1 of 4 = 25.00 %`: a rate is shown with what it is made of, and opens what it was counted from. */
export function rate({ of, per, rate: share }: Rate, ...counted: Count[]): Cell {
  const sources = counted.flatMap((one) => one.sources);
  return { text: `${of} of ${per} = ${percentWords(share)}`, value: share, is: 'number', sources };
}

export const day = ({ day: date }: { day: string }): Cell => text(date);

/** Local day and minute. @param at ISO instant */
export const minute = ({ timeZone }: Words, at: string): string => localMinute(Date.parse(at), timeZone);

/** Local day. @param at ISO instant */
export const dayOfInstant = ({ timeZone }: Words, at: string): string => localDate(Date.parse(at), timeZone);

export function textOf({ names }: Words, ref: Known<TextRef>, record?: RecordName): Cell {
  return known(ref, (found) => text(names.text(found) ?? FORGOTTEN, record));
}

export function owner({ names }: Words, ownerId: string | undefined, nobody = 'nobody'): Cell {
  return text(ownerId === undefined ? nobody : names.record('owner', ownerId));
}

/** `120000.00` → `120,000.00`, without arithmetic. */
function grouped(decimal: string): string {
  const [wholePart = '', fraction] = decimal.split('.');
  return [wholePart.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...(fraction === undefined ? [] : [fraction])].join('.');
}

/** `0.2500` → `25.00 %`: the point moves by two places. */
function percentWords(share: string): string {
  const [, sign = '', wholePart = '0', fraction = ''] = /^(-?)(\d+)\.(\d{4})$/.exec(share) ?? [];
  return `${sign}${grouped(String(BigInt(wholePart + fraction.slice(0, 2))))}.${fraction.slice(2)} %`;
}
