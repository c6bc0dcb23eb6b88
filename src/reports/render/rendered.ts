/** A frozen report, ready to be shown in every form. */
import type { Policy } from '../../domain/policy/types.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import type { RecordFacts } from '../../journal/report-facts.ts';
import type { GrowthReport } from '../growth-report.ts';
import { reportDocument } from './build.ts';
import { chartData } from './chart-data.ts';
import { type Chart, drawCharts } from './charts.ts';
import type { Places, ReportDocument } from './document.ts';
import { type ReportFile, reportCsv, reportJson } from './files.ts';
import { type MailFrame, type ReportMail, reportMail } from './mail.ts';
import { readNames } from './names.ts';
import { reportPage } from './page.ts';
import { reportText } from './text.ts';

export interface RenderParts {
  facts: Pick<RecordFacts, 'texts' | 'newestTexts'>;
  /** For labels. */
  policy: Policy;
  places: Places;
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
  const { facts, policy, places } = parts;
  const report = frozenFigures(frozen);
  const names = await readNames(facts, report);
  const document = reportDocument(frozen, report, names, policy);
  let drawn: Promise<Chart[]> | undefined;
  const charts = () => (drawn ??= drawCharts(chartData({ policy, names, timeZone: report.timeZone }, report)));
  return {
    document,
    text: () => reportText(document),
    csv: () => reportCsv(document, names, places),
    json: () => reportJson(frozen, document),
    page: async () => reportPage(document, { charts: await charts(), names, places }),
    mail: async (frame) => reportMail(document, await charts(), frame),
  };
}

function frozenFigures({ body }: FrozenReport): GrowthReport {
  const report: unknown = JSON.parse(body);
  if (!isReport(report)) throw new Error('The report was frozen by a version that writes it in another form.');
  return report;
}

/** Nobody but `freeze` writes reports, so its number tells the form. */
function isReport(body: unknown): body is GrowthReport {
  return typeof body === 'object' && body !== null && 'schema' in body && body.schema === 1;
}
