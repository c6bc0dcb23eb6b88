/** A frozen report, ready to be shown in every form. */
import type { FrozenReport } from '../../journal/report-store.ts';
import type { GrowthReport } from '../growth-report.ts';
import { reportDocument } from './build.ts';
import { chartData } from './chart-data.ts';
import type { rememberCharts } from './charts.ts';
import type { Places, ReportDocument } from './document.ts';
import { drillLists } from './drill-lists.ts';
import { type ReportFile, reportCsv, reportJson } from './files.ts';
import { type MailFrame, type ReportMail, reportMail } from './mail.ts';
import { type NameSources, readNames } from './names.ts';
import { reportPage } from './page.ts';
import { reportText } from './text.ts';

export interface RenderParts extends NameSources {
  places: Places;
  draw: ReturnType<typeof rememberCharts>;
}

export interface RenderedReport {
  document: ReportDocument;
  text(): string;
  csv(): ReportFile[];
  json(): string;
  page(): Promise<string>;
  mail(frame: MailFrame): Promise<ReportMail>;
}

/** Reads the names and texts that the report refers to. @throws JournalUnavailable, JournalRefused */
export async function renderReport(parts: RenderParts, frozen: FrozenReport): Promise<RenderedReport> {
  const { policy, places, draw } = parts;
  const report = frozenFigures(frozen);
  const names = await readNames(parts, report);
  const document = reportDocument(frozen, report, names, policy);
  const drills = drillLists(document);
  const charts = () =>
    draw(`${frozen.asOf}/${frozen.version}`, chartData({ policy, names, timeZone: report.timeZone }, report));
  return {
    document,
    text: () => reportText(document),
    csv: () => reportCsv(document, drills, names, places),
    json: () => reportJson(frozen, document, drills),
    page: async () => reportPage(document, { charts: await charts(), drills, names, places }),
    mail: async (frame) => reportMail(document, await charts(), frame),
  };
}

function frozenFigures({ body }: FrozenReport): GrowthReport {
  const report: unknown = JSON.parse(body);
  if (!isReport(report)) {
    throw new Error(
      'The report was frozen by a version that wrote it in another form; report --correct makes it again.',
    );
  }
  return report;
}

/** Nobody but `freeze` writes reports, so its number tells the form. */
function isReport(body: unknown): body is GrowthReport {
  return typeof body === 'object' && body !== null && 'schema' in body && body.schema === 2;
}
