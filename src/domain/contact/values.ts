/** The same value in the same words, whether a webhook tells of it or it was read. */
import type { PropertyType } from '../policy/types.ts';

/**
 * HubSpot tells times in webhooks as milliseconds since 1970 and answers readings with ISO-8601: a date-time becomes ISO with
 * milliseconds in UTC, a date `YYYY-MM-DD`. Everything else, and what is no time, stays as it came.
 * @param type of the property's row in the policy; undefined for a property without one
 */
export function normalValue(type: PropertyType | undefined, value: string): string {
  if (type !== 'datetime' && type !== 'date') return value;
  const time = timeOf(value);
  if (time === undefined) return value;
  const iso = new Date(time).toISOString();
  return type === 'datetime' ? iso : iso.slice(0, 10);
}

/** Milliseconds since 1970 of a time as HubSpot writes it, in either way; undefined for what is none. */
export function timeOf(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const time = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(new Date(time).getTime()) ? undefined : time;
}
