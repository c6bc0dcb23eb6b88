/** All that the numbers of a document open, each under the id at which page and files have it (G-01). */
import type { NumberCell, ReportDocument } from './document.ts';
import type { Drill, FromNumbers } from './drill.ts';

export interface DrillList {
  /** Address on the page, the same in each rendering of a version. */
  id: string;
  table: string;
  /** From 1, as in a spreadsheet without its header. */
  row: number;
  column: string;
  /** Of a number that stands in no table: what it is for the ones before it. */
  input: string;
  /** In words: table, row, column, input. */
  title: string;
  cell: NumberCell;
  /** What it was computed from, if from numbers. */
  inputs: { label: string; cell: NumberCell; id: string }[];
}

export interface DrillLists {
  lists: DrillList[];
  /** Of every number cell. */
  idOf(cell: NumberCell): string;
}

export function drillLists({ sections }: ReportDocument): DrillLists {
  const ids = new Map<NumberCell, string>();
  const lists: DrillList[] = [];
  const places = sections
    .flatMap(({ tables }) => tables)
    .flatMap(({ key, title, columns, rows }) =>
      rows.flatMap((cells, at) =>
        cells.flatMap((cell, index) => {
          if (cell.is !== 'number') return [];
          const column = columns[index] ?? '';
          const words = [title, ...cells.slice(0, 2).flatMap((one) => (one.is === 'number' ? [] : [one.text])), column];
          ids.set(cell, `r-${key}-${at}-${index}`);
          return [{ table: key, row: at + 1, column, title: words.filter(Boolean).join(', '), cell }];
        }),
      ),
    );

  function add(cell: NumberCell, place: Pick<DrillList, 'table' | 'row' | 'column' | 'input' | 'title'>): void {
    const id = ids.get(cell) ?? '';
    const inputs = isFromNumbers(cell.drill) ? cell.drill.inputs : [];
    const own = inputs.filter((one) => !ids.has(one.cell));
    for (const [index, one] of own.entries()) ids.set(one.cell, `${id}-${index + 1}`);
    lists.push({
      id,
      ...place,
      cell,
      inputs: inputs.map((one) => ({ ...one, id: ids.get(one.cell) ?? '' })),
    });
    for (const one of own) {
      const input = [place.input, one.label].filter(Boolean).join(': ');
      add(one.cell, { ...place, input, title: `${place.title}: ${one.label}` });
    }
  }

  for (const { cell, ...place } of places) add(cell, { ...place, input: '' });
  return { lists, idOf: (cell) => ids.get(cell) ?? '' };
}

export function isFromNumbers(drill: Drill): drill is FromNumbers {
  return 'inputs' in drill;
}
