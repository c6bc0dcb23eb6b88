/** Where a deal stands, for `why deal`. */
import type { DealState, Shown } from '../../domain/deal/state.ts';
import { decisionWords } from '../../domain/decision-words.ts';
import { attentionWords, missingWords, nextWords, stageRows } from '../../domain/words.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { dealStateQuery, type OpenState } from '../../workflows/messages.ts';
import { type Told, whyLine, type WhyRecord } from './why-record.ts';

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
  if (shown === undefined || rows === undefined) return [`Deal ${id} is not under way in a pipeline of the policy.`];
  const missing = missingWords(policy, shown);
  const why = history.findLast(({ to, kind }) => to === stageOf(shown) && kind !== 'missing');
  return [
    `Deal ${id} is in ${rows.stage.label} (${rows.pipeline}) since ${when(shown.since)} ${policy.calendar.timeZone}.`,
    ...whyLine(whyDeal, why, told),
    missing.length === 0 ? 'Nothing is missing.' : `Missing: ${missing.join('; ')}.`,
    `Next: ${nextWords(policy, rows, shown)}`,
  ];
}

function attention({ policy, live }: Told<Live>): string[] {
  const needed = live?.deal.attention;
  return needed === undefined ? [] : [`Needs a person: ${attentionWords(policy, needed)}`];
}

const stageOf = ({ pipeline, stage }: Shown): string => `${pipeline ?? ''}.${stage ?? ''}`;
