/**
 * The report as an HTML mail (G-13): tables and inline styles, as mail programs want it; pictures travel with it, nothing is loaded.
 * One column that fits a telephone; dark where the reader's screen is dark. Numbers open their records on the page.
 */
import { escapeHtml } from '../../domain/words.ts';
import type { Chart } from './charts.ts';
import { cardFields, type Cell, type ReportDocument, type Section, type Table } from './document.ts';
import { reportText } from './text.ts';

export interface ReportMail {
  subject: string;
  text: string;
  html: string;
  /** Pictures that the HTML names as `cid:<id>`. */
  images: { id: string; png: Buffer }[];
}

export interface MailFrame {
  firstName: string;
  /** The page with the same content, for this reader. */
  pageUrl: string;
  /** The page's last day, in words. */
  pageUntil: string;
  /** Of the company that sends. */
  sender: string;
}

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
body,.b{background:#14181d!important}.c{background:#1e242b!important;color:#e6eaef!important}
.c td,.c th{border-color:#3a444f!important}.q{color:#aeb8c2!important}.u{color:#f0c27a!important}.w{color:#ff9d94!important}
.c a{color:#8cc4f0!important}.c a.n{color:#ffffff!important;background:#0b5c8a!important}}
@media (max-width:480px){.c{padding:12px!important}.c td,.c th{padding:4px 5px 4px 0!important;font-size:13px!important}}`;

const FONT = 'font-family:Arial,Helvetica,sans-serif';

export function reportMail(report: ReportDocument, charts: Chart[], frame: MailFrame): ReportMail {
  const { title, facts, changed, sections } = report;
  const { firstName, pageUrl, pageUntil, sender } = frame;
  const greeting = firstName === '' ? 'Hello,' : `Hello ${firstName},`;
  const intro = `here is the growth team’s report. On the page each number opens the records behind it; the link is yours and works until ${pageUntil}.`;
  const foot = `This mail was written by the sales process of ${sender}.`;
  const text = [greeting, intro, `Open the report:\n${pageUrl}`, reportText(report), foot].join('\n\n');
  const factLines = facts.map(({ label, text: words }) => `${escapeHtml(label)}: ${escapeHtml(words)}`).join('<br>');
  const corrected =
    changed.length === 0
      ? ''
      : `<p style="margin:0 0 12px"><b>Figures that differ from the version before:</b> ${changed.map(escapeHtml).join(', ')}</p>`;
  const head = `<h1 style="margin:0 0 12px;font-size:24px">${escapeHtml(title)}</h1><p style="margin:0 0 12px">${escapeHtml(greeting)}<br>${escapeHtml(intro)}</p><p style="margin:0 0 16px"><a class="n" href="${escapeHtml(pageUrl)}" style="display:inline-block;padding:10px 18px;background:#0b5c8a;color:#ffffff;text-decoration:none;border-radius:4px">Open the report</a></p>${corrected}<p class="q" style="margin:0;color:#52606d;font-size:13px">${factLines}</p>`;
  const body = sections.map((section) => card(sectionHtml(section, charts, pageUrl))).join('');
  const end = card(`<p class="q" style="margin:0;color:#52606d;font-size:13px">${escapeHtml(foot)}</p>`);
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body class="b" style="margin:0;padding:0;background:#f2f5f8;${FONT};font-size:15px;line-height:1.45"><div role="main"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="b" style="background:#f2f5f8"><tr><td align="center" style="padding:12px 6px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:680px">${card(head)}${body}${end}</table></td></tr></table></div></body></html>`;
  return { subject: title, text: `${text}\n`, html, images: charts.map(({ key, png }) => ({ id: key, png })) };
}

function card(content: string): string {
  return `<tr><td class="c" style="padding:20px;background:#ffffff;color:#1c2733;${FONT};border-radius:8px;overflow-wrap:anywhere">${content}</td></tr><tr><td style="height:10px;line-height:10px">&nbsp;</td></tr>`;
}

function sectionHtml({ key, title, speaker, chart, tables }: Section, charts: Chart[], pageUrl: string): string {
  const drawn = charts.find((one) => one.key === chart);
  const picture =
    drawn === undefined
      ? ''
      : `<p style="margin:0 0 12px;background:#ffffff"><img src="cid:${drawn.key}" alt="${escapeHtml(drawn.alt)}" width="${drawn.width}" style="display:block;width:100%;max-width:${drawn.width}px;height:auto;border:0"></p>`;
  return `<h2 style="margin:0;font-size:20px"><a href="${escapeHtml(`${pageUrl}#${key}`)}" style="color:#0b5c8a">${escapeHtml(title)}</a></h2><p class="q" style="margin:0 0 12px;color:#52606d;font-size:13px">${escapeHtml(speaker)}</p>${picture}${tables.map(tableHtml).join('')}`;
}

function tableHtml(table: Table): string {
  const { title, rows, layout, empty, note } = table;
  const content =
    rows.length === 0
      ? `<p class="u" style="margin:0 0 12px;color:#7a4a00">${escapeHtml(empty)}</p>`
      : layout === 'cards'
        ? rows.map((row) => rowCard(table, row)).join('')
        : grid(table);
  const below =
    note === undefined
      ? ''
      : `<p class="q" style="margin:0 0 12px;color:#52606d;font-size:13px">${escapeHtml(note)}</p>`;
  return `<h3 style="margin:12px 0 4px;font-size:15px">${escapeHtml(title)}</h3>${content}${below}`;
}

function grid({ columns, rows }: Table): string {
  const isNumber = (index: number) => rows.some((row) => row[index]?.is === 'number');
  const align = (index: number) => (isNumber(index) ? 'right' : 'left');
  const head = columns
    .map((name, index) => `<th scope="col" align="${align(index)}" style="${CELL}">${escapeHtml(name)}</th>`)
    .join('');
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map((cell, index) => `<td align="${align(index)}" style="${CELL}${broken(cell)}">${words(cell)}</td>`).join('')}</tr>`,
    )
    .join('');
  return `<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;overflow-wrap:normal;margin:0 0 12px;font-size:14px"><tr>${head}</tr>${body}</table>`;
}

const CELL = 'padding:4px 8px 4px 0;border-bottom:1px solid #dde3e9;vertical-align:top';

/** An address as somebody typed it would make the table wider than a telephone. */
function broken({ text }: Cell): string {
  return /\S{20,}/.test(text) ? ';overflow-wrap:anywhere' : '';
}

/** Few characters for each field: a long mail is cut off by some programs. */
function rowCard(table: Table, row: Cell[]): string {
  const [who, name] = row;
  const fields = cardFields(table, row)
    .map(({ label, cell }) => `<b>${escapeHtml(label)}:</b> ${words(cell)}`)
    .join('<br>');
  const heading = `<b style="font-size:16px">${escapeHtml(name?.text ?? table.title)}</b><br>${escapeHtml(who?.text ?? '')}`;
  return `<p style="margin:0 0 12px;padding:0 0 0 10px;border-left:3px solid #0b5c8a;font-size:14px">${heading}<br>${fields}</p>`;
}

function words({ text, is }: Cell): string {
  const safe = escapeHtml(text).replaceAll(/\r?\n/g, '<br>');
  if (is === 'unknown') return `<i class="u" style="color:#7a4a00">${safe}</i>`;
  if (is === 'warning') return `<b class="w" style="color:#a3160b">${safe}</b>`;
  return safe;
}
