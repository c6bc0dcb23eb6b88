/** Which clauses of the two documents decided in the story, counted from the journal. */
import type { RecordedDecision } from '../../journal/journal.ts';
import { textTable, type Row } from './table.ts';

/** The default policy holds both documents' rules; the letter of a clause's id tells whose it is (docs/requirements.md). */
const DOCUMENTS = [
  { name: "Health Prime's sales SOP", letters: 'CKLDB' },
  { name: "HealthPay24's growth team", letters: 'TS' },
];

interface AtWork {
  name: string;
  decisions: number;
  /** Ids of clauses, sorted. */
  clauses: string[];
}

export function rulesAtWork(decisions: RecordedDecision[]): AtWork[] {
  return DOCUMENTS.map(({ name, letters }) => {
    const ids = decisions.map(({ clause }) => clause.slice(0, 4)).filter((id) => letters.includes(id.charAt(0)));
    return { name, decisions: ids.length, clauses: [...new Set(ids)].toSorted() };
  });
}

export function rulesTable(decisions: RecordedDecision[]): string {
  const rows = rulesAtWork(decisions).map(({ name, decisions: count, clauses }): Row => ({
    cells: [name, String(count)],
    why: clauses.join(' '),
  }));
  return textTable(['Rules of', 'Decisions'], rows, [1]);
}
