/** D-10: what the owner of a deal reads that was let past its gate with blanks. The note itself is sop-table.ts. */
import { criterionById, escapeHtml } from '../words.ts';
import type { DutyWords } from './words.ts';

export const sopNoteWords: DutyWords = {
  tasks: {
    sopBlanks: (policy, { missing }) => {
      const blanks = Array.isArray(missing) ? missing.map((id) => criterionById(policy, id)) : [];
      const tag = policy.sopNote?.tag ?? '';
      return {
        subject: `Fill in what ${tag} still lacks`,
        body: `<p>The ${escapeHtml(tag)} note of this deal is written by itself as soon as these are filled in, too:</p><ul>${blanks.map((it) => `<li>${escapeHtml(it)}</li>`).join('')}</ul>`,
      };
    },
  },
};
