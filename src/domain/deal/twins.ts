/** C-10: one open deal for one company in the pipeline of new business. A second one is shown to people, never deleted. */
import type { CheckTwinsCommand, DealCommand } from './commands.ts';
import * as decisions from './decisions.ts';
import { type Outcome, record, written } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState } from './state.ts';
import type { Verdict } from './verdict.ts';
import { FILLED } from '../events.ts';

/** What the check found. */
export interface TwinsFound {
  /** Company for which the deal stands open; absent when it does not. */
  company?: string;
  /** Ids of the other open deals of that company in the pipeline. */
  others: string[];
  /** The deal holds the company's key. */
  holdsKey: boolean;
}

/**
 * The check that is due: when the deal stands open for another company than it was last checked for, by being seen first,
 * reopened or moved here, or by a change of company; and when it stops standing open while it has a twin.
 */
export function twinCheck(state: DealState, verdict: Verdict | undefined, policy: DealPolicy): Outcome {
  const rule = policy.oneOpen;
  if (rule === undefined || state.circle === undefined) return { state, commands: [] };
  const before = state.twins?.company;
  const now = standsOpenFor(state, verdict, rule.pipeline);
  if (now === before) return { state, commands: [] };
  const hasTwin = (state.twins?.others.length ?? 0) > 0 || isFilled(state, rule.twinProperty);
  const companies = [...(before !== undefined && hasTwin ? [before] : []), ...(now === undefined ? [] : [now])];
  const { twins: _, ...without } = state;
  if (companies.length === 0) return { state: without, commands: [] };
  const asked = state.twins?.others ?? [];
  const command: CheckTwinsCommand = {
    do: 'checkTwins',
    companies,
    ...(now === undefined ? {} : { company: now }),
    ...(asked.length === 0 ? {} : { asked }),
  };
  return { state, commands: [command] };
}

/** Remembers what the check found and records it where it is news. */
export function onTwins(before: DealState, found: TwinsFound, policy: DealPolicy, now: number): Outcome {
  const { twins, ...without } = before;
  const { company, others, holdsKey } = found;
  const state: DealState = company === undefined ? without : { ...without, twins: { company, others } };
  const held = holdsKey && policy.oneOpen !== undefined ? { [policy.oneOpen.keyProperty]: written(FILLED, now) } : {};
  const after = state.values === undefined ? state : { ...state, values: { ...state.values, ...held } };
  const had = twins?.others ?? [];
  if (others.join() === had.join()) return { state: after, commands: [] };
  return record(after, [decisions.twins(after, others.length > 0 ? others : had, others.length > 0, policy, now)]);
}

/** A deal that stops standing open gives the company's key back in the same write, so that the next one can take it. */
export function givingBackKey(commands: DealCommand[], state: DealState, policy: DealPolicy): DealCommand[] {
  const rule = policy.oneOpen;
  if (rule === undefined || !isFilled(state, rule.keyProperty)) return commands;
  return commands.map((command) => {
    if (command.do !== 'write' || command.shown.putBack !== undefined) return command;
    const { pipeline, stage } = command.shown;
    const kind = policy.rules.flat().find(({ key }) => key === stage)?.kind;
    return pipeline === rule.pipeline && kind === 'open' ? command : { ...command, givesBack: rule.keyProperty };
  });
}

/** The company in whose name the deal is open in the pipeline. A deal that is ahead of its criteria is where it was. */
function standsOpenFor(state: DealState, verdict: Verdict | undefined, pipeline: string): string | undefined {
  if (verdict?.kind !== 'inStage') return undefined;
  if (verdict.next.do === 'bypass') return state.twins?.company;
  const isOpen = verdict.pipeline.key === pipeline && verdict.stage.kind === 'open';
  return isOpen ? state.circle?.companies[0] : undefined;
}

function isFilled({ values }: DealState, property: string): boolean {
  return (values?.[property]?.value ?? '') !== '';
}
