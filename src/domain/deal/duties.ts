/**
 * What a deal's workflow does besides its gates, once the deal is accepted where it stands: `nextDuty` says one step at a time,
 * the workflow carries it out and tells the result to `dutyDone`, `lookedAround` or `dutyRefused`. Pure.
 */
import { FILLED, type RecordEvent } from '../events.ts';
import { notMailed } from './decisions.ts';
import { type Outcome, record } from './outcome.ts';
import { type Around, type Duties, noDuties } from './duty-state.ts';
import { tasksAfter } from './open-tasks.ts';
import type { DealPolicy } from './policy.ts';
import { dealRules } from './rules/index.ts';
import { ownerChanged } from './rules/owner-changed.ts';
import type { DealEffect, DealProposal, DealSituation, DealWake } from './rules/rule.ts';
import type { DealState } from './state.ts';
import { foldTouches, isBehind, tellsOfTouch } from './touches/seen.ts';
import { verdictOf } from './verdict.ts';

export type DutyStep =
  | { do: 'read' }
  /** `whole`: what is known of it does not help. */
  | { do: 'look'; at: keyof Around; whole?: true }
  | { do: 'effect'; effect: DealEffect }
  /** The deal's engine properties do not say what they should. */
  | { do: 'show'; values: Record<string, string> };

/** Effects remembered as done; a deal has a few a month. What is forgotten still has its key outside (design, decision 6). */
const MAX_DONE = 300;

/** Keys under which a refused step other than an effect is held back. */
const SHOW = 'show';
const lookKey = (at: keyof Around) => `look:${at}`;

/** What is to be done now; undefined: wait. Effects rest on a fresh reading of the deal; what is shown does not need one. */
export function nextDuty(state: DealState, policy: DealPolicy, now: number): DutyStep | undefined {
  const known = knownOf(state);
  if (known === undefined) return undefined;
  const { done, held, around, stale } = known.duties;
  const isHeld = (key: string) => (held[key] ?? 0) > now;
  const situation = situationOf(state, policy, now);
  // While the gate has something to do nothing is asked of the deal; what was asked before goes to the next owner all the same.
  const proposals = situation === undefined ? [ownerChanged(known)] : dealRules.map((rule) => rule(situation));
  const again = proposals.flatMap((one) => one.again ?? []);
  const look = proposals
    .flatMap(({ looks }) => looks)
    .find((at) => (around[at] === undefined || stale.includes(at) || again.includes(at)) && !isHeld(lookKey(at)));
  if (look !== undefined) return { do: 'look', at: look, ...(again.includes(look) ? { whole: true } : {}) };
  const effect = wanted(proposals, policy).find(({ key }) => done[key] === undefined && !isHeld(key));
  if (effect !== undefined) {
    // What is only recorded tells of what was seen, and changes nothing.
    if (state.fresh === true || effect.command === undefined) return { do: 'effect', effect };
    // Where HubSpot refuses to be read, the next look at the record tries again (deadlines.ts), and not at once.
    return state.attention === undefined ? { do: 'read' } : undefined;
  }
  const values = toShow(known, proposals);
  return Object.keys(values).length === 0 || isHeld(SHOW) ? undefined : { do: 'show', values };
}

/** Where no sender is named nobody is mailed; tasks and notes say it all the same. */
function wanted(proposals: DealProposal[], { mailsStaff }: DealPolicy): DealEffect[] {
  const effects = proposals.flatMap((proposal) => proposal.effects);
  return mailsStaff ? effects : effects.filter(({ command }) => command?.do !== 'mail');
}

/** What the deal wakes up for by itself, besides its gates; soonest first. */
export function dutyWakes(state: DealState, policy: DealPolicy, now: number): DealWake[] {
  const situation = situationOf(state, policy, now);
  if (situation === undefined) return [];
  const again = Object.values(situation.duties.held).map((at) => ({ at, what: 'try again what was refused' }));
  const wakes = dealRules.flatMap((rule) => rule(situation).wakes);
  return [...wakes, ...again].filter(({ at }) => at > now).toSorted((a, b) => a.at - b.at);
}

/**
 * An effect was carried out, or none was needed but its decision.
 * @param unmailed why its mail went to nobody
 */
export function dutyDone(state: DealState, effect: DealEffect, now: number, unmailed?: string): Outcome {
  const { held, ...duties } = state.duties ?? noDuties;
  const entries = Object.entries({ ...duties.done, [effect.key]: now });
  const kept = entries.length <= MAX_DONE ? entries : entries.toSorted((a, b) => a[1] - b[1]).slice(-MAX_DONE);
  const { [effect.key]: _, ...stillHeld } = held;
  const tasks = tasksAfter(duties, effect);
  const after = { ...state, duties: { ...duties, ...tasks, held: stillHeld, done: Object.fromEntries(kept) } };
  return record(after, [
    ...(effect.decision === undefined ? [] : [effect.decision]),
    ...(unmailed === undefined ? [] : [notMailed(state, effect, unmailed, now)]),
  ]);
}

