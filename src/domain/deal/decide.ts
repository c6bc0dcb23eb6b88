/**
 * The deal's brain: `decide(state, happening, policy, now)` → new state and commands. Pure: the workflow carries the
 * commands out through activities and tells the results as further happenings (design, decision 3).
 * Order of reading: here → on-read.ts → verdict.ts and act.ts → on-written.ts.
 */
import type { RecordEvent } from '../events.ts';
import { withWaiting } from './back-out/hear.ts';
import { withSale } from './back-out/sale.ts';
import type { BackOutRequest } from './back-out/state.ts';
import type { Circle } from './circle.ts';
import type { WriteCommand } from './commands.ts';
import { handedOff } from './decisions.ts';
import { foldDuties, ticketOpened } from './duties.ts';
import { foldEvents } from './fold.ts';
import { withoutRecorded } from './merge/take-over.ts';
import { withNews } from './news.ts';
import { handedOver, onAbsent } from './on-absent.ts';
import { onRead } from './on-read.ts';
import { onWritten } from './on-written.ts';
import { withGiven } from './open-tasks.ts';
import { type Outcome, record, written } from './outcome.ts';
import type { DealPolicy } from './policy.ts';
import { type Refusal, refused, withOwed } from './refused.ts';
import type { DealState, Values } from './state.ts';
import { onTwins, type TwinsFound } from './twins.ts';
import { needsRead, sayUnread } from './unread.ts';

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
  /** The deal that this one was merged into knows of that one; absent: of what the journal told. */
  | { type: 'handedOver'; dealId?: string }
  /** HubSpot refused for good; nothing was changed. */
  | ({ type: 'refused' } & Refusal)
  /** A deadline is there, or the maximum sleep is over: look again. */
  | { type: 'woke' };

export function decide(state: DealState, happening: DealHappening, policy: DealPolicy, now: number): Outcome {
  const outcome = decided(state, happening, policy, now);
  const given = withGiven(outcome.state, outcome.commands);
  return { ...outcome, state: withSale(withoutRecorded(given, outcome.commands), policy) };
}

function decided(state: DealState, happening: DealHappening, policy: DealPolicy, now: number): Outcome {
  switch (happening.type) {
    case 'events': {
      const folded = heard(withMergeTime(state, happening.events), happening.events, policy);
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
      return onAbsent(state, happening.into, policy, now);
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
    case 'handedOver':
      return { state: handedOver(state, happening.dealId), commands: [] };
    case 'handedOff':
      return record(ticketOpened(state, happening, now), [handedOff(state, happening.ticketId, policy, now)]);
    case 'refused':
      return refused(state, happening, now);
  }
}

/** What HubSpot tells of a reading that has it already, the echo of our own write for one, leaves that reading fresh. */
function heard(state: DealState, events: RecordEvent[], policy: DealPolicy): DealState {
  const folded = foldDuties(foldEvents(state, events, policy), events, policy);
  const isNews =
    folded.values !== state.values ||
    folded.unsure !== state.unsure ||
    folded.circle !== state.circle ||
    folded.duties !== state.duties;
  if (!isNews) return folded;
  const { fresh: _, ...older } = folded;
  return older;
}

/** What the survivor was before and after the merge is told by its time. */
function withMergeTime(state: DealState, events: RecordEvent[]): DealState {
  const merge = events.find(({ kind }) => kind === 'merged');
  return merge === undefined || state.mergedAt !== undefined ? state : { ...state, mergedAt: merge.occurredAt };
}
