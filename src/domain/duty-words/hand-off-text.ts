/** What onboarding reads of a won deal (D-17): on the ticket as plain text, and as a note on it that is easier on the eye. */
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';
import { type SopFacts, htmlLines, sopColumns, sopTable } from './sop-table.ts';
import { BLANK, valueWords, type ValueWords } from './values.ts';

/** Something that is opened in HubSpot. */
export interface LinkWords {
  /** What it is: a person's name, a file's row in the policy. */
  label: string;
  /** What else there is to say: address and phone, the file's name. */
  more: string;
  url: string;
}

export interface HandOffFacts extends SopFacts {
  /** Names, and where the records are. */
  dealLink: LinkWords;
  companyLink: LinkWords | undefined;
  /** Those that the policy asks for come first. */
  files: LinkWords[];
  contacts: LinkWords[];
}

const OWNER = 'hubspot_owner_id';

/** The ticket's description, which HubSpot shows as it is typed. */
export function handOffText(policy: Policy, facts: HandOffFacts): string {
  const columns = sopColumns(policy, facts);
  const sections: [title: string, lines: string[]][] = [
    ['', [...head(policy, facts).map(line), ...places(facts).flatMap(linkLines)]],
    ['FILES', facts.files.flatMap(linkLines)],
    ['CONTACTS', facts.contacts.flatMap(linkLines)],
    ['DEAL', columns.deal.map(line)],
    ['COMPANY', columns.company.map(line)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [...(title === '' ? [] : [title]), ...lines].join('\n'))
    .join('\n\n');
}

/** The same as HTML, with the S&OP as a table and links to click. */
export function handOffNoteBody(policy: Policy, facts: HandOffFacts): string {
  const rows = head(policy, facts).map(
    ({ label, value }) => `<p>${escapeHtml(label)}: <strong>${htmlLines(value)}</strong></p>`,
  );
  return [
    '<p><strong>Hand-off from sales</strong></p>',
    ...rows,
    list('Deal and company', places(facts)),
    list('Files', facts.files),
    list('Contacts', facts.contacts),
    ...(policy.sopNote === undefined
      ? []
      : [`<p><strong>${escapeHtml(policy.sopNote.tag)}</strong></p>${sopTable(policy, facts)}`]),
  ].join('');
}

/** Who sold it, and what the policy puts first. */
function head(policy: Policy, { deal, company, nameOf }: HandOffFacts): ValueWords[] {
  const values = { deal, company };
  return [
    { label: 'Selling rep', value: nameOf(deal[OWNER] ?? '') ?? BLANK },
    ...(policy.onboarding?.handOff ?? []).map(({ object, property }) =>
      valueWords(policy, object, property, object === 'deal' || object === 'company' ? values[object] : {}, nameOf),
    ),
  ];
}

function places({ dealLink, companyLink }: HandOffFacts): LinkWords[] {
  return companyLink === undefined ? [dealLink] : [dealLink, companyLink];
}

const line = ({ label, value }: ValueWords) => `${label}: ${value}`;

/** The address stands in a line of its own, so that it can be copied whole. */
function linkLines({ label, more, url }: LinkWords): string[] {
  return [more === '' ? label : `${label}: ${more}`, url];
}

function list(title: string, links: LinkWords[]): string {
  if (links.length === 0) return '';
  const items = links.map(({ label, more, url }) => {
    const words = more === '' ? '' : `: ${escapeHtml(more)}`;
    return `<li><a href="${escapeHtml(url)}">${escapeHtml(label)}</a>${words}</li>`;
  });
  return `<p><strong>${escapeHtml(title)}</strong></p><ul>${items.join('')}</ul>`;
}
