/** What stands twice in a policy. */

export function duplicates(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** Rows whose label a row before has too. People and the portal's set-up tell labels apart by neither case nor spaces around. */
export function sameLabels<Row extends { label: string }>(
  rows: Row[],
  labelOf: (row: Row) => string = ({ label }) => label,
): Row[] {
  const labels = rows.map((row) => labelOf(row).trim().toLowerCase());
  return rows.filter((_, index) => labels.indexOf(labels[index] ?? '') !== index);
}
