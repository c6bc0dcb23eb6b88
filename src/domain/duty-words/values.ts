/** Values of HubSpot records as people write them: labels instead of values, names instead of ids, money and dates in the policy's manner. */
import { findProperty } from '../policy/lookup.ts';
import type { ObjectName, Policy, PropertyRow } from '../policy/types.ts';

/** A record's values as HubSpot holds them, by property name; what is empty may be absent. */
export type RawValues = Record<string, string | undefined>;

export interface ValueWords {
  label: string;
  /** Plain text; `–` for a blank. Several lines where somebody wrote several. */
  value: string;
}

/** Stands where nothing was filled in. */
export const BLANK = '–';

/** Letters of one value: a note or ticket holds 65,536, HTML included (reference/hubspot §6.3), and some thirty values. */
const MAX_LETTERS = 2_000;

/** @param nameOf of an owner's id; without a name the id stands */
export function valueWords(
  policy: Policy,
  object: ObjectName,
  property: string,
  values: RawValues,
  nameOf: (ownerId: string) => string | undefined,
): ValueWords {
  const row = findProperty(policy, object, property);
  const label = row?.label ?? property;
  const raw = values[property]?.trim() ?? '';
  if (raw === '') return { label, value: BLANK };
  // HubSpot's own owner is a choice of its own making.
  if (property === 'hubspot_owner_id' || row?.type === 'owner') return { label, value: nameOf(raw) ?? raw };
  return { label, value: clipped(written(policy, object, property, row, raw)) };
}

function written(
  policy: Policy,
  object: ObjectName,
  property: string,
  row: PropertyRow | undefined,
  raw: string,
): string {
  switch (row?.type) {
    case 'yesNo':
      return raw === 'yes' ? 'Yes' : 'No';
    case 'choice':
      return optionLabel(row.options, raw);
    case 'choices':
      return raw
        .split(';')
        .map((one) => optionLabel(row.options, one))
        .join(', ');
    case 'number': {
      const isMoney = policy.formats.money.some((one) => one.object === object && one.property === property);
      return numberWords(policy, raw, isMoney);
    }
    case 'date':
      return dateWords(policy, raw);
    case 'datetime':
    case 'owner':
    case 'text':
    case 'longText':
    case undefined:
      return raw;
  }
}

function optionLabel(options: { value: string; label: string }[] | undefined, value: string): string {
  return options?.find((option) => option.value === value)?.label ?? value;
}

function numberWords({ formats: { locale, currency } }: Policy, raw: string, isMoney: boolean): string {
  const number = Number(raw);
  if (!Number.isFinite(number)) return raw;
  if (!isMoney) return new Intl.NumberFormat(locale).format(number);
  const style = { style: 'currency', currency } as const;
  return new Intl.NumberFormat(
    locale,
    Number.isInteger(number) ? { ...style, minimumFractionDigits: 0 } : style,
  ).format(number);
}

/** HubSpot's dates are days without a zone, `YYYY-MM-DD` or the midnight of the day in UTC. */
function dateWords({ formats: { locale } }: Policy, raw: string): string {
  const at = /^\d{5,}$/.test(raw) ? Number(raw) : Date.parse(raw);
  if (!Number.isFinite(at)) return raw;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

function clipped(text: string): string {
  return text.length <= MAX_LETTERS ? text : `${text.slice(0, MAX_LETTERS)}… (the rest stands in HubSpot)`;
}
