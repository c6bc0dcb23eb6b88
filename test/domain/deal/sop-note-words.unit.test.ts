/** How the S&OP and the hand-off read to people (D-10, D-17). */
import { expect, it } from 'vitest';
import { type HandOffFacts, handOffNoteBody, handOffText } from '../../../src/domain/duty-words/hand-off-text.ts';
import { sopNoteBody } from '../../../src/domain/duty-words/sop-table.ts';
import { holdsTag } from '../../../src/activities/sop-note.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';

const facts: HandOffFacts = {
  deal: {
    hubspot_owner_id: '77',
    pricing_model: 'per_claim',
    amount: '1250000',
    arr_at_signing: '99.5',
    target_go_live_date: '2027-03-01',
    hp_products: 'rcm;coding',
    annual_visits: '12000',
    contract_provisions: 'No <b>termination</b> & no notice\nbefore March',
    backlog_details: 'x'.repeat(70_000),
  },
  company: { name: 'Birch & Sons <Clinic>', business_unit: 'hospital_services', minimum: '2500', rcm_rate: '4.5' },
  nameOf: (id) => (id === '77' ? 'Ruth Amado' : undefined),
  dealLink: { label: 'Deal', more: 'Birch', url: 'https://app.hubspot.com/contacts/1/record/0-3/501' },
  companyLink: undefined,
  files: [
    {
      label: 'The signed contract as a PDF',
      more: 'Agreement.pdf',
      url: 'https://app.hubspot.com/file-preview/1/file/9/',
    },
  ],
  contacts: [{ label: 'Ana Ruiz', more: 'ana@example.com', url: 'https://app.hubspot.com/contacts/1/record/0-1/301' }],
};
/** What a person sees of HTML: rows as lines, cells between bars. */
const seen = (html: string) =>
  html
    .replaceAll('</tr>', '\n')
    .replaceAll(/<\/t[dh]>/g, '|')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .split('\n');

it('[D-10] the note is titled and shows deal and company side by side, in the SOP’s words and order', () => {
  const html = sopNoteBody(defaultPolicy, facts);
  expect(html).toMatch(/^<p><strong>#S&amp;OP<\/strong><\/p><table>/);
  const rows = seen(html);
  expect(rows[0]).toBe('#S&OPDeal||Company||');
  expect(rows[1]).toBe('Deal Owner|Ruth Amado|Company Name|Birch & Sons <Clinic>|');
  expect(rows[2]).toBe('Pricing Model|Per claim|Business Unit|Hospital Services|');
  expect(rows.at(-2)).toMatch(/^Any specific contract provisions.*\|\|\|$/);
  expect(rows).toHaveLength(1 + 17 + 1);
});

it('[D-10] money, dates, numbers, choices and blanks read as people write them', () => {
  const html = sopNoteBody(defaultPolicy, facts);
  for (const words of ['$1,250,000', '$99.50', '$2,500', 'March 1, 2027', '12,000', '4.5']) {
    expect(html).toContain(`<strong>${words}</strong>`);
  }
  expect(html).toContain('Revenue Cycle Management, Medical Coding');
  expect(seen(html)).toContain('Term (Months)|–|Provider Specialty|–|');
  const german = { ...defaultPolicy, formats: { ...defaultPolicy.formats, locale: 'de-DE', currency: 'EUR' } };
  expect(sopNoteBody(german, facts)).toMatch(/1\.250\.000\s€.*1\. März 2027/s);
});

it('[D-10] nothing that somebody typed becomes HTML, lines stay lines, and HubSpot’s limit is kept', () => {
  const html = sopNoteBody(defaultPolicy, facts);
  expect(html).toContain('No &lt;b&gt;termination&lt;/b&gt; &amp; no notice<br>before March');
  expect(html).not.toMatch(/<(?!\/?(?:p|strong|table|thead|tbody|tr|td|th)>|br>)/);
  expect(html).toContain('… (the rest stands in HubSpot)');
  expect(handOffNoteBody(defaultPolicy, facts).length).toBeLessThan(65_536);
});

it.each([
  ['typed into HubSpot', '<div>#S&amp;OP filled in</div>', true],
  ['in small letters, spaced', '<p># s &amp; op</p>', true],
  ['over several tags', '<p>#<b>S&amp;OP</b></p>', true],
  ['as plain text', 'see #S&OP', true],
  ['without its sign', '<p>S&amp;OP meeting</p>', false],
  ['as part of another word', '<p>#S&amp;OPERATIONS</p>', false],
  ['only in a link', '<a title="#S&amp;OP">x</a>', false],
])('[D-10] a note that holds the tag %s', (_, html, holds) => {
  expect(holdsTag(html, '#S&OP')).toBe(holds);
});

it('[D-17] the ticket says first who sold it, when it goes live and what the contract provides for', () => {
  const lines = handOffText(defaultPolicy, facts).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'Selling rep: Ruth Amado',
    'Target Go Live Date: March 1, 2027',
    'Any specific contract provisions or handling we need to be aware of?: No <b>termination</b> & no notice',
    'before March',
  ]);
  const text = lines.join('\n');
  expect(text).toContain(
    '\n\nFILES\nThe signed contract as a PDF: Agreement.pdf\nhttps://app.hubspot.com/file-preview/',
  );
  expect(text).toContain('\n\nCONTACTS\nAna Ruiz: ana@example.com\nhttps://app.hubspot.com/contacts/1/record/0-1/301');
  expect(text).toContain('\n\nDEAL\nDeal Owner: Ruth Amado\nPricing Model: Per claim\n');
  expect(text).toContain('\n\nCOMPANY\nCompany Name: Birch & Sons <Clinic>\n');
});

it('[D-17] the note on the ticket has the same, with links to click and the S&OP as a table', () => {
  const html = handOffNoteBody(defaultPolicy, facts);
  expect(html).toContain(
    '<li><a href="https://app.hubspot.com/file-preview/1/file/9/">The signed contract as a PDF</a>: Agreement.pdf</li>',
  );
  expect(html).toContain('>Ana Ruiz</a>: ana@example.com</li>');
  expect(html).toContain('<p>Target Go Live Date: <strong>March 1, 2027</strong></p>');
  expect(html).toContain('<p><strong>#S&amp;OP</strong></p><table>');
});
