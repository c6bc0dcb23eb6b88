/**
 * The report as a page of its own (G-13, G-01): the same content as the mail, and each number is a link to the records behind it,
 * each record one to HubSpot and to its workflow. In one piece, without a script: it can be kept as a file.
 */
import { createHash } from 'node:crypto';
import { escapeHtml } from '../../domain/words.ts';
import type { Source } from '../figure.ts';
import type { Chart } from './charts.ts';
import {
  cardFields,
  type Cell,
  type Places,
  type RecordName,
  type ReportDocument,
  type Section,
  type Table,
} from './document.ts';
import { formula, sourceWords } from './drill.ts';
import { type DrillList, type DrillLists, isFromNumbers } from './drill-lists.ts';
import type { Names } from './names.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What a page may do: show its own style and pictures, and nothing else. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;

interface Look {
  charts: Chart[];
  drills: DrillLists;
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
<section class="records" id="records"><h2>What stands behind the figures</h2><p class="quiet">Follow a number: what it was counted or computed from is shown here. The browser’s “back” leads back to it.</p>${look.drills.lists.map((list) => drillHtml(list, look)).join('\n')}</section></main></body></html>
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
        ? `<div class="cards">${rows.map((row) => rowCard(table, row, look)).join('')}</div>`
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
    .map((row) => `<tr>${row.map((cell, index) => `<td${kind(index)}>${cellHtml(cell, look)}</td>`).join('')}</tr>`)
    .join('');
  return `<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(title)}, table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function rowCard(table: Table, row: Cell[], look: Look): string {
  const [who, name] = row;
  const heading = name === undefined ? '' : cellHtml(name, look);
  const fields = cardFields(table, row)
    .map(({ label, cell }) => `<dt>${escapeHtml(label)}</dt><dd>${cellHtml(cell, look)}</dd>`)
    .join('');
  return `<div><h4>${heading}</h4><p class="quiet">${escapeHtml(who?.text ?? '')}</p><dl>${fields}</dl></div>`;
}

function cellHtml(cell: Cell, { places, drills }: Look): string {
  const words = escapeHtml(cell.text).replaceAll(/\r?\n/g, '<br>');
  if (cell.is === 'number') return linked(words, `#${drills.idOf(cell)}`);
  if (cell.record !== undefined)
    return `${linked(words, places.record(cell.record))}${workflowLink(cell.record, places)}`;
  return cell.is === 'text' ? words : `<span class="${cell.is}">${words}</span>`;
}

/** What a number opens: its records, or the numbers it was computed from, which open theirs. */
function drillHtml({ id, title, cell, inputs }: DrillList, look: Look): string {
  const { drill } = cell;
  const heading = `<h3>${escapeHtml(title)}: ${escapeHtml(cell.text)}</h3>`;
  if (isFromNumbers(drill)) {
    const items = inputs.map(
      (one) => `<li>${escapeHtml(one.label)}: ${linked(escapeHtml(one.cell.text), `#${one.id}`)}</li>`,
    );
    return `<div id="${id}">${heading}<p>${escapeHtml(formula(drill))}</p><ul>${items.join('')}</ul></div>`;
  }
  const where = drill.where === undefined ? '' : `<p>${escapeHtml(drill.where)}</p>`;
  const items = [
    ...drill.sources.map((one) => sourceHtml(one, sourceWords(one), look)),
    ...drill.without.map((one) => sourceHtml(one, 'has no amount in this currency', look)),
  ];
  const list = items.length === 0 ? '<p>No record belongs to it.</p>' : `<ul>${items.join('')}</ul>`;
  return `<div id="${id}">${heading}${where}${list}</div>`;
}

function sourceHtml(source: Source, says: string, { names, places }: Look): string {
  const { object, id } = source;
  const record = linked(escapeHtml(names.record(object, id)), places.record(source));
  const origin = names.origin(object, id);
  const found = origin === undefined ? '' : ` (${escapeHtml(origin)})`;
  return `<li>${record}${says === '' ? '' : ` ${escapeHtml(says)}`}${workflowLink(source, places)}${found}</li>`;
}

function workflowLink(name: RecordName, places: Places): string {
  const url = places.workflow(name);
  return url === undefined ? '' : ` (${linked('workflow', url)})`;
}

function linked(words: string, url: string | undefined): string {
  return url === undefined ? words : `<a href="${escapeHtml(url)}">${words}</a>`;
}
