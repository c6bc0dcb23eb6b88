/**
 * What stands in one cell of a register's file → the value in the row. Words of a refusal say what to write and never what
 * was written: a cell in the wrong column may hold a name or an address.
 */
import type { Policy, PropertyOption } from '../policy/types.ts';
import { type Read, readAmount, readCount } from './amount.ts';
import type { Column } from './columns.ts';

export const MAX_TEXT = 200;
export const MAX_LONG_TEXT = 2000;

/**
 * Reads a filled cell.
 * @param text without spaces around
 * @param decimals of the row's currency; undefined if the row names none that is known
 */
export function readValue(
  policy: Policy,
  column: Column,
  text: string,
  decimals: number | undefined,
): Read<string | number> {
  switch (column.type) {
    case 'text':
      return readText(text, MAX_TEXT, /[\p{Cc}\u2028\u2029]/u);
    case 'longText':
      return readText(text, MAX_LONG_TEXT, /[^\P{Cc}\n\t]/u);
    case 'key':
      return matching(text.toLowerCase(), /^[a-z0-9_-]{1,60}$/, 'write small letters, digits, _ and - only');
    case 'count':
      return readCount(text);
    case 'amount':
      return readAmount(text, decimals);
    case 'currency':
      return oneOf(
        text.toUpperCase(),
        (policy.registers?.currencies ?? []).map(({ code }) => code),
      );
    case 'date':
      return isDate(text) ? { value: text } : { problem: 'is no date; write year-month-day, e.g. 2026-11-30' };
    case 'month':
      return matching(text, /^20\d\d-(0[1-9]|1[0-2])$/, 'is no month; write year-month, e.g. 2026-11');
    case 'choice':
      return oneOf(text.toLowerCase(), [...(column.values ?? [])]);
    case 'staff':
      return readStaff(policy, text);
    case 'company':
      return matching(text, /^[1-9]\d{0,19}$/, "is no id of a company; write all digits of HubSpot's id");
    case 'source':
      return readOption(text, sourceOptions(policy));
    case 'solution':
      return readOption(text, solutionOptions(policy));
    case 'url':
      return /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text) && text.length <= MAX_LONG_TEXT
        ? { value: text }
        : { problem: 'is no address of a web page; write it with https://' };
  }
}

/** Sources of leads, as the policy's property has them. */
export function sourceOptions(policy: Policy): PropertyOption[] {
  return optionsOf(policy, 'contact', policy.registers?.sourceProperty);
}

/** Solutions that the policy allows to be sold. */
export function solutionOptions(policy: Policy): PropertyOption[] {
  const approved = policy.registers?.solutions ?? [];
  return optionsOf(policy, 'deal', policy.registers?.solutionProperty).filter(({ value }) => approved.includes(value));
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`, of this century. */
export function isDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function readText(text: string, longest: number, forbidden: RegExp): Read<string> {
  if (forbidden.test(text)) return { problem: 'holds a line break or another character that cannot be shown' };
  if (text.includes('\uFFFD')) return { problem: 'holds a character that was lost when the file was saved' };
  if (text.length > longest) return { problem: `is too long: ${text.length} characters, at most ${longest}` };
  // What is written here is shown in a report that many read and nobody can take back.
  if (/[^\s@]@[^\s@]+\.[^\s@]/.test(text)) return { problem: 'holds an e-mail address; write nothing personal here' };
  return { value: text };
}

function readStaff({ staff }: Policy, text: string): Read<string> {
  const email = text.toLowerCase();
  return staff.some(({ emails }) => emails.some((one) => one.toLowerCase() === email))
    ? { value: email }
    : { problem: 'is none of the staff; write the e-mail address of one (npm run sop -- explain staff)' };
}

/** People write the label, machines the value. */
function readOption(text: string, options: PropertyOption[]): Read<string> {
  const wanted = text.toLowerCase();
  const found = options.find(({ value, label }) => [value.toLowerCase(), label.toLowerCase()].includes(wanted));
  return found === undefined
    ? oneOf(
        text,
        options.map(({ value }) => value),
      )
    : { value: found.value };
}

function oneOf(text: string, values: string[]): Read<string> {
  return values.includes(text) ? { value: text } : { problem: `must be one of ${values.join(', ')}` };
}

function matching(text: string, form: RegExp, words: string): Read<string> {
  return form.test(text) ? { value: text } : { problem: words };
}

function optionsOf(policy: Policy, object: 'contact' | 'deal', property: string | undefined): PropertyOption[] {
  return policy.properties.find((row) => row.object === object && row.name === property)?.options ?? [];
}
