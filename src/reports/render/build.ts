/** The frozen report in words: every section of the document, in the meeting's order. */
import type { Policy } from '../../domain/policy/types.ts';
import { localDate, localMinute } from '../../domain/time.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import type { GrowthReport } from '../growth-report.ts';
import type { Words } from './cells.ts';
import { pipelineSection, topSections } from './deal-sections.ts';
import type { ReportDocument } from './document.ts';
import { marketingSection } from './marketing-sections.ts';
import type { Names } from './names.ts';
import { promiseSection } from './promise-sections.ts';
import { conversionSection, execSection, requiredSection, winsSection } from './sales-sections.ts';
import { whitespaceSection } from './whitespace-section.ts';

/** @param policy for labels; its figures are in the report already */
export function reportDocument(
  { version, changed }: Pick<FrozenReport, 'version' | 'changed'>,
  report: GrowthReport,
  names: Names,
  policy: Policy,
): ReportDocument {
  const { timeZone, asOf } = report;
  const words: Words = { policy, names, timeZone };
  const at = Date.parse(asOf);
  return {
    title: `Growth report ${localDate(at, timeZone)}`,
    facts: [
      { label: 'As of', text: `${localMinute(at, timeZone)} ${timeZone}; nothing that happened later is in it` },
      { label: 'Version', text: version === 1 ? '1' : `${version}, a correction` },
      { label: 'Policy', text: report.policyVersion },
      { label: 'Last meeting', text: localMinute(Date.parse(report.periods.sinceLastMeeting.from), timeZone) },
    ],
    changed,
    sections: [
      ...topSections(words, report),
      pipelineSection(words, report),
      winsSection(report),
      conversionSection(report),
      whitespaceSection(words, report),
      marketingSection(words, report),
      execSection(report),
      requiredSection(report),
      promiseSection(words, report),
    ],
  };
}
