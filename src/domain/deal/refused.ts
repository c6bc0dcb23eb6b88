/** HubSpot's final "no": nothing changed there, a person has to look, and the next reading tries again. */
import type { DealCommand, OwedCommand } from './commands.ts';
import { attentionTask } from './extras.ts';
import type { Outcome } from './outcome.ts';
import type { Attention, DealState } from './state.ts';

export interface Refusal {
  reason: string;
  /** Properties that HubSpot wants or refuses. */
  properties?: string[];
  /** What was refused, where nothing later would do it again. */
  owed?: OwedCommand;
}

/** Shows it to a person: one task for one matter, however often it is tried again. */
export function refused(state: DealState, { reason, properties, owed }: Refusal, now: number): Outcome {
  const { triedAgain, ...kept } = state;
  const known = [kept.attention, triedAgain].find(
    (one) => one?.reason === reason && one.properties?.join() === properties?.join(),
  );
  const attention: Attention = {
    reason,
    since: known?.since ?? now,
    triedAt: now,
    ...(properties === undefined ? {} : { properties }),
  };
  const debts = owed === undefined ? kept.owed : [...(kept.owed ?? []), owed];
  const after: DealState = { ...kept, attention, ...(debts === undefined ? {} : { owed: debts }) };
  return { state: after, commands: known === undefined ? [attentionTask(reason, now, properties)] : [] };
}

/** A reading tries everything again: nothing is refused any more until HubSpot says so. */
export function tryAgain(state: DealState): DealState {
  const { attention, triedAgain: _, owed: _owed, ...kept } = state;
  const triedAgain = attention === undefined || attention.reason === 'fuse' ? {} : { triedAgain: attention };
  return { ...kept, ...triedAgain };
}

/** What was decided on the reading, and then what the deal is still owed. A note about a stay that is over is not. */
export function withOwed({ state, commands }: Outcome, owed: OwedCommand[]): Outcome {
  const leaves = commands.some((command) => command.do === 'write' && command.stageId !== undefined);
  const due: DealCommand[] = owed.filter((command) => {
    if (command.do !== 'note' || command.about !== 'missing') return true;
    return !leaves && command.shown.stage === state.shown?.stage;
  });
  return { state, commands: [...commands, ...due] };
}
