/**
 * The survivor's side of a merge with a deal that was won: on a fresh reading it takes the win over, unless it has one of its
 * own. Whatever order things come in, the outcome is the same. docs/decisions/0018-merged-wins.md says why it is decided like this.
 */
import type { DealCommand } from '../commands.ts';
import type { Draft } from '../decisions.ts';
import { noDuties } from '../duty-state.ts';
import { settledAt } from '../outcome.ts';
import type { DealPolicy } from '../policy.ts';
import type { DealState, Settled } from '../state.ts';
import { type InStage, verdictOf } from '../verdict.ts';
import * as decisions from './drafts.ts';
import { holdsWin, type Inheritance } from './inheritance.ts';

/** A write of ours, and what HubSpot's history says of it, are this far apart at most. */
const SAME_STAY_MS = 60_000;

const once = (dealId: string) => `inherited:${dealId}`;

/** A merged deal hands on what it was; the next reading decides what comes of it. Told twice, it is heard once. */
export function inherited(state: DealState, from: Inheritance): DealState {
  const { fresh: _, ...kept } = state;
  const known = state.inherited ?? [];
  if (state.done?.includes(once(from.dealId)) === true || known.some(({ dealId }) => dealId === from.dealId))
    return state;
  return { ...kept, inherited: [...known, from] };
}

/** The state with every win that was handed on and is not recorded yet, and a decision for each. */
export function takeOver(before: DealState, policy: DealPolicy): { state: DealState; drafts: Draft[] } {
  let state = before;
  const drafts: Draft[] = [];
  const handed = (before.inherited ?? []).toSorted((a, b) => (isEarlier(a, b.sale.wonAt, b.dealId) ? -1 : 1));
  for (const from of handed) {
    const verdict = verdictOf(state.values ?? {}, state.settled, policy);
    if (verdict.kind === 'elsewhere') return { state: before, drafts: [] };
    const taken = isTaken(state, verdict, from, policy);
    drafts.push(decisions.inherited(state, verdict, from, taken, policy));
    if (taken && stays(verdict, from, policy)) drafts.push(decisions.leftOpen(state, verdict, from, policy));
    state = taken ? withWin(state, verdict, from, policy) : withDone(state, from);
  }
  return { state, drafts };
}

/** What is recorded needs no second hearing. */
export function withoutRecorded(state: DealState, commands: DealCommand[]): DealState {
  const { inherited: pending, done = [], ...kept } = state;
  const told = commands.flatMap((command) => (command.do === 'record' ? command.decisions : []));
  const ids = told.flatMap(({ kind, detail }) => (kind === 'inherited' ? [String(detail?.['merged'])] : []));
  if (pending === undefined || ids.length === 0) return state;
  const left = pending.filter(({ dealId }) => !ids.includes(dealId));
  return { ...kept, done: [...done, ...ids.map(once)], ...(left.length === 0 ? {} : { inherited: left }) };
}

/** Of several wins that come with merges the earliest counts, as with one that is moved about: no merge begins the window anew. */
function isTaken(state: DealState, verdict: InStage, from: Inheritance, policy: DealPolicy): boolean {
  if (!holdsWin(from.settled, policy) || hasOwnWin(state, verdict, from, policy)) return false;
  const { sale } = state;
  return sale?.from === undefined || isSameStay(verdict, from) || isEarlier(from, sale.wonAt, sale.from);
}

/** The survivor was won before the merge, and not through another one. */
function hasOwnWin(state: DealState, verdict: InStage, from: Inheritance, policy: DealPolicy): boolean {
  const { stage, stageFact, next, signed } = verdict;
  if (isSameStay(verdict, from)) return false;
  if (stage.kind === 'won' && next.do === 'wait') return stageFact.by !== 'merge' && stageFact.at < from.mergedAt;
  const isHeld = signed || (state.settled !== undefined && holdsWin(state.settled, policy));
  return isHeld && state.sale?.from === undefined;
}

/** HubSpot made the survivor a new record with this deal's stage and its history: it goes on with this deal's own win. */
function isSameStay({ stage, stageFact }: InStage, { settled, mergedAt }: Inheritance): boolean {
  const isBefore = settled.stage === stage.key && stageFact.at < mergedAt;
  return isBefore && Math.abs(settled.since - stageFact.at) < SAME_STAY_MS;
}

function isEarlier({ dealId, sale }: Inheritance, wonAt: number, otherId: string): boolean {
  return sale.wonAt < wonAt || (sale.wonAt === wonAt && (sale.from ?? dealId) <= otherId);
}

/** In warn mode a deal stays where it stands, and with one that was open again itself another one is open, too (D-15). */
function stays({ stage }: InStage, { settled }: Inheritance, { bypass }: DealPolicy): boolean {
  return stage.kind !== 'won' && (bypass.mode === 'warn' || (stage.kind === 'open' && settled.signed === true));
}

function withWin(before: DealState, verdict: InStage, from: Inheritance, policy: DealPolicy): DealState {
  const { dealId, sale, ticket } = from;
  const state = withDone(before, from);
  const { around, stale, ...duties } = state.duties ?? noDuties;
  const asked = from.backOut?.asked;
  const brings = ticket !== undefined && around.ticket?.id === undefined;
  const { pipeline, stage } = verdict;
  return {
    ...state,
    sale: isSameStay(verdict, from) ? sale : { ...sale, from: sale.from ?? dealId },
    settled: signedPlace(state, verdict, from, policy),
    done: [...new Set([...(state.done ?? []), ...from.done])],
    duties: {
      ...duties,
      around: brings ? { ...around, ticket: { id: ticket, readAt: 0 } } : around,
      stale: brings && !stale.includes('ticket') ? [...stale, 'ticket'] : stale,
      ...(asked === undefined ? {} : { backOut: { asked, ...duties.backOut } }),
      ...(stage.kind === 'won'
        ? {}
        : { mergedWin: { dealId, pipeline: pipeline.key, stage: stage.key, stays: stays(verdict, from, policy) } }),
    },
  };
}

/** One that is lost is not signed there (docs/decisions/0009). */
function signedPlace(state: DealState, verdict: InStage, from: Inheritance, policy: DealPolicy): Settled {
  const { stage } = verdict;
  const enteredAt = from.settled.enteredAt ?? from.settled.since;
  if (stage.kind === 'won') return { ...settledAt(verdict), enteredAt };
  const here = state.settled ?? settledAt(verdict);
  if (!stays(verdict, from, policy)) return { ...here, signed: true, inherits: true, enteredAt };
  return stage.kind === 'open' ? { ...here, signed: true } : here;
}

/** What was done for the win is not done again, and what a back-out asks for goes on, whatever the survivor is. */
function withDone(state: DealState, { effects, backOut }: Inheritance): DealState {
  const duties = state.duties ?? noDuties;
  const approved = backOut?.approved;
  return {
    ...state,
    duties: {
      ...duties,
      done: { ...effects, ...duties.done },
      ...(approved === undefined ? {} : { backOut: { approved, ...duties.backOut } }),
    },
  };
}
