/**
 * Mail templates: `<name>.html` and `<name>.txt` in a folder that marketing edits. The text part begins with a line
 * `Subject: …`. A field is written `{{firstName}}`.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { escapeHtml } from '../domain/words.ts';

const FIELDS = ['firstName', 'company', 'postalAddress', 'ownerName', 'link', 'unsubscribeLink', 'expires'] as const;
export type Fields = Record<(typeof FIELDS)[number], string>;

/** Without these a mail could not do what it is for, or would be against the law. */
const REQUIRED = ['company', 'postalAddress', 'link', 'unsubscribeLink'] as const satisfies (keyof Fields)[];

export interface MailText {
  subject: string;
  text: string;
  html: string;
}

/** Fills in the fields; in the HTML part they are escaped. */
export type Template = (fields: Fields) => MailText;

/** A template that cannot be used; the message names file and field. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}

/** The project's folder, from `src/mail` as from `dist/mail`. */
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @param folder from the project's folder, or absolute
 * @throws TemplateError for a file that is not there, an unknown field, a required one that is missing, no subject
 */
export function loadTemplate(folder: string, name: string): Template {
  const html = readPart(folder, `${name}.html`);
  const file = `${name}.txt`;
  const [, subject = '', text = ''] = /^Subject: (.+)\r?\n\r?\n([\s\S]+)$/.exec(readPart(folder, file)) ?? [];
  if (text === '') throw new TemplateError(`${file} begins with no line "Subject: …" and an empty line after it`);
  return (fields) => ({
    subject: fill(subject, fields, (value) => value),
    text: fill(text, fields, (value) => value),
    html: fill(html, fields, escapeHtml),
  });
}

/** One pass, so that a value that looks like a field stays what it is. */
function fill(text: string, fields: Fields, write: (value: string) => string): string {
  const values = new Map<string, string>(Object.entries(fields));
  return text.replaceAll(FIELD, (_, name: string) => write(values.get(name) ?? ''));
}

const FIELD = /\{\{\s*([^{}]*?)\s*\}\}/g;

function readPart(folder: string, file: string): string {
  const path = resolve(PROJECT, folder, file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new TemplateError(`${file} is not in the folder of templates "${folder}"`);
  }
  const used = [...text.matchAll(FIELD)].map(([, name = '']) => name);
  const known = new Set<string>(FIELDS);
  const unknown = used.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new TemplateError(`${file}: there is no field {{${unknown}}}; there are ${FIELDS.join(', ')}`);
  }
  const missing = REQUIRED.find((name) => !used.includes(name));
  if (missing !== undefined) throw new TemplateError(`${file}: the field {{${missing}}} is missing`);
  return text;
}
