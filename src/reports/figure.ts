/** What the figures of a growth report are made of. */

/** A figure that cannot be computed is never left out: why, and who owes what is missing. */
export interface Unknown {
  unknown: string;
}

export type Known<T> = T | Unknown;

export function isUnknown(figure: object): figure is Unknown {
  return 'unknown' in figure;
}

/** Exact decimal text with two places, e.g. `-1234.50`, and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

/** What stands behind a figure. */
export interface Source {
  /** HubSpot's name of the object, or `register`. */
  object: string;
  /** Id of the record; of a register `<kind>/<key of the row>`. */
  id: string;
  /** The decision about the record that counts, by its number in the journal. */
  seq?: number;
  /** What it adds to a sum, as in `Money.amount`. Absent in counts: each source is one. */
  adds?: string;
  /** Only so much of it counts: `of` of the `per` days of a month. */
  part?: { of: number; per: number };
  /** What is to be read on it where a figure is no sum: whole minutes, an amount. */
  says?: string;
}

/** `count` is the number of its sources. */
export interface Count {
  count: number;
  sources: Source[];
}

/** `total` is the sum of what its sources add; where parts of it count, rounded once. */
export interface Sum {
  total: Money;
  sources: Source[];
  /** Records that belong here and have no amount in the report's currency: counted and shown, not added. */
  without: Source[];
}

/** What the time so far comes to. */
export interface SumSoFar extends Sum {
  /** What it lacks of the time, and who owes it. */
  incomplete?: string;
}

/** `of` divided by `per`, as decimal text with four places: 0.2500 is 25 %. It can be more than 1. */
export interface Rate {
  of: number;
  per: number;
  rate: string;
}

/** Both ends as ISO instants; `from` is outside of the period, `to` inside, so that periods meet without a gap. */
export interface Period {
  from: string;
  to: string;
}

export type PeriodKey =
  | 'monthToDate'
  | 'yearToDate'
  | 'rolling30'
  | 'rolling90'
  | 'trailing12Months'
  | 'sinceLastMeeting';

/** A text on a record that is read when the report is rendered: the value that this property got at this time. */
export interface TextRef {
  object: string;
  id: string;
  property: string;
  /** ISO instant. */
  at: string;
}

/** What was last done on a record: a call, an e-mail … */
export interface Action {
  /** HubSpot's name of the object, e.g. `call`. */
  object: string;
  id: string;
  /** ISO instant. */
  at: string;
}
