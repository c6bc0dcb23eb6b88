/**
 * The deal's brain: `decide(state, happening, policy, now)` → new state and commands. Pure: the workflow carries the
 * commands out through activities and tells the results as further happenings (design, decision 3).
 */
import type { Decision } from '../decision.ts';
import type { RecordEvent } from '../events.ts';
import * as decisions from './decisions.ts';
import { foldEvents } from './fold.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState, Shown, Values } from './state.ts';
import { verdictOf, type Verdict } from './verdict.ts';

export type DealHappening =
  | { type: 'events'; events: RecordEvent[] }
  /** The record as HubSpot answered it. */
  | { type: 'read'; values: Values }
  /** The record is not there; `into` when HubSpot answered with another record's id. */
  | { type: 'absent'; into?: string }
  /** HubSpot took the write, at this time of its clock. */
  | { type: 'written'; write: WriteCommand; at: number }
  /** HubSpot refused for good; nothing was changed. */
  | { type: 'refused'; reason: string }
  /** The maximum sleep is over: look again. */
  | { type: 'woke' };

/** One write: the stage if it changes, and what is missing in the words of the SOP (D-16). */
export interface WriteCommand {
  do: 'write';
  /** HubSpot's id of the new stage. */
  stageId?: string;
  shown: Shown;
  /** What is decided when the write has been taken. */
  decisions: decisions.Draft[];
}

export type DealCommand =
  | { do: 'read' }
  | WriteCommand
  /** The note that names what is missing, once per stay in a stage. */
  | { do: 'note'; shown: Shown }
  /** Decisions for the journal. */
  | { do: 'record'; decisions: Decision[] };

export interface Outcome {
  state: DealState;
  commands: DealCommand[];
}

export function decide(state: DealState, happening: DealHappening, policy: DealPolicy, now: number): Outcome {
  switch (happening.type) {
    case 'events': {
      const folded = foldEvents(state, happening.events);
      return { state: folded, commands: needsRead(folded, policy) ? [{ do: 'read' }] : [] };
    }
    case 'woke':
      return { state, commands: [{ do: 'read' }] };
    case 'read':
      return onRead(state, happening.values, policy, now);
    case 'absent':
      return onAbsent(state, happening.into, policy, now);
    case 'written':
      return onWritten(state, happening.write, happening.at, policy, now);
    case 'refused':
      return { state: { ...state, attention: { reason: happening.reason, since: now } }, commands: [] };
  }
}

/**
 * Whether what the events say differs from what was last shown. Only then is the record read: a webhook that changes no
 * verdict costs no activity and no HubSpot call (design, decision 4).
 */
function needsRead(state: DealState, policy: DealPolicy): boolean {
  if (state.unsure === true) return true;
  if (state.gone !== undefined) return false;
  if (state.values === undefined || state.shown === undefined || state.attention !== undefined) return true;
  const verdict = verdictOf(state.values, policy);
  return !isShown(state.shown, verdict) || mustMove(verdict);
}

/** The record was read, and the read is what counts: move, close, or say what is missing. */
function onRead(before: DealState, values: Values, policy: DealPolicy, now: number): Outcome {
  const { gone, unsure: _unsure, attention: _attention, ...kept } = before;
  const verdict = verdictOf(values, policy);
  const shown = adoptOwnStay(before.shown, verdict);
  const hubspotTime = Math.max(kept.hubspotTime ?? 0, ...Object.values(values).map(({ at }) => at));
  const read: DealState = { ...kept, values, readAt: now, hubspotTime };
  const state = shown === undefined ? read : { ...read, shown };
  const drafts: decisions.Draft[] = [];
  if (shown === undefined) drafts.push(decisions.started(state, verdict, policy, now));
  else if (gone !== undefined) drafts.push(decisions.restored(state, policy, now));
  if (verdict.kind === 'elsewhere') {
    if (shown !== undefined && shown.stage === undefined) return record(state, drafts);
    if (shown !== undefined) drafts.push(decisions.left(state, policy, now));
    return record({ ...state, shown: { since: now, missing: [], resting: false } }, drafts);
  }
  if (shown !== undefined && shown.since !== verdict.stageFact.at) {
    drafts.push(decisions.movedByOthers(state, verdict, policy));
  }
  if (verdict.next.do !== 'wait') {
    drafts.push(decisions.moved(state, verdict, verdict.next, policy));
    const after = verdictOf(inStage(values, verdict.next.to.id, now), policy);
    const write: WriteCommand = {
      do: 'write',
      stageId: verdict.next.to.id,
      shown: toShow(after, now),
      decisions: drafts,
    };
    return { state, commands: [write] };
  }
  if (shown !== undefined && isShown(shown, verdict)) return record(noteClosing(state, verdict, now), drafts);
  if (verdict.missing.length > 0) drafts.push(decisions.missing(state, verdict, policy, now));
  return { state, commands: [{ do: 'write', shown: toShow(verdict, now), decisions: drafts }] };
}

