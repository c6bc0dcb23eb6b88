/** Where a record is by the journal alone: while nobody asks its workflow, or nobody can. */
import type { RecordedDecision } from '../../journal/journal.ts';
import { type Told, whyLine, type WhyRecord } from './why-record.ts';

interface InWords {
  /** A place as the journal writes it, `<pipeline>.<stage>`, as people read it. */
  place(key: string): string;
  /** Said of a record that stands in none. */
  nowhere: string;
}

/** Place, since when and why, line by line. What is missing changes without a decision, so the journal does not tell it. */
export function journalStanding<Live>(
  kind: Pick<WhyRecord<never>, 'entity' | 'decisionWords'>,
  told: Told<Live>,
  words: InWords,
): string[] {
  const { id, history, when, policy } = told;
  const { gone, entered } = lastPlace(history);
  if (gone !== undefined) {
    const { why, into } = gone.detail ?? {};
    const goesOn = into === undefined ? '' : `; it goes on as ${kind.entity} ${String(into)}`;
    return [
      `By the journal ${kind.entity} ${id} is ${String(why)} in HubSpot since ${when(gone.happenedAt)}${goesOn}.`,
    ];
  }
  if (entered?.to === undefined) return [words.nowhere];
  const since = `${when(entered.happenedAt)} ${policy.calendar.timeZone}`;
  return [
    `By the journal ${kind.entity} ${id} is in ${words.place(entered.to)} since ${since}.`,
    ...whyLine(kind, entered, told),
    'The journal does not tell what is missing or comes next.',
  ];
}

/** The decision that brought it where it is now, or the one that says that it is gone. */
function lastPlace(history: RecordedDecision[]): { entered?: RecordedDecision; gone?: RecordedDecision } {
  let entered: RecordedDecision | undefined;
  let gone: RecordedDecision | undefined;
  for (const decision of history) {
    const { kind, to } = decision;
    if (kind === 'gone') gone = decision;
    else if (kind === 'restored' || to !== undefined) gone = undefined;
    if (kind === 'left') entered = undefined;
    else if (to !== undefined && to !== entered?.to) entered = decision;
  }
  return { ...(entered === undefined ? {} : { entered }), ...(gone === undefined ? {} : { gone }) };
}
