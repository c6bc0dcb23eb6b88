/** What the notes on a contact say, and the pieces that tasks share with them: HTML, of which no word comes from a record. */
import type { Detail, NoteAbout } from './contact/commands.ts';
import { lifecycleLabel, missingWords, orList } from './contact-words.ts';
import type { Policy } from './policy/types.ts';
import { escapeHtml } from './words.ts';

/** C-20, C-07: `from` is where others put the contact for a put-back, where it came from for a warning; `to` where it is now. */
export function contactNote(policy: Policy, about: NoteAbout, detail: Detail): string {
  const [from, to] = [textOf(detail, 'from'), textOf(detail, 'to')];
  const missing = missingWords(policy, listOf(detail, 'missing'));
  const why =
    missing.length > 0
      ? `because this is missing:</p>${bulletsHtml(missing)}`
      : `because the sales process does not lead there.${waysFrom(policy, about === 'putBack' ? to : from)}</p>`;
  if (about === 'warned') {
    return `<p>This contact was moved from ${stage(policy, from)} to ${stage(policy, to)} although it should not be there, ${why}`;
  }
  const where = from === '' ? 'stood in no stage of the sales process' : `was moved to ${stage(policy, from)}`;
  return `<p>This contact ${where} and is back in ${stage(policy, to)}, ${why}`;
}

function waysFrom(policy: Policy, key: string): string {
  const { contacts } = policy;
  const row = contacts?.lifecycle.stages.find((one) => one.key === key);
  if (row === undefined || contacts === undefined) return '';
  if (key === 'customer') {
    const beside = orList([lifecycleLabel(policy, 'excluded'), lifecycleLabel(policy, 'additional')]);
    return ` While a won deal holds it in ${strong(row.label)}, people move it to ${escapeHtml(beside)} only.`;
  }
  const labels = contacts.lifecycle.stages.filter((one) => row.byHand.includes(one.key)).map(({ label }) => label);
  return ` From ${strong(row.label)} people move it to ${escapeHtml(orList(labels))}.`;
}

const strong = (words: string): string => `<strong>${escapeHtml(words)}</strong>`;
const stage = (policy: Policy, key: string): string => strong(lifecycleLabel(policy, key));

export function bulletsHtml(items: string[]): string {
  return `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
}

/** A fact as text, not escaped; `''` where there is none. */
export function textOf(detail: Detail, key: string): string {
  const value = detail[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function listOf(detail: Detail, key: string): string[] {
  const value = detail[key];
  return Array.isArray(value) ? value : [];
}
