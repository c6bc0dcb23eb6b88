/**
 * The bodies of notes and tasks are HTML that anybody may have written. A few tags without attributes come through,
 * closed properly; everything else is text.
 */
import { raw, type html } from 'hono/html';

export type Html = ReturnType<typeof html>;

const KEPT = new Set('a p br ul ol li strong b em i u blockquote table caption thead tbody tr th td'.split(' '));
/** Their content is no text. */
const DROPPED = /<(script|style|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi;
/** Linear whatever comes: neither the name nor the attributes can be taken apart in two ways, or reach into the next tag. */
const TAG = /<(\/?)([a-z][a-z0-9]*)(?![a-z0-9])((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi;
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  '#39': "'",
};

/** Safe to put into a page, whatever comes in. */
export function richText(source: string): Html {
  const open: string[] = [];
  let out = '';
  let end = 0;
  const text = source.replaceAll(DROPPED, '').replaceAll(/<!--[\s\S]*?(-->|$)/g, '');
  for (const match of text.matchAll(TAG)) {
    out += words(text.slice(end, match.index), open);
    end = match.index + match[0].length;
    out += tag(match[2]?.toLowerCase() ?? '', match[1] === '/', match[3] ?? '', open);
  }
  out += words(text.slice(end), open);
  return raw(
    out +
      open
        .toReversed()
        .map((name) => `</${name}>`)
        .join(''),
  );
}

function tag(name: string, closes: boolean, attributes: string, open: string[]): string {
  // Headings of a note are none of the page.
  const kept = /^h[1-6]$/.test(name) ? 'p' : name;
  if (!KEPT.has(kept)) return name === 'div' ? '<br>' : '';
  if (kept === 'br') return '<br>';
  // One of no list would end the entry of the page that this stands in.
  if (kept === 'li' && !open.includes('ul') && !open.includes('ol')) return '';
  if (!closes) {
    const start = kept === 'a' ? link(attributes) : `<${kept}>`;
    if (start !== '') open.push(kept);
    return start;
  }
  const from = open.lastIndexOf(kept);
  // A closing tag of nothing that is open would close something of the page.
  return from < 0
    ? ''
    : open
        .splice(from)
        .toReversed()
        .map((each) => `</${each}>`)
        .join('');
}

/** Only where it leads is kept, and only to the web or a mail address. */
function link(attributes: string): string {
  const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
  const target = decoded(href?.[1] ?? href?.[2] ?? '');
  return /^(https?:|mailto:)/i.test(target) ? anchor(target) : '';
}

/** People click on addresses that they read, unless they are part of a link already. */
function words(text: string, open: string[]): string {
  if (open.includes('a')) return escaped(text);
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : `${anchor(decoded(part))}${escaped(part)}</a>`))
    .join('');
}

function anchor(target: string): string {
  return `<a href="${escaped(target)}" target="_blank" rel="noreferrer">`;
}

function escaped(text: string): string {
  const plain: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return decoded(text).replaceAll(/[&<>"']/g, (letter) => plain[letter] ?? letter);
}

function decoded(text: string): string {
  return text.replaceAll(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
