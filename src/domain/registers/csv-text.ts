/** CSV as spreadsheets read it (RFC 4180), and no cell of it is taken for a formula. */

/** A spreadsheet calculates what begins so, and a calculation can send data away; also the wide forms of East Asian keyboards. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
/** Begins with a minus and may: it can only be what it says. */
const NEGATIVE = /^-\d+(\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** Lines end with CR LF, the last one too. Text that a spreadsheet would calculate gets an apostrophe in front, which it hides. */
export function csvText(rows: (string | number)[][]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number): string {
  const text = isFormula(String(value)) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A cell as it was before `csvText` made it safe. */
export function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

function isFormula(text: string): boolean {
  return FORMULA.test(text) && !NEGATIVE.test(text);
}
