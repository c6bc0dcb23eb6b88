/** What both sides promised, and what became of it, as tables (G-12). */
import { type GrowthReport, isUnknown } from '../growth-report.ts';
import type { FeedbackRow } from '../growth-sections.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import { compared, type Figure } from './compared.ts';
import type { Cell, Section } from './document.ts';
import * as number from './numbers.ts';

export function promiseSection(words: Words, report: GrowthReport): Section {
  const { promises } = report;
  const { feedback } = promises;
  const { short } = as.windowWords(report);
  const answers: Figure[] = [
    ['Delivered', number.count(promises.delivered)],
    ['Accepted', number.count(promises.accepted)],
    ['Rejected', number.count(promises.rejected)],
    ['Not answered', number.count(promises.unanswered)],
    ['With an outreach', number.count(promises.outreachMade)],
    ['Minutes to the first outreach, median', outreach(promises, 'median')],
    ['Minutes to the first outreach, longest', outreach(promises, 'longest')],
    ['No outreach yet', number.count(promises.noOutreachYet)],
    ['Outreach missed', number.count(promises.outreachMissed)],
  ];
  return {
    key: 'promises',
    title: 'Promises on both sides',
    speaker: 'Marketing and Sales',
    tables: [
      {
        key: 'promised-leads',
        title: 'Warm leads promised and delivered',
        columns: ['Month', 'Promised', 'Delivered'],
        rows: promises.months.map(({ month, promised, delivered }) => [
          as.text(month),
          as.known(promised, ({ leads, register }) => number.wholeSaid(leads, register, 'warm leads promised')),
          number.count(delivered),
        ]),
        layout: 'table',
        empty: 'The year has no month yet.',
      },
      compared('answers', `What became of the leads of the ${short}`, [[short, answers]]),
      {
        key: 'rejections',
        title: 'Why leads were rejected',
        columns: ['Lead', 'When', 'Reason'],
        rows: promises.rejections.map(({ lead, at, reason }) => [
          as.text(words.names.record(lead.object, lead.id), lead),
          as.text(as.minute(words, at)),
          as.textOf(words, reason),
        ]),
        layout: 'table',
        empty: 'No lead was rejected.',
      },
      {
        key: 'feedback',
        title: 'Feedback from Sales',
        columns: ['When', 'Who', 'About', 'What'],
        rows: isUnknown(feedback) ? [] : feedback.rows.map((one) => feedbackCells(words, one)),
        layout: 'table',
        empty: isUnknown(feedback) ? feedback.unknown : 'None was given in this time.',
      },
    ],
  };
}

function outreach({ minutesToOutreach }: GrowthReport['promises'], by: 'median' | 'longest'): Cell {
  return as.known(minutesToOutreach, ({ sources, ...minutes }) =>
    number.ofAll(by, minutes[by], sources, 'minutes from delivery to the first outreach'),
  );
}

function feedbackCells(words: Words, { day, ownerId, topic, words: said }: FeedbackRow): Cell[] {
  return [as.text(day), as.owner(words, ownerId, 'no owner any more'), as.text(topic), as.text(said)];
}
