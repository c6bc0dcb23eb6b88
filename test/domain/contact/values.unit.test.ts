import { describe, expect, it } from 'vitest';
import { normalValue, timeOf } from '../../../src/domain/contact/values.ts';
import type { PropertyType } from '../../../src/domain/policy/types.ts';

describe('a value as webhook and reading tell it', () => {
  it.each<[PropertyType, string, string, string]>([
    ['datetime', '1795186800000', '2026-11-20T15:00:00Z', '2026-11-20T15:00:00.000Z'],
    ['datetime', '1795186800123', '2026-11-20T15:00:00.123Z', '2026-11-20T15:00:00.123Z'],
    ['date', '1795132800000', '2026-11-20', '2026-11-20'],
    ['date', '1795132800000', '2026-11-20T00:00:00Z', '2026-11-20'],
  ])('[R-03] is the same for a %s', (type, told, read, normal) => {
    expect(normalValue(type, told)).toBe(normal);
    expect(normalValue(type, read)).toBe(normal);
    expect(normalValue(type, normal)).toBe(normal);
  });

  it.each<[PropertyType | undefined, string]>([
    ['number', '1795186800000'],
    ['text', '1795186800000'],
    ['choice', '2026-11-20T15:00:00Z'],
    [undefined, '1795186800000'],
    ['datetime', ''],
    ['datetime', 'soon'],
    ['date', '99999999999999999999'],
  ])('[R-03] of a %s stays as it is: %s', (type, value) => {
    expect(normalValue(type, value)).toBe(value);
  });
});

it('a time is milliseconds or ISO, and nothing else is one', () => {
  expect(timeOf('1795186800000')).toBe(1_795_186_800_000);
  expect(timeOf('2026-11-20T15:00:00Z')).toBe(1_795_186_800_000);
  for (const value of [undefined, '', 'soon', '99999999999999999999']) expect(timeOf(value)).toBeUndefined();
});
