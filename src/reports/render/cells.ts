/** Words as cells; numbers.ts has the numbers. A figure that is not known is the reason why (issue 7: nothing is left out silently). */
import { localDate, localMinute } from '../../domain/time.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { isUnknown, type Known, type TextRef } from '../figure.ts';
import type { GrowthReport } from '../growth-report.ts';
import type { Cell, RecordName, WordCell } from './document.ts';
import type { Names } from './names.ts';

export const FORGOTTEN = 'was forgotten on request';

/** What cells are made with. */
export interface Words {
  policy: Policy;
  names: Names;
  timeZone: string;
}

/** The report's windows, as headings say them. */
export function windowWords({ windows: { shortDays, longDays, trailingMonths } }: GrowthReport): {
  short: string;
  long: string;
  trailing: string;
} {
  return {
    short: `last ${shortDays} days`,
    long: `last ${longDays} days`,
    trailing: `trailing ${trailingMonths} months`,
  };
}

export const text = (words: string, record?: RecordName): WordCell => ({
  text: words,
  is: 'text',
  ...(record === undefined ? {} : { record }),
});

export const unknown = (why: string): WordCell => ({ text: why, is: 'unknown' });

/** The cell of a figure, or why there is none. */
export function known<T extends object>(figure: Known<T>, cell: (figure: T) => Cell): Cell {
  return isUnknown(figure) ? unknown(figure.unknown) : cell(figure);
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
