/**
 * The deal's brain: `decide(state, happening, policy, now)` → new state and commands. Pure: the workflow carries the
 * commands out through activities and tells the results as further happenings (design, decision 3).
 */
import type { RecordEvent } from '../events.ts';
import { backedOut } from './back-out/drafts.ts';
import { hasBackOutNews, hearBackOuts, withWaiting } from './back-out/hear.ts';
import { withSale } from './back-out/sale.ts';
import type { BackOutRequest } from './back-out/state.ts';
import { bypass } from './bypass.ts';
import type { NoteCommand, WriteCommand } from './commands.ts';
import * as decisions from './decisions.ts';
import type { Circle } from './circle.ts';
import { foldDuties, ticketOpened } from './duties.ts';
import { extrasDue, withDone } from './extras.ts';
import { foldEvents } from './fold.ts';
import { tellsOwed, withGoneNews, withNews } from './news.ts';
import { inStage, type Outcome, record, settledAt, written } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { type Refusal, refused, tryAgain, withOwed } from './refused.ts';
import { isShown, toShow } from './show.ts';
import type { Attention, DealState, Settled, Shown, Values } from './state.ts';
import { onTwins, type TwinsFound } from './twins.ts';
import { type InStage, letStandBy, type Verdict, verdictOf } from './verdict.ts';

export type DealHappening =
  | { type: 'events'; events: RecordEvent[] }
  /** The record as HubSpot answered it. */
  | { type: 'read'; values: Values; circle?: Circle }
  /** The record is not there; `into` when HubSpot answered with another record's id. */
  | { type: 'absent'; into?: string }
  /** HubSpot took the write, at this time of its clock. */
  | { type: 'written'; write: WriteCommand; at: number }
  /** The onboarding ticket is there; one that is not new may have been moved on. */
  | { type: 'handedOff'; ticketId: string; isNew: boolean }
  /** The other open deals of its company were looked for. */
  | ({ type: 'twins' } & TwinsFound)
  /** HubSpot took these properties of the deal, at this time of its clock. */
  | { type: 'set'; values: Record<string, string>; at: number }
  /** Somebody brought a code; the request says who that was, or why nobody knows (B-02). */
  | { type: 'backOut'; request: BackOutRequest }
  /** HubSpot refused for good; nothing was changed. */
  | ({ type: 'refused' } & Refusal)
  /** A deadline is there, or the maximum sleep is over: look again. */
  | { type: 'woke' };

export function decide(state: DealState, happening: DealHappening, policy: DealPolicy, now: number): Outcome {
  const outcome = decided(state, happening, policy, now);
  return { ...outcome, state: withSale(outcome.state, policy) };
}

