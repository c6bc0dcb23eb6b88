/** The report for spreadsheets and programs: one CSV file for each table, or JSON. */
import { csvText } from '../../domain/registers/csv-text.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import { behind, type Places, type ReportDocument } from './document.ts';
import type { Names } from './names.ts';

export interface ReportFile {
  name: string;
  text: string;
}

/** Numbers without thousands' separators and signs; what stands behind them is in `records.csv`. */
export function reportCsv(document: ReportDocument, names: Names, places: Places): ReportFile[] {
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
  const records = { name: 'records.csv', text: csvText([RECORD_COLUMNS, ...recordRows(document, names, places)]) };
  return [report, ...files, records];
}

const RECORD_COLUMNS = [
  'Table',
  'Row',
  'Column',
  'Figure',
  'Object',
  'Id',
  'Name',
  'Decision',
  'Adds',
  'HubSpot',
  'Workflow',
];

function recordRows({ sections }: ReportDocument, names: Names, places: Places): (string | number)[][] {
  return sections
    .flatMap(({ tables }) => tables)
    .flatMap(({ key, rows, columns }) =>
      rows.flatMap((row, index) =>
        row.flatMap((cell, column) =>
          behind(cell).map((source) => [
            key,
            index + 1,
            columns[column] ?? '',
            cell.value ?? cell.text,
            source.object,
            source.id,
            names.record(source.object, source.id),
            source.seq ?? '',
            source.adds ?? '',
            places.record(source) ?? '',
            places.workflow(source) ?? '',
          ]),
        ),
      ),
    );
}

/** The frozen figures as they are, and beside them what people read. */
export function reportJson(frozen: FrozenReport, document: ReportDocument): string {
  const { version, changed, body } = frozen;
  const report: unknown = JSON.parse(body);
  return `${JSON.stringify({ version, changed, report, document }, null, 2)}\n`;
}
