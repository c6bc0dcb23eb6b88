/** What a column of a register can hold, and how a row of it is typed (G-10). */
import type { Clause } from '../policy/types.ts';

/** What the value is in a row, by the type of its column. */
interface ValueTypes {
  /** One line. */
  text: string;
  /** Several lines. */
  longText: string;
  /** A short name for machines: small letters, digits, `_` and `-`. */
  key: string;
  /** A whole number from 0. */
  count: number;
  /** Exact decimal text with the currency's decimals, e.g. `1234.50`; never negative. The row's `currency` says of what. */
  amount: string;
  /** ISO 4217 code; one of the policy's. */
  currency: string;
  /** `YYYY-MM-DD`, a day of the calendar without zone. */
  date: string;
  /** `YYYY-MM`. */
  month: string;
  /** One of the column's own values. */
  choice: string;
  /** E-mail address of one of the policy's staff, in small letters. */
  staff: string;
  /** HubSpot's id of a company. */
  company: string;
  /** A value of the policy's property that holds a contact's source. */
  source: string;
  /** A value of the policy's approved solutions. */
  solution: string;
  /** Address of a web page. */
  url: string;
}

export type ColumnType = keyof ValueTypes;

export interface Column {
  type: ColumnType;
  /** `key`: together with the other keys it names the row, no two rows have the same; never a person, as keys go into ids. `optionalKey`: may be empty. */
  fill: 'key' | 'optionalKey' | 'required' | 'optional';
  /** What a person writes here. */
  help: string;
  /** Of a `choice`. */
  values?: readonly string[];
  /** A value for the template; absent: the policy has one. */
  example?: string;
}

export interface RegisterTable {
  title: string;
  /** In the order of the file; the name is the header of the file and the name in a row. */
  columns: Readonly<Record<string, Column>>;
  /** The second day is not before the first, in each row that has both. */
  order?: readonly [from: string, to: string];
  clause: Clause;
}

type Columns = RegisterTable['columns'];
type OptionalNames<C extends Columns> = {
  [N in keyof C]: C[N]['fill'] extends 'optional' | 'optionalKey' ? N : never;
}[keyof C];

type ValueOf<C extends Column> = C['values'] extends readonly (infer V)[] ? V : ValueTypes[C['type']];

/** A row of a register with these columns; what was left empty in an optional column is absent. */
export type RowOf<C extends Columns> = {
  -readonly [N in Exclude<keyof C, OptionalNames<C>>]: ValueOf<C[N]>;
} & {
  -readonly [N in OptionalNames<C>]?: ValueOf<C[N]>;
};