function decided(state: DealState, happening: DealHappening, policy: DealPolicy, now: number): Outcome {
  switch (happening.type) {
    case 'events': {
      const { fresh: _, ...heard } = state;
      const folded = foldDuties(foldEvents(heard, happening.events, policy), happening.events, policy);
      if (!needsRead(folded, policy)) return { state: folded, commands: [] };
      return sayUnread(folded, policy, now) ?? { state: folded, commands: [{ do: 'read' }] };
    }
    case 'woke':
      return { state, commands: [{ do: 'read' }] };
    case 'read': {
      const { values, circle } = happening;
      const met = circle === undefined ? state : { ...state, circle };
      const outcome = withNews(state, onRead(met, values, policy, now), policy, now);
      // A ticket that HubSpot refused is not opened for a deal that is backed out.
      const isOver = outcome.state.settled?.backOut === true;
      const owed = state.owed?.filter((command) => !isOver || command.do !== 'onboard');
      return withOwed(outcome, owed ?? []);
    }
    case 'absent':
      return withAbsentBackOuts(
        withOwed(onAbsent(state, happening.into, policy, now), tellsOwed(state.owed)),
        policy,
        now,
      );
    case 'written':
      return withNews(state, onWritten(state, happening.write, happening.at, policy, now), policy, now);
    case 'twins':
      return onTwins(state, happening, policy, now);
    case 'set': {
      const values: Values = { ...state.values };
      for (const [name, value] of Object.entries(happening.values)) values[name] = written(value, happening.at);
      const after = { ...state, values };
      return { state: after, commands: needsRead(after, policy) ? [{ do: 'read' }] : [] };
    }
    case 'backOut':
      return { state: withWaiting(state, happening.request), commands: [{ do: 'read' }] };
    case 'handedOff':
      return record(ticketOpened(state, happening, now), [decisions.handedOff(state, happening.ticketId, policy, now)]);
    case 'refused':
      return refused(state, happening, now);
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
  if (hasBackOutNews(state, policy)) return true;
  const verdict = verdictOf(state.values, state.settled, policy);
  if (verdict.kind === 'inStage' && extrasDue(state, verdict, state.values, policy).length > 0) return true;
  return !isShown(state.shown, verdict, policy) || mustMove(verdict);
}

/**
 * Where events change nothing but the list of what is missing, the list is written without a reading: the next event can
 * take it back. Everything else, a move, a note, a task, rests on a fresh read; undefined says so.
 */
function sayUnread(state: DealState, policy: DealPolicy, now: number): Outcome | undefined {
  const { values, shown, settled } = state;
  if (state.unsure === true || state.attention !== undefined || values === undefined || shown === undefined)
    return undefined;
  if (hasBackOutNews(state, policy)) return undefined;
  const verdict = verdictOf(values, settled, policy);
  if (verdict.kind === 'elsewhere' || verdict.next.do !== 'wait' || settled === undefined) return undefined;
  const next = toShow(verdict, policy, now);
  const { advice: _, ...stay } = shown;
  const updated: Shown = {
    ...stay,
    missing: next.missing,
    ...(next.advice === undefined ? {} : { advice: next.advice }),
  };
  const sameStay = isShown(updated, verdict, policy);
  const isNoted = next.missing.length === 0 || state.notedStay === shown.since;
  if (!sameStay || !isNoted || extrasDue(state, verdict, values, policy).length > 0) return undefined;
  const said = next.missing.length > 0 && next.missing.join() !== shown.missing.join();
  const decided = said ? [decisions.missing(state, verdict, policy, now)] : [];
  return { state, commands: [{ do: 'write', shown: next, settled, decisions: decided }] };
}

/** The record was read, and the read is what counts: move, close, put back, or say what is missing. */
function onRead(before: DealState, values: Values, policy: DealPolicy, now: number): Outcome {
  const { gone, unsure: _unsure, ...kept } = tryAgain(before);
  const hubspotTime = Math.max(kept.hubspotTime ?? 0, ...Object.values(values).map(({ at }) => at));
  // A run that starts again after the deal's time of listening takes the deal as it finds it: it was judged before.
  const knownBefore = before.shown === undefined && before.seq > 0;
  const settled = before.settled ?? (knownBefore ? foundIn(values, policy) : undefined);
  const found = verdictOf(values, settled, policy);
  const read: DealState = {
    ...kept,
    values,
    readAt: now,
    fresh: true,
    hubspotTime,
    ...(settled === undefined ? {} : { settled }),
  };
  const heard = hearBackOuts(read, found, policy, now);
  const verdict = verdictOf(values, heard.state.settled, policy);
  const state = adoptOwnStay(heard.state, verdict);
  const { shown } = state;
  const drafts: decisions.Draft[] = [];
  if (gone !== undefined) drafts.push(decisions.restored(state, policy, now));
  if (shown === undefined) drafts.push(decisions.started(state, verdict, policy, now));
  drafts.push(...heard.drafts);

  if (verdict.kind === 'elsewhere') {
    if (shown !== undefined && shown.stage === undefined) return record(state, drafts);
    const { settled: _settled, ...unsettled } = state;
    const nothing = toShow(verdict, policy, now);
    if (shown === undefined) return record({ ...unsettled, shown: nothing }, drafts);
    // What it said about the stage it left must not stay on the deal.
    drafts.push(decisions.left(state, policy, now));
    return { state: unsettled, commands: [{ do: 'write', shown: nothing, decisions: drafts }] };
  }
  if (shown !== undefined && shown.since !== verdict.stageFact.at) {
    drafts.push(decisions.movedByOthers(state, verdict, policy));
  }
  const extras = extrasDue(state, verdict, values, policy);
  const outcome = act(withDone(state, extras), verdict, values, policy, now, drafts, before.attention);
  return { state: outcome.state, commands: [...outcome.commands, ...extras.map(({ command }) => command)] };
}

/** The stage a deal stands in, as if it had been accepted there. */
function foundIn(values: Values, policy: DealPolicy): Settled | undefined {
  const verdict = verdictOf(values, undefined, policy);
  return verdict.kind === 'inStage' ? settledAt(verdict) : undefined;
}

/** Who brings a code for a deal that is not there any more is told so. */
function withAbsentBackOuts(outcome: Outcome, policy: DealPolicy, now: number): Outcome {
  const heard = hearBackOuts(outcome.state, undefined, policy, now);
  const { state, commands } = record(heard.state, heard.drafts);
  return { state, commands: [...outcome.commands, ...commands] };
}

/** The verdict stands on a fresh read: what is to be written? */
function act(
  state: DealState,
  verdict: InStage,
  values: Values,
  policy: DealPolicy,
  now: number,
  drafts: decisions.Draft[],
  attention: Attention | undefined,
): Outcome {
  const { next } = verdict;
  if (next.do === 'bypass') return bypass(state, verdict, next.to, policy, now, drafts, attention);
  if (next.do === 'backOut') {
    const settled = { pipeline: verdict.pipeline.key, stage: next.to.key, since: now };
    drafts.push(backedOut(state, verdict, next.to.key, policy));
    const shown = toShow(verdictOf(inStage(values, next.to.id, now), settled, policy), policy, now);
    const reason = state.duties?.backOut?.approved?.reason ?? '';
    const write: WriteCommand = {
      do: 'write',
      stageId: next.to.id,
      backOut: { reason },
      shown,
      settled,
      decisions: drafts,
    };
    return { state, commands: [write] };
  }
  if (next.do !== 'wait') {
    const signed = verdict.signed && next.to.kind === 'open' ? ({ signed: true } as const) : {};
    const settled = { pipeline: verdict.pipeline.key, stage: next.to.key, since: now, ...signed };
    drafts.push(decisions.moved(state, verdict, next, policy));
    const after = verdictOf(inStage(values, next.to.id, now), settled, policy);
    const shown = toShow(after, policy, now);
    return { state, commands: [{ do: 'write', stageId: next.to.id, shown, settled, decisions: drafts }] };
  }
  const reason = isAhead(state.settled, verdict) ? letStandBy(values, state.settled, policy) : undefined;
  if (reason !== undefined) drafts.push(decisions.letStand(state, verdict, reason, policy));
  const accepted = settledAt(verdict);
  // A reason is used up by the move it let stand: this stay counts from it.
  const before = state.settled?.stage === accepted.stage ? state.settled : undefined;
  const settled: Settled = { ...accepted, since: Math.max(accepted.since, before?.since ?? 0, reason?.at ?? 0) };
  if (verdict.stageFact.by === 'us' && before?.enteredAt !== undefined) settled.enteredAt = before.enteredAt;
  if (state.shown !== undefined && isShown(state.shown, verdict, policy)) {
    return record(noteClosing({ ...state, settled }, verdict, now), drafts);
  }
  if (verdict.missing.length > 0) drafts.push(decisions.missing(state, verdict, policy, now));
  return { state, commands: [{ do: 'write', shown: toShow(verdict, policy, now), settled, decisions: drafts }] };
}

/** HubSpot has it now: remember it under HubSpot's own time, record the decisions, and look on if the next gate is open too. */
function onWritten(before: DealState, write: WriteCommand, at: number, policy: DealPolicy, now: number): Outcome {
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

/** The record is gone: say so once, keep listening for a while (it can be restored), write nothing. */
function onAbsent(before: DealState, into: string | undefined, policy: DealPolicy, now: number): Outcome {
  const { unsure: _, attention: __, owed: ___, ...state } = before;
  if (state.gone !== undefined) return { state: { ...state, readAt: now }, commands: [] };
  const gone: DealState['gone'] = into === undefined ? { why: 'deleted' } : { why: 'merged', into };
  const taken = { ...state, gone, readAt: now, closedAt: state.closedAt ?? now };
  return withGoneNews(record(taken, [decisions.gone(state, gone, policy, now)]), policy, now);
}

function mustMove(verdict: Verdict): boolean {
  return verdict.kind === 'inStage' && verdict.next.do !== 'wait' && verdict.next.do !== 'bypass';
}

function isAhead(settled: Settled | undefined, { pipeline, stage }: InStage): boolean {
  const order = pipeline.stages.map(({ key }) => key);
  return settled !== undefined && order.indexOf(stage.key) > order.indexOf(settled.stage);
}

/**
 * A stay that we began ourselves is known by our write's time; HubSpot's history may put it off: by milliseconds, or, when a
 * crash had the write repeated, by whatever lay between. What was noted for the stay stays noted.
 */
function adoptOwnStay(state: DealState, verdict: Verdict): DealState {
  const { shown, notedStay } = state;
  if (shown === undefined || verdict.kind === 'elsewhere') return state;
  const { at, by } = verdict.stageFact;
  if (by !== 'us' || verdict.stage.key !== shown.stage) return state;
  const adopted: DealState = { ...state, shown: { ...shown, since: at } };
  return notedStay === shown.since ? { ...adopted, notedStay: at } : adopted;
}

/** A closed deal listens for a while and ends; an open one does not end. */
function noteClosing(state: DealState, verdict: Verdict, now: number): DealState {
  const { closedAt, ...open } = state;
  if (verdict.kind === 'inStage' && verdict.stage.kind === 'open') return open;
  return { ...open, closedAt: closedAt ?? now };
}
