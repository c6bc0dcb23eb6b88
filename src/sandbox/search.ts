/** HubSpot's search over one kind of object (reference `hubspot.md` §4.6). Archived records are never found. */
import type { ObjectType } from './catalog/object-types.ts';
import { associationsOf } from './links.ts';
import { findObjectType } from './catalog/object-types.ts';
import type { Portal } from './portal.ts';
import { validationProblem } from './problems.ts';
import type { CrmRecord } from './records.ts';
import { shownValue } from './render.ts';

export interface Filter {
  propertyName: string;
  operator: Operator;
  value?: string | undefined;
  highValue?: string | undefined;
  values?: string[] | undefined;
}

export const operators = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type Operator = (typeof operators)[number];

export interface Sort {
  propertyName: string;
  descending: boolean;
}

export interface SearchQuery {
  /** Any group, all filters of it. None: everything. */
  groups: Filter[][];
  /** Words that all begin a word of the record's default properties. */
  words: string[];
  sort: Sort | undefined;
}

const ASSOCIATIONS = 'associations.';

/** All matches, sorted; by id without a sort. Throws for a property that the object does not have. */
export function search(portal: Portal, type: ObjectType, { groups, words, sort }: SearchQuery): CrmRecord[] {
  for (const { propertyName } of groups.flat()) refuseUnknown(portal, type, propertyName);
  if (sort) refuseUnknown(portal, type, sort.propertyName);
  const found = indexed(portal, type)
    .filter(
      (record) => groups.length === 0 || groups.some((all) => all.every((each) => matches(portal, type, record, each))),
    )
    .filter((record) => words.every((word) => tokensOf(type, record).some((token) => token.startsWith(word))));
  if (!sort) return found;
  const direction = sort.descending ? -1 : 1;
  const value = (record: CrmRecord) => shownValue(type, record, sort.propertyName) ?? '';
  return found.sort((a, b) => direction * compare(value(a), value(b)));
}

/** The index lags behind the records, which are read at once (reference §4.6). */
function indexed({ records, clock, lag }: Portal, type: ObjectType): CrmRecord[] {
  return lag.search === 0 ? records.list(type.plural) : records.listAt(type.plural, clock.now() - lag.search * 1_000);
}

function matches(portal: Portal, type: ObjectType, record: CrmRecord, filter: Filter): boolean {
  const values = valuesOf(portal, type, record, filter.propertyName);
  const anyOf = (test: (value: string) => boolean) => values.some(test);
  const wanted = comparable(filter.value ?? '');
  switch (filter.operator) {
    case 'EQ':
      return anyOf((value) => value === wanted);
    case 'NEQ':
      return values.length > 0 && !anyOf((value) => value === wanted);
    case 'LT':
      return anyOf((value) => compare(value, wanted) < 0);
    case 'LTE':
      return anyOf((value) => compare(value, wanted) <= 0);
    case 'GT':
      return anyOf((value) => compare(value, wanted) > 0);
    case 'GTE':
      return anyOf((value) => compare(value, wanted) >= 0);
    case 'BETWEEN':
      return anyOf((value) => compare(value, wanted) >= 0 && compare(value, comparable(filter.highValue ?? '')) <= 0);
    case 'IN':
      return anyOf((value) => listed(portal, type, filter, value));
    case 'NOT_IN':
      return values.length > 0 && !anyOf((value) => listed(portal, type, filter, value));
    case 'HAS_PROPERTY':
      return values.length > 0;
    case 'NOT_HAS_PROPERTY':
      return values.length === 0;
    case 'CONTAINS_TOKEN':
      return anyOf((value) => containsToken(value, wanted));
    case 'NOT_CONTAINS_TOKEN':
      return !anyOf((value) => containsToken(value, wanted));
  }
}

/** Strings are found only by a list in lower case, which HubSpot asks for; options as they are. */
function listed(portal: Portal, type: ObjectType, { propertyName, values = [] }: Filter, value: string): boolean {
  const isText = portal.properties.find(type.plural, propertyName)?.type === 'string';
  return values.includes(isText ? value.toLowerCase() : value);
}

/** One value of a property, or the ids behind the pseudo-property `associations.<object>`. */
function valuesOf(portal: Portal, type: ObjectType, record: CrmRecord, property: string): string[] {
  if (property.startsWith(ASSOCIATIONS)) {
    const toType = findObjectType(property.slice(ASSOCIATIONS.length)).plural;
    return associationsOf(portal, { type: record.type, id: record.id }, toType).map(({ to }) => to.id);
  }
  const value = shownValue(type, record, property) ?? '';
  return value === '' ? [] : [comparable(value)];
}

/** Times are compared as milliseconds: requests carry them so. */
function comparable(value: string): string {
  return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) ? String(Date.parse(value)) : value;
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `*` stands for any letters, at the beginning or the end of the token. */
function containsToken(value: string, wanted: string): boolean {
  const word = wanted.toLowerCase().replaceAll('*', '');
  return value
    .toLowerCase()
    .split(/[\s@.,;]+/)
    .concat(value.toLowerCase())
    .some((token) => {
      if (wanted.startsWith('*') && wanted.endsWith('*')) return token.includes(word);
      if (wanted.startsWith('*')) return token.endsWith(word);
      return wanted.endsWith('*') ? token.startsWith(word) : token === word;
    });
}

function tokensOf(type: ObjectType, record: CrmRecord): string[] {
  return type.shown.flatMap((name) => (shownValue(type, record, name) ?? '').toLowerCase().split(/[\s@.,;]+/));
}

function refuseUnknown(portal: Portal, type: ObjectType, property: string): void {
  if (property.startsWith(ASSOCIATIONS) || portal.properties.find(type.plural, property)) return;
  throw validationProblem(`Property "${property}" does not exist`, {
    errors: [{ message: `Property "${property}" does not exist`, code: 'PROPERTY_DOESNT_EXIST' }],
  });
}
