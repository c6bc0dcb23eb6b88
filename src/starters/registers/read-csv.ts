/** The text of a CSV file → its lines with their numbers. */
import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Line } from '../../domain/registers/problem.ts';

/** No list that people keep has so many. The parser takes its time with each, also with those that hold separators only. */
const MAX_LINES = 20_000;
/** Of one row; a quote that is never closed runs into it. */
const MAX_ROW_CHARS = 100_000;
const SEPARATORS = [',', ';', '\t'];

/** A file that is no CSV, or too long; the words are for the person who brought it. */
export class CsvRefused extends Error {
  override readonly name = 'CsvRefused';
}

/**
 * The separator is the one that the first line has most of. Lines without content are left out.
 * @throws CsvRefused where quotes do not fit, and for a file that is too long
 */
export function readCsv(text: string): Line[] {
  // The parser counts CR LF inside quotes as two lines.
  const normal = text.replaceAll(/\r\n?/g, '\n');
  refuseLong(normal);
  const lines: Line[] = [];
  let lastLine = 0;
  const keep = (cells: string[], { lines: end }: Info) => {
    lastLine = end;
    const inside = cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
    if (cells.some((cell) => cell.trim() !== '')) lines.push({ line: end - inside, cells });
    // Kept here with its line; the parser need not keep it too.
    return null;
  };
  try {
    parse(normal, {
      delimiter: separatorOf(normal),
      relax_column_count: true,
      max_record_size: MAX_ROW_CHARS,
      on_record: (record: string[], info) => keep(record, info),
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CsvRefused(`line ${lastLine + 1}: ${WORDS[error.code] ?? 'is no CSV'}.`, { cause: error.code });
  }
  return lines;
}

function refuseLong(text: string): void {
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    if (line > MAX_LINES) {
      throw new CsvRefused(`The file has more than ${MAX_LINES} lines; delete the empty ones below the list.`);
    }
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end + 1;
    if (next - start > MAX_ROW_CHARS) throw new CsvRefused(`line ${line}: ${TOO_LONG}.`);
    start = next;
  }
}

const TOO_LONG = `is longer than ${MAX_ROW_CHARS} characters; is a quote not closed?`;

const WORDS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a value; put the whole value in quotes and write its quotes twice',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind the closing quote; a quote inside a value is written twice',
  CSV_MAX_RECORD_SIZE: TOO_LONG,
};

function separatorOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  const count = (separator: string) => header.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}
