/** What is wrong with a policy, in words that lead whoever edits it to the row. */
import type { z } from 'zod';

/** The two commonest slips of whoever edits a policy; undefined leaves the others to the schema's own words. */
export function inWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'unrecognized_keys') return `there is no such key: ${issue.keys.join(', ')}`;
  return undefined;
}

const NAMES_OF_ROWS = ['name', 'key', 'role', 'property', 'value'];

/** `properties.3.type` → `properties.3 (hp_products).type`: a person looks for the name, not the number. */
export function rowName(input: unknown, path: PropertyKey[]): string {
  const words: string[] = [];
  let here = input;
  for (const step of path) {
    const row = fieldOf(here, step);
    const name = NAMES_OF_ROWS.map((key) => fieldOf(row, key)).find((value) => typeof value === 'string');
    words.push(typeof step === 'number' && typeof name === 'string' ? `${step} (${name})` : String(step));
    here = row;
  }
  return words.join('.') || 'policy';
}

function fieldOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
