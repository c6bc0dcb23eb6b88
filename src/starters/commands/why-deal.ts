/** Where a deal stands, for `why deal`. */
import type { DealState, Shown } from '../../domain/deal/state.ts';
import { decisionWords, placeWords } from '../../domain/decision-words.ts';
import { LOOK_AGAIN, STOP_LISTENING } from '../../domain/wake.ts';
import { nextWords } from '../../domain/deal-details.ts';
import { attentionWords, lostWords, missingWords, stageRows } from '../../domain/words.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery, type OpenState } from '../../workflows/messages.ts';
import { journalStanding } from './why-journal.ts';
import { comingOf, type Told, whyLine, type WhyRecord } from './why-record.ts';

type Live = OpenState & { deal: DealState };

export const whyDeal: WhyRecord<Live> = {
  entity: 'deal',
  workflowId: dealWorkflowId,
  query: dealStateQuery,
  standing: (told) => [...place(told), ...attention(told)],
  decisionWords,
};

function place(told: Told<Live>): string[] {
  const { policy, id, live, history, when } = told;
  const shown = live?.deal.shown;
  const rows = shown === undefined ? undefined : stageRows(policy, shown);
  const gone = live?.deal.gone;
  if (gone !== undefined)
    return [
      `Deal ${id} is ${gone.why} in HubSpot${gone.into === undefined ? '' : `; it goes on as deal ${gone.into}`}.`,
    ];
  const nowhere = `Deal ${id} is not under way in a pipeline of the policy.`;
  if (shown === undefined)
    return journalStanding(whyDeal, told, { place: (key) => placeWords(policy, key) ?? key, nowhere });
  if (rows === undefined) return [nowhere];
  const missing = missingWords(policy, shown);
  const why = history.findLast(({ to, kind }) => to === stageOf(shown) && kind !== 'missing');
  return [
    `Deal ${id} is in ${rows.stage.label} (${rows.pipeline}) since ${when(shown.since)} ${policy.calendar.timeZone}.`,
    ...whyLine(whyDeal, why, told),
    missing.length === 0 ? 'Nothing is missing.' : `Missing: ${missing.join('; ')}.`,
    `Next: ${rows.stage.kind === 'open' || shown.putBack ? nextWords(policy, rows, shown) : afterClosing(told)}`,
  ];
}

/** What still comes once no stage does: the hand-off or the rep's update of a back-out, and the reminders of both. */
function afterClosing({ policy, live, when }: Told<Live>): string {
  const coming = comingOf(live);
  const lostFor = live?.deal.shown?.lostFor;
  const closed = `the deal is closed${lostFor ? `: ${lostWords(policy, lostFor)}` : ''}.`;
  if (coming === undefined || coming.what === LOOK_AGAIN || coming.what === STOP_LISTENING) return `nothing; ${closed}`;
  return `${coming.what}, ${when(coming.at)}; ${closed}`;
}

function attention({ policy, live }: Told<Live>): string[] {
  const needed = live?.deal.attention;
  return needed === undefined ? [] : [`Needs a person: ${attentionWords(policy, needed)}`];
}

const stageOf = ({ pipeline, stage }: Shown): string => `${pipeline ?? ''}.${stage ?? ''}`;
