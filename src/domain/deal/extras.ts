/** What a deal's workflow does once per deal besides moving it. */
import type { DealCommand, TaskCommand } from './commands.ts';
import type { DealPolicy } from './policy.ts';
import { toShow } from './show.ts';
import type { DealState, Values } from './state.ts';
import { BACK_OUT, type InStage, NOT_SIGNED } from './verdict.ts';

export interface Extra {
  /** Key under which it is remembered as done. */
  once: string;
  command: DealCommand;
}

/** What is due on a verdict and not done yet: onboarding (D-17), the way to the VP (D-13), early data (D-03). */
export function extrasDue(state: DealState, verdict: InStage, values: Values, policy: DealPolicy): Extra[] {
  const due: Extra[] = [];
  const isNew = (once: string) => state.done?.includes(once) !== true;
  const { stage, stageFact, next } = verdict;
  // Won before the policy came into force: its onboarding is long under way.
  const won =
    stage.kind === 'won' && next.do === 'wait' && (state.settled !== undefined || stageFact.at >= policy.bypass.since);
  if (policy.onboards && won && isNew('onboarding')) due.push({ once: 'onboarding', command: { do: 'onboard' } });

  const { category, details } = policy.lost;
  const isSigned = stage.kind === 'won' || verdict.signed;
  const isOfBackOut = values[category]?.value === policy.backOut?.lostCategory;
  if (values[category]?.value && values[details]?.value && (isSigned || (stage.kind === 'open' && isOfBackOut))) {
    const at = Math.max(values[category].at, values[details].at);
    const once = isSigned ? `lostOnWon:${at}` : `${NOT_SIGNED}:${at}`;
    const shown = { ...toShow(verdict, policy, at), missing: [isSigned ? BACK_OUT : NOT_SIGNED] };
    const about = isSigned ? 'backOutWay' : NOT_SIGNED;
    // An open deal may be made with them.
    const isOfStay = isSigned ? at > stageFact.at : at >= stageFact.at;
    if (isOfStay && isNew(once)) due.push({ once, command: { do: 'note', about, shown, key: once } });
  }
  const early = policy.earlyData;
  if (early !== undefined && stage.kind === 'open' && values[early.received]?.value === 'yes') {
    const sent = early.agreements.every((name) => early.sent.includes(values[name]?.value ?? ''));
    if (!sent && !values[early.reason]?.value && isNew('earlyData')) {
      due.push({ once: 'earlyData', command: { do: 'task', about: 'earlyData', key: 'earlyData' } });
    }
  }
  return due;
}

/** Remembers extras as done. */
export function withDone(state: DealState, extras: Extra[]): DealState {
  return extras.length === 0 ? state : { ...state, done: [...(state.done ?? []), ...extras.map(({ once }) => once)] };
}

/** Begins the keys of tasks that ask a person to look. */
export const ATTENTION = 'attention:';

/** The task that asks a person to look. */
export function attentionTask(reason: string, now: number, properties: string[] = []): TaskCommand {
  return { do: 'task', about: 'attention', key: `${ATTENTION}${reason}:${now}`, reason, properties };
}
