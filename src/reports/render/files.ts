/** The report for spreadsheets and programs: one CSV file for each table, or JSON. */
import { csvText } from '../../domain/registers/csv-text.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import type { NumberCell, Places, ReportDocument } from './document.ts';
import { type DrillList, type DrillLists, isFromNumbers } from './drill-lists.ts';
import type { Names } from './names.ts';

export interface ReportFile {
  name: string;
  text: string;
}

/** Numbers without thousands' separators and signs; what stands behind them is in `records.csv`. */
export function reportCsv(document: ReportDocument, { lists }: DrillLists, names: Names, places: Places): ReportFile[] {
  const tables = document.sections.flatMap((section) => section.tables);
  const files = tables.map(({ key, columns, rows, empty }) => ({
    name: `${key}.csv`,
    text: csvText([
      columns,
      // Nothing is left out silently: why there is no row stands where the first would.
      ...(rows.length === 0 && empty !== '' ? [columns.map((_, index) => (index === 0 ? empty : ''))] : []),
      ...rows.map((row) => row.map(({ value, text }) => value ?? text)),
    ]),
  }));
  const about = [['Title', document.title], ...document.facts.map(({ label, text }) => [label, text])];
  const changed = document.changed.map((path) => ['Differs from the version before', path]);
  const report = { name: 'report.csv', text: csvText([['Fact', 'Value'], ...about, ...changed]) };
  const records = {
    name: 'records.csv',
    text: csvText([RECORD_COLUMNS, ...lists.flatMap((list) => recordRows(list, names, places))]),
  };
  return [report, ...files, records];
}

const RECORD_COLUMNS = [
  'Table',
  'Row',
  'Column',
  'Input',
  'Figure',
  'Figure id',
  'Object',
  'Id',
  'Name',
  'Decision',
  'Adds',
  'Part',
  'Says',
  'HubSpot',
  'Workflow',
  'Register',
];

/** A line for each record; of a computed number a line for each of its inputs, an object `figure` with the id of its own lines. */
function recordRows({ id, table, row, column, input, cell, inputs }: DrillList, names: Names, places: Places) {
  const place = [table, row, column, input, cell.value, id];
  if (isFromNumbers(cell.drill)) {
    return inputs.map((one) => [...place, 'figure', one.id, one.label, '', '', '', one.cell.value, '', '', '']);
  }
  const { sources, without } = cell.drill;
  return [...sources, ...without].map((source) => [
    ...place,
    source.object,
    source.id,
    names.record(source.object, source.id),
    source.seq ?? '',
    source.adds ?? '',
    source.part === undefined ? '' : `${source.part.of} of ${source.part.per} days`,
    source.says ?? '',
    places.record(source) ?? '',
    places.workflow(source) ?? '',
    names.origin(source.object, source.id) ?? '',
  ]);
}

/** The frozen figures as they are, beside them what people read, and by the id of each number what it opens. */
export function reportJson(frozen: FrozenReport, document: ReportDocument, { lists, idOf }: DrillLists): string {
  const { version, changed, body } = frozen;
  const report: unknown = JSON.parse(body);
  const drills = Object.fromEntries(
    lists.map(({ id, title, cell: { drill, text, value }, inputs }) => [
      id,
      {
        title,
        text,
        value,
        ...(isFromNumbers(drill)
          ? { by: drill.by, inputs: inputs.map(({ label, id: of }) => ({ label, drill: of })) }
          : drill),
      },
    ]),
  );
  const withIds = (_: string, value: unknown) => (isNumber(value) ? { ...value, drill: idOf(value) } : value);
  const words: unknown = JSON.parse(JSON.stringify(document, withIds));
  return `${JSON.stringify({ version, changed, report, document: words, drills }, null, 2)}\n`;
}

function isNumber(value: unknown): value is NumberCell {
  return typeof value === 'object' && value !== null && 'is' in value && value.is === 'number';
}
