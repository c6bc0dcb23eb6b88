/** The closing tables, as text. */
import type { Stack } from '../stack.ts';

export interface Row {
  /** The last one says why, in a whole sentence. */
  cells: string[];
  /** `''`: none. */
  link: string;
}

/** The whole sentence is what `sop why` prints; a table wants to fit. */
const WHY_WIDTH = 90;

/** The workflow in the Temporal UI. */
export function workflowLink({ urls, temporal }: Stack, workflowId: string): string {
  return `${urls.temporalUi}/namespaces/${temporal.namespace}/workflows/${workflowId}`;
}

export function textTable(head: string[], rows: Row[]): string {
  const body = rows.map(({ cells, link }) => [...cells.map(shortened), ...(link === '' ? [] : [link])]);
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)].join('\n');
}

function shortened(sentence: string): string {
  return sentence.length <= WHY_WIDTH ? sentence : `${sentence.slice(0, WHY_WIDTH - 1)}…`;
}