/** A section was read. */
export function lookedAround<Section extends keyof Around>(
  state: DealState,
  at: Section,
  found: Around[Section],
): DealState {
  const duties = state.duties ?? noDuties;
  const stale = duties.stale.filter((one) => one !== at);
  return { ...state, duties: { ...duties, around: { ...duties.around, [at]: found }, stale } };
}

/** HubSpot or the mail server said no for good: tried again after a while. */
export function dutyRefused(state: DealState, step: DutyStep, policy: DealPolicy, now: number): DealState {
  const duties = state.duties ?? noDuties;
  const key = step.do === 'effect' ? step.effect.key : step.do === 'look' ? lookKey(step.at) : SHOW;
  return { ...state, duties: { ...duties, held: { ...duties.held, [key]: now + policy.refusedRetryMs } } };
}

/** The onboarding ticket is there (D-17). One that was there before is looked at. */
export function ticketOpened(
  state: DealState,
  { ticketId, isNew }: { ticketId: string; isNew: boolean },
  now: number,
): DealState {
  const known = lookedAround(state, 'ticket', { id: ticketId, readAt: now });
  const duties = known.duties ?? noDuties;
  return isNew ? known : { ...known, duties: { ...duties, stale: [...duties.stale, 'ticket'] } };
}

/** HubSpot has these engine properties now. */
export function shownOnDeal(state: DealState, values: Record<string, string>): DealState {
  const duties = state.duties ?? noDuties;
  return { ...state, duties: { ...duties, shown: { ...duties.shown, ...values } } };
}

/** Which sections the events make stale. */
export function foldDuties(state: DealState, events: RecordEvent[], { touches }: DealPolicy): DealState {
  const duties = state.duties ?? noDuties;
  const seen = duties.around.touches;
  const heard = seen === undefined || touches === undefined ? seen : foldTouches(seen, events, touches);
  const isTouched = heard === undefined ? touches !== undefined && tellsOfTouch(events, touches) : isBehind(heard);
  const stale = state.duties === undefined ? [] : staleBy(duties, events);
  if (isTouched && !duties.stale.includes('touches')) stale.push('touches');
  if (stale.length === 0 && heard === seen) return state;
  const around = heard === undefined ? duties.around : { ...duties.around, touches: heard };
  return { ...state, duties: { ...duties, around, stale: [...duties.stale, ...stale] } };
}

/** Objects whose news make a section stale. */
const SECTION_OF: Record<string, keyof Around> = { ticket: 'ticket', note: 'sop', company: 'sop', task: 'sellerTask' };

function staleBy(duties: Duties, events: RecordEvent[]): (keyof Around)[] {
  const objects = events.flatMap((event) =>
    event.kind === 'related'
      ? [event.object]
      : event.kind === 'association'
        ? event.association.toLowerCase().split('_to_')
        : [],
  );
  const sections = new Set(objects.flatMap((object) => SECTION_OF[object] ?? []));
  return [...sections].filter((one) => !duties.stale.includes(one));
}

type KnownDeal = Pick<DealSituation, 'values' | 'duties'>;

/** Undefined where there is nothing to go by. */
function knownOf({ values, shown, duties = noDuties, gone, unsure }: DealState): KnownDeal | undefined {
  const isAbsent = gone !== undefined || unsure === true;
  return isAbsent || values === undefined || shown === undefined ? undefined : { values, duties };
}

/** Undefined while the gate has something to do first, too. */
function situationOf(state: DealState, policy: DealPolicy, now: number): DealSituation | undefined {
  const known = knownOf(state);
  const { dealId, settled, policyAt: staffAt = 0 } = state;
  if (known === undefined || settled === undefined) return undefined;
  const verdict = verdictOf(known.values, settled, policy);
  if (verdict.kind === 'elsewhere' || verdict.next.do !== 'wait') return undefined;
  return { ...known, dealId, verdict, settled, policy, staffAt, now };
}

/** Engine properties that differ from what the rules want. */
function toShow({ values, duties }: KnownDeal, proposals: DealProposal[]): Record<string, string> {
  const wanted = proposals.flatMap(({ show }) => Object.entries(show));
  const has = (name: string) => {
    const value = values[name]?.value ?? '';
    return value === FILLED ? duties.shown?.[name] : value;
  };
  return Object.fromEntries(wanted.filter(([name, value]) => has(name) !== value));
}
