/** The closing tables, as text. */
import type { Stack } from '../stack.ts';
import { wrapped } from './text.ts';

export interface Row {
  cells: string[];
  /** A whole sentence, told in full below the row; absent: none. */
  why?: string;
}

const INDENT = '    ';

/** Where a record's workflow is to be seen in the Temporal UI. */
export function workflowLink({ urls, temporal }: Stack, workflowId: string): string {
  return `${urls.temporalUi}/namespaces/${temporal.namespace}/workflows/${workflowId}`;
}

/** @param numeric indices of the columns that are set to the right */
export function textTable(head: string[], rows: Row[], numeric: number[] = []): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const body = rows.flatMap(({ cells, why }) => [line(cells), ...(why === undefined ? [] : wrapped(why, INDENT))]);
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body].join('\n');
}