/** HubSpot has it now: remember it under HubSpot's own time, record the decisions, and look on if the next gate is open too. */
function onWritten(before: DealState, write: WriteCommand, at: number, policy: DealPolicy, now: number): Outcome {
  const known = before.values ?? {};
  const values = write.stageId === undefined ? known : inStage(known, write.stageId, at);
  const shown = write.stageId === undefined ? write.shown : { ...write.shown, since: at };
  const verdict = verdictOf(values, policy);
  const written = noteClosing({ ...before, values, shown }, verdict, now);
  const { state, commands } = record(written, write.decisions);
  if (mustMove(verdict)) return { state, commands: [...commands, { do: 'read' }] };
  if (shown.missing.length === 0 || state.notedStay === shown.since) return { state, commands };
  return { state: { ...state, notedStay: shown.since }, commands: [{ do: 'note', shown }, ...commands] };
}

/** The record is gone: say so once, keep listening for a while (it can be restored), write nothing. */
function onAbsent(before: DealState, into: string | undefined, policy: DealPolicy, now: number): Outcome {
  const { unsure: _, ...state } = before;
  if (state.gone !== undefined) return { state, commands: [] };
  const gone: DealState['gone'] = into === undefined ? { why: 'deleted' } : { why: 'merged', into };
  return record({ ...state, gone, readAt: now, closedAt: state.closedAt ?? now }, [
    decisions.gone(state, gone, policy, now),
  ]);
}

function mustMove(verdict: Verdict): boolean {
  return verdict.kind === 'inStage' && verdict.next.do !== 'wait';
}

function isShown(shown: Shown, verdict: Verdict): boolean {
  if (verdict.kind === 'elsewhere') return shown.stage === undefined;
  const next = toShow(verdict, shown.since);
  return (
    shown.pipeline === next.pipeline &&
    shown.stage === next.stage &&
    shown.since === next.since &&
    shown.resting === next.resting &&
    shown.missing.join() === next.missing.join()
  );
}

function toShow(verdict: Verdict, now: number): Shown {
  if (verdict.kind === 'elsewhere') return { since: now, missing: [], resting: false };
  const { pipeline, stage, stageFact, missing, resting } = verdict;
  return { pipeline, stage: stage.key, since: stageFact.at, missing, resting };
}

/** A stay that we began ourselves is known by our write's time; HubSpot's history may put it some milliseconds off. */
function adoptOwnStay(shown: Shown | undefined, verdict: Verdict): Shown | undefined {
  if (shown === undefined || verdict.kind === 'elsewhere') return shown;
  const own = verdict.stageFact.by === 'us' && verdict.stage.key === shown.stage;
  return own ? { ...shown, since: verdict.stageFact.at } : shown;
}

/** The values once we have moved the deal. */
function inStage(values: Values, stageId: string, at: number): Values {
  const previous = values['dealstage']?.value;
  return { ...values, dealstage: { value: stageId, at, by: 'us', ...(previous === undefined ? {} : { previous }) } };
}

/** A closed deal listens for a while and ends; an open one does not end. */
function noteClosing(state: DealState, verdict: Verdict, now: number): DealState {
  const { closedAt, ...open } = state;
  if (verdict.kind === 'inStage' && verdict.stage.kind === 'open') return open;
  return { ...open, closedAt: closedAt ?? now };
}

/** Numbers the decisions and has them recorded. */
function record(state: DealState, drafts: decisions.Draft[]): Outcome {
  if (drafts.length === 0) return { state, commands: [] };
  const numbered = drafts.map((draft, index) => ({ ...draft, seq: state.seq + index + 1 }));
  return { state: { ...state, seq: state.seq + drafts.length }, commands: [{ do: 'record', decisions: numbered }] };
}

/** When a deal that is closed or gone stops listening; undefined for one that is open. */
export function endsAt(state: DealState, policy: DealPolicy): number | undefined {
  return state.closedAt === undefined ? undefined : state.closedAt + policy.closedStaysOpenMs;
}
