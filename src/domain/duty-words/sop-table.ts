/** The S&OP as people read it: deal and company side by side, in the SOP's words (D-08, D-09, D-10). */
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';
import { type RawValues, valueWords, type ValueWords } from './values.ts';

/** What is read of both records, and who the owners are. */
export interface SopFacts {
  deal: RawValues;
  company: RawValues;
  nameOf: (ownerId: string) => string | undefined;
}

/** Both columns, in the policy's order; empty under a policy without S&OP. */
export function sopColumns(policy: Policy, { deal, company, nameOf }: SopFacts) {
  const { sopNote } = policy;
  return {
    deal: (sopNote?.deal ?? []).map((name) => valueWords(policy, 'deal', name, deal, nameOf)),
    company: (sopNote?.company ?? []).map((name) => valueWords(policy, 'company', name, company, nameOf)),
  };
}

/** The body of the note, as HTML: its tag, by which people find it, and the table. */
export function sopNoteBody(policy: Policy, facts: SopFacts): string {
  return `<p><strong>${escapeHtml(policy.sopNote?.tag ?? '')}</strong></p>${sopTable(policy, facts)}`;
}

/** No attributes and no colours: HubSpot keeps of a note's HTML what its own editor can write. */
export function sopTable(policy: Policy, facts: SopFacts): string {
  const { deal, company } = sopColumns(policy, facts);
  const rows = Array.from({ length: Math.max(deal.length, company.length) }, (_, index) => {
    return `<tr>${cells(deal[index])}${cells(company[index])}</tr>`;
  });
  const head = '<tr><th>Deal</th><th></th><th>Company</th><th></th></tr>';
  return `<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function cells(words: ValueWords | undefined): string {
  if (words === undefined) return '<td></td><td></td>';
  return `<td>${escapeHtml(words.label)}</td><td><strong>${htmlLines(words.value)}</strong></td>`;
}

/** Plain text as HTML that keeps its lines. */
export function htmlLines(text: string): string {
  return escapeHtml(text).replaceAll(/\r?\n/g, '<br>');
}
