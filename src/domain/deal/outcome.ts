/** Pieces that every answer of `decide` is made of. */
import type { DealCommand } from './commands.ts';
import type { Draft } from './decisions.ts';
import type { DealState, Known, Settled, Values } from './state.ts';
import type { InStage, Verdict } from './verdict.ts';

export interface Outcome {
  state: DealState;
  commands: DealCommand[];
}

/** Numbers the decisions and has them recorded. */
export function record(state: DealState, drafts: Draft[]): Outcome {
  if (drafts.length === 0) return { state, commands: [] };
  const numbered = drafts.map((draft, index) => ({ ...draft, seq: state.seq + index + 1 }));
  return { state: { ...state, seq: state.seq + drafts.length }, commands: [{ do: 'record', decisions: numbered }] };
}

/** The stage of a verdict, accepted. */
export function settledAt({ pipeline, stage, stageFact, signed, reopenedAt }: InStage): Settled {
  const place = { pipeline: pipeline.key, stage: stage.key, since: stageFact.at, ...(signed ? { signed } : {}) };
  return reopenedAt === undefined ? place : { ...place, reopenedAt };
}

/** A fact of ours: HubSpot's id of a stage or pipeline that we wrote. */
export function written(value: string, at: number): Known {
  return { value, at, by: 'us' };
}

/** The values once we have moved the deal. */
export function inStage(values: Values, stage: string, at: number): Values {
  const previous = values['dealstage']?.value;
  return { ...values, dealstage: { ...written(stage, at), ...(previous === undefined ? {} : { previous }) } };
}

/** Whether the deal moves on by itself, without waiting for anybody. */
export function mustMove(verdict: Verdict): boolean {
  return verdict.kind === 'inStage' && verdict.next.do !== 'wait' && verdict.next.do !== 'bypass';
}

/** A closed deal listens for a while and ends; an open one does not end. */
export function noteClosing(state: DealState, verdict: Verdict, now: number): DealState {
  const { closedAt, ...open } = state;
  if (verdict.kind === 'inStage' && verdict.stage.kind === 'open') return open;
  return { ...open, closedAt: closedAt ?? now };
}
