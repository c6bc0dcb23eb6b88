/** One frozen report in every form: the same figures everywhere, nothing that a name could break, the same bytes again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'csv-parse/sync';
import type { Cell, Table } from '../../src/reports/render/document.ts';
import { type DrillList, drillLists } from '../../src/reports/render/drill-lists.ts';
import type { RenderedReport } from '../../src/reports/render/rendered.ts';
import { escapeHtml } from '../../src/domain/words.ts';
import { PORTAL } from './support/desk.ts';
import { frame, openRenderedCompany, type RenderedCompany } from './support/rendered.ts';

let company: RenderedCompany;
let report: RenderedReport;
let tables: Table[];

beforeAll(async () => {
  company = await openRenderedCompany();
  report = await company.render();
  tables = report.document.sections.flatMap((section) => section.tables);
}, 60_000);
afterAll(() => company?.close());

const csvOf = (key: string): string[][] =>
  parse(report.csv().find(({ name }) => name === `${key}.csv`)?.text ?? '', { relax_column_count: false });
const cells = (): Cell[] => tables.flatMap(({ rows }) => rows.flat());
const visible = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll('<br>', '\n')
    .replaceAll(/<[^>]+>/g, '\u0000');

describe('a rendered report', () => {
  it('[G-13] has every figure in the page, the mail, the text, the CSV files and the JSON', async () => {
    const [page, mail, text] = [visible(await report.page()), visible((await report.mail(frame)).html), report.text()];
    expect(cells().length).toBeGreaterThan(300);
    for (const { text: words } of cells().filter((cell) => cell.text !== '')) {
      for (const form of [page, mail]) expect(form).toContain(escapeHtml(words));
      expect(text).toContain(words);
    }
    for (const { key, columns, rows } of tables.filter((table) => table.rows.length > 0)) {
      const plain = rows.map((row) => row.map(({ value, text: words }) => value ?? words));
      expect(csvOf(key)).toEqual([columns, ...plain]);
    }
    expect(JSON.parse(report.json())).toMatchObject({
      version: 1,
      report: JSON.parse(company.frozen.body),
      document: JSON.parse(JSON.stringify(report.document, (name, value) => (name === 'drill' ? undefined : value))),
      drills: Object.fromEntries(drillLists(report.document).lists.map(({ id, cell: { value } }) => [id, { value }])),
    });
  });

  it('[G-13] shows no figure in HTML that CSV and JSON lack', async () => {
    const known = new Set(cells().map((cell) => escapeHtml(cell.text)));
    for (const html of [await report.page(), (await report.mail(frame)).html]) {
      const shown = [...html.matchAll(/<(td|dd)[^>]*>(.*?)<\/\1>/gs)]
        .map(([, , inner = '']) => inner.replaceAll(' (<a ', '<a ').replaceAll(/<a [^>]*>workflow<\/a>\)/g, ''))
        .filter((inner) => !inner.includes('<p') && !inner.includes('<table') && inner !== '&nbsp;')
        .map((inner) => inner.replaceAll('<br>', '\n').replaceAll(/<[^>]+>/g, ''));
      expect(shown.length).toBeGreaterThan(100);
      for (const words of shown) expect(known).toContain(words);
    }
  });

  it('[G-01] opens behind each number the records that it counts, each in HubSpot and Temporal', async () => {
    const page = await report.page();
    const items = new Map(
      [...page.matchAll(/<div id="(r-[^"]+)">(.*?)<\/div>/gs)].map(([, id = '', list = '']) => [
        id,
        list.split('<li>').length - 1,
      ]),
    );
    const { lists } = drillLists(report.document);
    const behind = ({ cell: { drill }, inputs }: DrillList) =>
      'inputs' in drill ? inputs.length : drill.sources.length + drill.without.length;
    expect(lists.length).toBeGreaterThan(250);
    expect(items).toEqual(new Map(lists.map((list) => [list.id, behind(list)])));
    expect(page).toContain('<a href="https://hubspot.example/deal/21">');
    expect(page).toContain('<a href="https://temporal.example/deal-21">workflow</a>');
    const records = csvOf('records').slice(1);
    expect(records).toHaveLength(lists.reduce((sum, list) => sum + behind(list), 0));
    const ids = new Set(lists.map(({ id }) => id));
    // Table, row, column, input, figure, its id, object, id of the record or of another figure.
    for (const [, , , , , id, object, record] of records) {
      expect(ids).toContain(id);
      if (object === 'figure') expect(ids).toContain(record);
    }
  });

  it('[G-04] [G-06] has the fourteen columns of both Top Fives, and the twelve of a client', () => {
    const [who, ...columns] = csvOf('top-five-opportunities')[0] ?? [];
    expect(who).toBe('Sales team member');
    expect(columns).toHaveLength(14);
    expect(csvOf('top-five-leads')[0]).toEqual([who, ...columns]);
    expect(csvOf('whitespace')[0]?.slice(1, 13)).toEqual(['Client', 'Next recommended solution', ...columns.slice(4)]);
  });

  it('[G-10] says of what is not known why, and who owes it', () => {
    expect(report.text()).toContain("no next action is on the deal; the deal's owner owes it");
    const unknown = cells().filter(({ is }) => is === 'unknown');
    expect(unknown.length).toBeGreaterThan(20);
    for (const { text } of unknown) expect(text.length).toBeGreaterThan(10);
  });

  it('[G-11] flags a next action that belongs to none of us', () => {
    expect(
      cells()
        .filter(({ is }) => is === 'warning')
        .map(({ text }) => text),
    ).toContain('not one of us: the next action must belong to our staff');
  });

  it('[G-01] is the same to the byte when it is rendered again, pictures included', async () => {
    const again = await company.render();
    expect(again.text()).toBe(report.text());
    expect(again.json()).toBe(report.json());
    expect(again.csv()).toEqual(report.csv());
    expect(await again.page()).toBe(await report.page());
    const [images, before] = [(await again.mail(frame)).images, (await report.mail(frame)).images];
    expect(images).toEqual(before);
    // Drawn once for both: drawing keeps everybody else waiting.
    for (const [index, { png }] of images.entries()) expect(png).toBe(before[index]?.png);
  });

  it('shows money with its separators and exact to the cent', () => {
    expect(cells().map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '1,120,000.00 USD',
        '50,000.10 USD (Deal Amount)',
        '1 of 3 = 33.33 %',
        '0 of 2 = 0.00 %',
      ]),
    );
  });

  it('draws four charts, whose words say their figures', async () => {
    const { html, images } = await report.mail(frame);
    expect(images.map(({ id }) => id)).toEqual(['deliveries', 'conversion', 'pipeline', 'required']);
    for (const { id, png } of images) {
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(html).toContain(`src="cid:${id}"`);
    }
    expect(html).toContain('Warm leads, required and delivered. Month: required 10, delivered 2; Year: required 65');
    expect(html).toContain('Closed, year: warm 25%, cold 33.33%');
    expect(html.match(/<img /g)).toHaveLength(4);
    expect(html.match(/<img [^>]*alt="[^"]{30,}"/g)).toHaveLength(4);
  });

  it('is a mail that no mail program cuts off', async () => {
    expect(Buffer.byteLength((await report.mail(frame)).html)).toBeLessThan(102_000);
  });
});

describe('names and texts', () => {
  const nasty = '=HYPERLINK("https://evil.example")<img src=x onerror=alert(1)> & "Sons"';

  it('[R-10] are escaped in HTML, harmless in a spreadsheet, and gone when they are forgotten', async () => {
    const at = Date.parse('2026-11-16T00:00:00Z');
    await company.desk.addFacts([], [{ object: 'deal', id: '21', property: 'dealname', at, value: nasty }]);
    const named = await company.render();
    const [page, { html }] = [await named.page(), await named.mail(frame)];
    for (const form of [page, html]) expect(form).not.toContain('<img src=x');
    expect(page).toContain(escapeHtml(nasty));
    const records = named.csv().find(({ name }) => name === 'records.csv')?.text ?? '';
    expect(records).toContain(`"'=HYPERLINK(""https://evil.example"")`);
    await company.desk.journal.erase('deal', PORTAL, '21');
    const forgotten = await company.render();
    expect(await forgotten.page()).not.toContain('HYPERLINK');
    expect(await forgotten.page()).toContain('>deal 21</a>');
    expect(forgotten.json()).not.toContain('HYPERLINK');
  });

  it('[R-10] a reason that somebody typed is gone with the person, and its row stays', async () => {
    expect(report.text()).toContain('Not a hospital');
    await company.desk.journal.erase('contact', PORTAL, '34');
    const text = (await company.render()).text();
    expect(text).not.toContain('Not a hospital');
    expect(text).toContain('was forgotten on request');
  });
});

describe('a correction', () => {
  it('[G-01] is a version of its own that says which figures differ', async () => {
    const at = Date.parse('2026-11-01T00:00:00Z');
    await company.desk.addFacts([
      { object: 'deal', id: '2', property: 'target_go_live_date', at, value: '2027-05-01' },
    ]);
    const corrected = await company.correct();
    const path = 'opportunities.0.rows.1.implementationOn.day';
    expect(corrected.document.changed).toContain(path);
    for (const form of [corrected.text(), await corrected.page(), (await corrected.mail(frame)).html]) {
      expect(form).toContain(path);
      expect(form).toContain('2, a correction');
      expect(form).toContain('2027-05-01');
    }
    expect(JSON.parse(corrected.json())).toMatchObject({ version: 2 });
    expect(report.document.changed).toEqual([]);
  });
});
