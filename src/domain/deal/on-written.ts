/** HubSpot took a write. */
import type { NoteCommand, WriteCommand } from './commands.ts';
import { extrasDue, withDone } from './extras.ts';
import { inStage, mustMove, noteClosing, type Outcome, record, written } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState, Shown } from './state.ts';
import { verdictOf } from './verdict.ts';

/** HubSpot has it now: remember it under HubSpot's own time, record the decisions, and look on if the next gate is open too. */
export function onWritten(
  before: DealState,
  write: WriteCommand,
  at: number,
  policy: DealPolicy,
  now: number,
): Outcome {
  // HubSpot takes writes again: a later refusal is another matter.
  const { triedAgain: _, ...taking } = before;
  let values = before.values ?? {};
  if (write.pipelineId !== undefined) values = { ...values, pipeline: written(write.pipelineId, at) };
  if (write.stageId !== undefined) values = inStage(values, write.stageId, at);
  if (write.givesBack !== undefined) values = { ...values, [write.givesBack]: written('', at) };
  const moved = write.stageId !== undefined;
  const shown = moved ? { ...write.shown, since: at } : write.shown;
  const settled = moved && write.settled !== undefined ? { ...write.settled, since: at } : write.settled;
  const verdict = verdictOf(values, settled, policy);
  // Only what HubSpot took counts for the fuse: a refused put-back is no fight with anybody.
  const putBack = moved && write.note !== undefined ? { putBacks: [...(before.putBacks ?? []), at] } : {};
  const taken = { ...taking, ...putBack, values, shown, ...(settled === undefined ? {} : { settled }) };
  const { state, commands } = record(noteClosing(taken, verdict, now), write.decisions);
  // The one message of a bypass names everything; the stage the deal is back in needs none of its own.
  const moving = mustMove(verdict);
  const note = write.note ?? (moving ? undefined : missingNote(state, shown));
  const extras = verdict.kind === 'inStage' && !moving ? extrasDue(state, verdict, values, policy) : [];
  const noted = note === undefined ? state : { ...state, notedStay: shown.since };
  return {
    state: withDone(noted, extras),
    commands: [
      ...(note === undefined ? [] : [note]),
      ...commands,
      ...extras.map(({ command }) => command),
      ...(moving ? [{ do: 'read' } as const] : []),
    ],
  };
}

/** The note of what is missing: once a stay, and not where the deal is about to be put back. */
function missingNote(state: DealState, shown: Shown): NoteCommand | undefined {
  if (shown.missing.length === 0 || shown.putBack !== undefined || state.notedStay === shown.since) return undefined;
  return { do: 'note', about: 'missing', shown, key: `missing:${shown.since}` };
}
