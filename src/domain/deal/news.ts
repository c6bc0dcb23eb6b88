/** What goes beyond the deal itself once it is accepted where it stands: its contacts hear of it, its company has one open deal. */
import type { OwedCommand } from './commands.ts';
import type { Outcome } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState } from './state.ts';
import { tellGone, tellWhere } from './tell.ts';
import { givingBackKey, twinCheck } from './twins.ts';
import { verdictOf } from './verdict.ts';

/** Nothing is told before HubSpot has it: a write comes back as `written`, and a reading that follows has the last word. */
export function withNews(before: DealState, outcome: Outcome, policy: DealPolicy, now: number): Outcome {
  const { state } = outcome;
  const commands = givingBackKey(outcome.commands, state, policy);
  if (state.values === undefined || commands.some((one) => one.do === 'write' || one.do === 'read'))
    return { state, commands };
  const verdict = verdictOf(state.values, state.settled, policy);
  const checked = twinCheck(state, verdict, policy);
  const all = [...commands, ...checked.commands];
  if (verdict.kind === 'elsewhere' || verdict.next.do !== 'wait') return { state: checked.state, commands: all };
  const knownBefore = before.shown === undefined && before.seq > 0;
  const { state: told, command } = tellWhere(checked.state, verdict, knownBefore, policy, now);
  return { state: told, commands: command === undefined ? all : [...all, command] };
}

/** The same for a deal that is not there any more. @param isSilent another one tells the contacts */
export function withGoneNews(
  { state, commands }: Outcome,
  policy: DealPolicy,
  now: number,
  isSilent: boolean = false,
): Outcome {
  const checked = twinCheck(state, undefined, policy);
  if (isSilent) return { state: checked.state, commands: [...commands, ...checked.commands] };
  const { state: told, command } = tellGone(checked.state, policy, now);
  return { state: told, commands: [...commands, ...checked.commands, ...(command === undefined ? [] : [command])] };
}

/** Of what a deal is owed, what does not need the deal. */
export function tellsOwed(owed: OwedCommand[] = []): OwedCommand[] {
  return owed.filter((command) => command.do === 'tellContacts');
}
