/**
 * The report as a page of its own (G-13, G-01): the same content as the mail, and each number is a link to the records behind it,
 * each record one to HubSpot and to its workflow. In one piece, without a script: it can be kept as a file.
 */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../domain/words.ts';
import type { Source } from '../figure.ts';
import type { Chart } from './charts.ts';
import {
  behind,
  type Cell,
  type Places,
  type RecordName,
  type ReportDocument,
  type Section,
  type Table,
} from './document.ts';
import type { Names } from './names.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What a page may do: show its own style and pictures, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

interface Look {
  charts: Chart[];
  names: Names;
  places: Places;
}

export function reportPage({ title, facts, changed, sections }: ReportDocument, look: Look): string {
  const factList = facts.map(({ label, text }) => `${escapeHtml(label)}: ${escapeHtml(text)}`).join(' · ');
  const corrected =
    changed.length === 0
      ? ''
      : `<p><b>Figures that differ from the version before:</b> ${changed.map(escapeHtml).join(', ')}</p>`;
  const links = sections.map(({ key, title: name }) => `<li><a href="#${key}">${escapeHtml(name)}</a></li>`).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escapeHtml(title)}</title><style>${PAGE_STYLE}</style></head>
<body><header><h1>${escapeHtml(title)}</h1><p class="quiet">${factList}</p>${corrected}<nav aria-label="Sections"><ul>${links}</ul></nav></header>
<main>${sections.map((section) => sectionHtml(section, look)).join('\n')}
<section class="records" id="records"><h2>Records behind the figures</h2>${sections.flatMap(({ tables }) => tables.flatMap((table) => recordLists(table, look))).join('\n')}</section></main></body></html>
`;
}

function sectionHtml({ key, title, speaker, chart, tables }: Section, look: Look): string {
  const drawn = look.charts.find((one) => one.key === chart);
  const picture =
    drawn === undefined
      ? ''
      : `<img src="data:image/png;base64,${drawn.png.toString('base64')}" alt="${escapeHtml(drawn.alt)}" width="${drawn.width}" height="${drawn.height}">`;
  return `<section id="${key}"><h2>${escapeHtml(title)}</h2><p class="quiet">${escapeHtml(speaker)}</p>${picture}${tables.map((table) => tableHtml(table, look)).join('')}</section>`;
}

function tableHtml(table: Table, look: Look): string {
  const { title, rows, layout, empty, note } = table;
  const content =
    rows.length === 0
      ? `<p class="unknown">${escapeHtml(empty)}</p>`
      : layout === 'cards'
        ? `<div class="cards">${rows.map((row, index) => rowCard(table, row, index, look)).join('')}</div>`
        : grid(table, look);
  const below = note === undefined ? '' : `<p class="quiet">${escapeHtml(note)}</p>`;
  return `<h3>${escapeHtml(title)}</h3>${content}${below}`;
}

/** With a way to scroll it by keys where it is wider than a telephone. */
function grid(table: Table, look: Look): string {
  const { title, columns, rows } = table;
  const kind = (index: number) => (rows.some((row) => row[index]?.is === 'number') ? ' class="number"' : '');
  const head = columns.map((name, index) => `<th scope="col"${kind(index)}>${escapeHtml(name)}</th>`).join('');
  const body = rows
    .map(
      (row, at) =>
        `<tr>${row.map((cell, index) => `<td${kind(index)}>${cellHtml(table, cell, at, index, look)}</td>`).join('')}</tr>`,
    )
    .join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(title)}, table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function rowCard(table: Table, [who, name, ...row]: Cell[], at: number, look: Look): string {
  const heading = name === undefined ? '' : cellHtml(table, name, at, 1, look);
  const fields = row
    .map((cell, index) =>
      cell.text === ''
        ? ''
        : `<dt>${escapeHtml(table.columns[index + 2] ?? '')}</dt><dd>${cellHtml(table, cell, at, index + 2, look)}</dd>`,
    )
    .join('');
  return `<div><h4>${heading}</h4><p class="quiet">${escapeHtml(who?.text ?? '')}</p><dl>${fields}</dl></div>`;
}

function cellHtml(table: Table, cell: Cell, row: number, column: number, { places }: Look): string {
  const words = escapeHtml(cell.text).replaceAll(/\r?\n/g, '<br>');
  if (behind(cell).length > 0) return `<a href="#${anchor(table, row, column)}">${words}</a>`;
  if (cell.record !== undefined)
    return `${linked(words, places.record(cell.record))}${workflowLink(cell.record, places)}`;
  return cell.is === 'unknown' || cell.is === 'warning' ? `<span class="${cell.is}">${words}</span>` : words;
}

function recordLists(table: Table, { names, places }: Look): string[] {
  return table.rows.flatMap((row, at) =>
    row.flatMap((cell, column) => {
      if (behind(cell).length === 0) return [];
      const what = [table.title, row[0]?.is === 'text' ? row[0].text : '', table.columns[column] ?? ''].filter(
        (one) => one !== '',
      );
      const item = (source: Source, adds: string) =>
        `<li>${linked(escapeHtml(names.record(source.object, source.id)), places.record(source))}${adds}${workflowLink(source, places)}</li>`;
      const items = [
        ...(cell.sources ?? []).map((one) => item(one, one.adds === undefined ? '' : ` adds ${escapeHtml(one.adds)}`)),
        ...(cell.without ?? []).map((one) => item(one, ' has no amount in this currency')),
      ];
      return `<div id="${anchor(table, at, column)}"><h3>${escapeHtml(what.join(', '))}: ${escapeHtml(cell.text)}</h3><ul>${items.join('')}</ul></div>`;
    }),
  );
}

function workflowLink(name: RecordName, places: Places): string {
  const url = places.workflow(name);
  return url === undefined ? '' : ` (${linked('workflow', url)})`;
}

function linked(words: string, url: string | undefined): string {
  return url === undefined ? words : `<a href="${escapeHtml(url)}">${words}</a>`;
}

function anchor({ key }: Table, row: number, column: number): string {
  return `r-${key}-${row}-${column}`;
}
