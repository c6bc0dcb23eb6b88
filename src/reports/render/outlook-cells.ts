/** What deals and clients have in common, as cells (G-04, G-06, G-11). */
import type { Outlook } from '../deal-sections.ts';
import * as as from './cells.ts';
import type { Words } from './cells.ts';
import type { Cell } from './document.ts';

/** The document's columns that deals and clients have in common, in its order. */
export const OUTLOOK = [
  'Most recent action',
  'Next action',
  'Next action owner',
  'Next action timing',
  'Projected close date',
  'Projected implementation date',
  'Projected revenue start date',
  'Projected annualized revenue',
  'Projected total contract value',
  'Existing blockers',
];

/** @param money projected annualized revenue and total contract value */
export function outlookCells(words: Words, row: Outlook, money: [Cell, Cell]): Cell[] {
  return [
    as.known(row.mostRecentAction, (action) =>
      as.text('words' in action ? action.words : `${action.object} on ${as.dayOfInstant(words, action.at)}`),
    ),
    typed(words, row.nextAction),
    as.known(row.nextActionOwner, ({ ownerId, isStaff }) =>
      isStaff
        ? as.owner(words, ownerId)
        : { text: 'not one of us: the next action must belong to our staff', is: 'warning' },
    ),
    as.known(row.nextActionOn, ({ day, overdue }) =>
      overdue ? { text: `${day}, overdue`, value: day, is: 'warning' } : as.text(day),
    ),
    as.known(row.closesOn, as.day),
    as.known(row.implementationOn, as.day),
    as.known(row.revenueStartsOn, as.day),
    ...money,
    typed(words, row.blockers),
  ];
}

function typed(words: Words, what: Outlook['nextAction']): Cell {
  return 'words' in what ? as.text(what.words) : as.textOf(words, what);
}
