/** When the contacts of a deal and of its companies hear what became of it (C-12, C-15, C-17, C-18, D-21). */
import type { Circle } from './circle.ts';
import type { TellContactsCommand } from './commands.ts';
import type { DealPolicy } from './policy.ts';
import type { DealState, Told } from './state.ts';
import type { InStage } from './verdict.ts';

/**
 * What there is to tell now that the deal was accepted where it stands, and the state that remembers it as told. Once per
 * change of kind: open, won, lost, gone; and again when a won deal gets another company, whose contacts are customers then.
 * Deals that were closed before the engine watched are no news: their contacts read them for themselves. A deal that opens
 * for a company is told to those of its contacts only who join it (C-15).
 * @param known the deal was judged by a run of its workflow that has ended since
 */
export function tellWhere(
  state: DealState,
  { pipeline, stage, stageFact }: InStage,
  known: boolean,
  policy: DealPolicy,
  now: number,
): { state: DealState; command?: TellContactsCommand } {
  const { told, circle } = state;
  if (!policy.tellsContacts || circle === undefined) return { state };
  const next: Told = { kind: stage.kind, companies: circle.companies };
  const isFresh = stageFact.at >= Math.max(policy.bypass.since, now - policy.closedStaysOpenMs);
  const isNews =
    told === undefined
      ? stage.kind === 'open'
        ? known
        : isFresh
      : told.kind !== next.kind || (next.kind === 'won' && told.companies.join() !== next.companies.join());
  const after: DealState = { ...state, told: next };
  if (isNews) return { state: after, command: tell(circle, next.kind, now) };
  const isOpening =
    next.kind === 'open' &&
    pipeline.key === policy.oneOpen?.pipeline &&
    told?.companies.join() !== next.companies.join();
  if (!isOpening || next.companies.length === 0) return { state: after };
  return { state: after, command: { ...tell(circle, next.kind, now), key: `told:opened:${now}`, opened: true } };
}

/** The record is gone: those who were its contacts when it was last read have a deal less. */
export function tellGone(
  state: DealState,
  policy: DealPolicy,
  now: number,
): { state: DealState; command?: TellContactsCommand } {
  const { told, circle } = state;
  if (!policy.tellsContacts || circle === undefined || told?.kind === 'gone') return { state };
  const next: Told = { kind: 'gone', companies: circle.companies };
  const after: DealState = { ...state, told: next };
  return { state: after, command: tell(circle, next.kind, now) };
}

function tell(circle: Circle, kind: Told['kind'], at: number): TellContactsCommand {
  return { do: 'tellContacts', key: `told:${kind}:${at}`, at, gone: kind === 'gone', circle };
}
