/** What becomes of the state when a command was carried out, or refused. Pure. */
import type { Known } from '../deal/state.ts';
import type { ContactCommand, Draft, Effect, EffectResult, StageCommand } from './commands.ts';
import { ATTENTION, tasksAfter } from './our-tasks.ts';
import { type Plan, planFor } from './plan.ts';
import { type ContactPolicy, PORTAL_PROPERTIES } from './policy.ts';
import type { ContactFacts, ContactShown, ContactState, DealFact } from './state.ts';
import { LEAD_SAYS } from './rules/leads.ts';
import { HELD } from './step.ts';

/** Effects remembered as done; a contact has a few a month. What is forgotten still has its key outside (design, decision 6). */
const MAX_DONE = 300;

/** The rules are there. The first time, whatever kept them away is over, and numbers go on after the journal's last. */
export function withPolicy(before: ContactState, loaded: { policy: ContactPolicy; seq: number }): ContactState {
  const { policy } = loaded;
  const { fresh: _, ...kept } = before;
  if (before.policy !== undefined) return { ...kept, policy };
  const { attention: __, ...calm } = kept;
  return { ...calm, policy, seq: Math.max(calm.seq, loaded.seq) };
}

/** Nothing can be decided yet, and a person has to see why. */
export function withoutPolicy(before: ContactState, reason: string, now: number): ContactState {
  return { ...before, attention: { reason, since: before.attention?.since ?? now, triedAt: now } };
}

/** The record was read. A stage that others gave it, or in which it is first met, is accepted here. */
export function wasRead(before: ContactState, facts: ContactFacts, policy: ContactPolicy, clock: number): ContactState {
  const { unsure: _, ...kept } = letGo(before, HELD.read);
  const times = Object.values(facts.values).map(({ at }) => at);
  const hubspotTime = Math.max(kept.hubspotTime ?? 0, ...times);
  // HubSpot's clock may be ahead of the workflow's, and then it is as late as that (design, decision 5).
  const now = Math.max(clock, hubspotTime);
  const read: ContactState = { ...kept, facts, readAt: now, hubspotTime, fresh: true };
  const plan = planFor(read, facts, policy, now);
  const { verdict } = plan;
  if (verdict.do === 'move') return withoutStale(read, plan);
  const accepted = withoutStale({ ...read, settled: verdict.settled }, plan);
  if (verdict.decision === undefined) return accepted;
  // The occasion is over with the acceptance: what goes with it is not proposed again.
  const owed = verdict.effects.filter(({ key }) => read.done[key] === undefined);
  return noted({ ...accepted, pending: [...accepted.pending, ...owed] }, verdict.decision);
}

/** The record is not there. */
export function wasAbsent(
  before: ContactState,
  into: string | undefined,
  policy: ContactPolicy,
  now: number,
): ContactState {
  const { unsure: _, fresh: __, attention: ___, ...state } = before;
  const gone: ContactState['gone'] =
    into === undefined ? { why: 'deleted', at: now } : { why: 'merged', into, at: now };
  return noted({ ...state, held: {}, pending: [], gone }, goneDraft(state, gone, policy));
}

/** HubSpot has the contact in its new stage, at this time of its clock. */
export function wasStaged(before: ContactState, command: StageCommand, at: number, now: number): ContactState {
  const { facts } = before;
  if (facts === undefined) return before;
  const previous = facts.values[PORTAL_PROPERTIES.stage]?.value;
  const stage: Known = { value: command.stageId, at, by: 'us', ...(previous === undefined ? {} : { previous }) };
  const written = Object.entries(command.values).map(([name, value]) => [name, { value, at, by: 'us' }] as const);
  const values = { ...facts.values, ...Object.fromEntries(written), [PORTAL_PROPERTIES.stage]: stage };
  const state = letGo(before, HELD.stage(command.to));
  return noted(
    {
      ...state,
      facts: { ...facts, values },
      settled: { ...command.settled, since: at },
      done: remembered(state.done, { [command.key]: now }),
      pending: [...state.pending, ...command.effects.filter(({ key }) => state.done[key] === undefined)],
    },
    command.decision,
  );
}

/** An effect was carried out, or none was needed but its decision. */
export function wasDone(
  before: ContactState,
  effect: Effect,
  result: EffectResult | undefined,
  policy: ContactPolicy,
  now: number,
): ContactState {
  if (result?.of === 'mail' && result.outcome === 'later') {
    return { ...before, held: { ...before.held, [effect.key]: result.at } };
  }
  const state = letGo(before, effect.key);
  const pending = state.pending.filter(({ key }) => key !== effect.key);
  const outcome =
    result?.of === 'mail' && result.outcome === 'refused' ? { [`${effect.key}:${result.reason}`]: now } : {};
  const tasks = tasksAfter(state, effect);
  const isAboutTask = effect.command?.do === 'completeTask' || effect.command?.do === 'passTask';
  const done = isAboutTask ? state.done : remembered(state.done, { [effect.key]: now, ...outcome });
  const facts = state.facts === undefined ? {} : { facts: factsAfter(state.facts, effect, result, policy, now) };
  const after = { ...state, ...facts, pending, done, tasks };
  const failed = result?.of === 'mail' && result.outcome === 'refused';
  return effect.decision === undefined || failed ? after : noted(after, withResult(effect.decision, result));
}

/** People were told; what the record says now is known without reading it again. */
export function wasShown(before: ContactState, shown: ContactShown, now: number): ContactState {
  const state = letGo(before, HELD.show);
  if (state.facts === undefined) return { ...state, shown };
  const values = { ...state.facts.values };
  for (const [name, value] of Object.entries(shown.values)) {
    if ((values[name]?.value ?? '') !== value) values[name] = { value, at: now, by: 'us' };
  }
  return { ...state, shown, facts: { ...state.facts, values } };
}

/** HubSpot or the mail server said no for good: a person has to look, and it is tried again after a while. */
export function wasRefused(
  before: ContactState,
  command: ContactCommand,
  reason: string,
  policy: ContactPolicy,
  now: number,
): ContactState {
  const key = keyOf(command);
  // Somebody changed the record meanwhile, or it is gone: the reading tells.
  const state: ContactState = reason === 'outdated' || reason === 'notFound' ? { ...before, unsure: true } : before;
  if (reason === 'outdated') return state;
  const held = { ...state.held, [key]: now + policy.refusedRetryMs };
  const known = state.attention;
  const attention = { reason, since: known?.reason === reason ? known.since : now, triedAt: now };
  const asks = known?.reason === reason || reason === 'notFound' || key.startsWith(ATTENTION);
  const task: Effect = {
    key: `${ATTENTION}${reason}:${now}`,
    command: { do: 'task', about: 'attention', to: 'owner', dueAt: now, detail: { reason } },
  };
  return { ...state, held, attention, pending: asks ? state.pending : [...state.pending, task] };
}

/** Something undoes what is done, over and over: the contact is left alone for a while, and a person has to look. */
export function neverRested(before: ContactState, policy: ContactPolicy, now: number): ContactState {
  const { fresh: _, ...state } = before;
  const attention = { reason: 'fuse', since: now, triedAt: now };
  return { ...state, attention, held: { ...state.held, [HELD.read]: now + policy.refusedRetryMs } };
}

/** Adds a decision to those that wait for the journal, with the next number. */
export function noted(state: ContactState, draft: Draft): ContactState {
  const seq = state.seq + 1;
  return { ...state, seq, unrecorded: [...state.unrecorded, { ...draft, seq }] };
}

function keyOf(command: ContactCommand): string {
  if (command.do === 'effect') return command.effect.key;
  return command.do === 'setStage' ? HELD.stage(command.to) : command.do;
}

/** What was held back went through; when nothing is held any more, nobody has to look. */
function letGo(state: ContactState, key: string): ContactState {
  if (state.held[key] === undefined) return state;
  const { [key]: _, ...held } = state.held;
  return withHeld(state, held);
}

/** What was refused and is not wanted any more concerns nobody. */
function withoutStale(state: ContactState, { verdict, effects }: Plan): ContactState {
  const wanted = new Set<string>([HELD.show, ...[...effects, ...state.pending].map(({ key }) => key)]);
  if (verdict.do === 'move') wanted.add(HELD.stage(verdict.to));
  const kept = Object.entries(state.held).filter(([key]) => wanted.has(key));
  return kept.length === Object.keys(state.held).length ? state : withHeld(state, Object.fromEntries(kept));
}

function withHeld(state: ContactState, held: ContactState['held']): ContactState {
  const { attention, ...calm } = state;
  return Object.keys(held).length === 0 || attention === undefined ? { ...calm, held } : { ...calm, attention, held };
}

/** What a lead says changes with each activity: of those only the newest matters, and the others must not push out the rest. */
function remembered(done: Readonly<Record<string, number>>, more: Record<string, number>): Record<string, number> {
  const isLead = (key: string) => key.startsWith(LEAD_SAYS);
  const replaces = Object.keys(more).some(isLead);
  const before = Object.entries(done).filter(([key]) => !(replaces && isLead(key)));
  const entries = Object.entries({ ...Object.fromEntries(before), ...more });
  const kept = entries.length <= MAX_DONE ? entries : entries.toSorted((a, b) => a[1] - b[1]).slice(-MAX_DONE);
  return Object.fromEntries(kept);
}

/** What the rules have to know before the next reading. */
function factsAfter(
  facts: ContactFacts,
  { command }: Effect,
  result: EffectResult | undefined,
  policy: ContactPolicy,
  now: number,
): ContactFacts {
  if (result?.of === 'assign') {
    const previous = facts.values[PORTAL_PROPERTIES.owner]?.value;
    const owner: Known = { value: result.ownerId, at: now, by: 'us', ...(previous === undefined ? {} : { previous }) };
    return { ...facts, values: { ...facts.values, [PORTAL_PROPERTIES.owner]: owner } };
  }
  if (result?.of === 'openDeal' || result?.of === 'openReferral') {
    const pipeline = result.of === 'openDeal' ? policy.deal.pipeline : (policy.referral?.pipeline ?? '');
    const opened = { id: result.dealId, pipeline, kind: 'open' as const, own: true, at: now };
    return { ...facts, deals: [...facts.deals.filter(({ id }) => id !== opened.id), opened] };
  }
  if (command?.do === 'giveCompany') {
    const without = ({ alone: _, ...deal }: DealFact): DealFact => deal;
    return { ...facts, deals: facts.deals.map((one) => (one.id === command.dealId ? without(one) : one)) };
  }
  if (command?.do === 'joinDeal') {
    return { ...facts, deals: facts.deals.map((one) => (one.id === command.dealId ? { ...one, own: true } : one)) };
  }
  if (command?.do === 'lead') {
    const leads = facts.leads.map((lead) => ({ ...lead, open: false }));
    return {
      ...facts,
      leads: command.open ? [...leads.slice(0, -1), { id: leads.at(-1)?.id ?? '', open: true }] : leads,
    };
  }
  return facts;
}

/** The evidence of a decision names what came of it. */
function withResult(draft: Draft, result: EffectResult | undefined): Draft {
  if (result?.of === 'assign') return { ...draft, detail: { ...draft.detail, ownerId: result.ownerId } };
  if (result?.of !== 'openDeal' && result?.of !== 'openReferral') return draft;
  const evidence = [...draft.evidence, { object: 'deal', id: result.dealId }];
  return { ...draft, evidence, detail: { ...draft.detail, how: result.how } };
}

function goneDraft(
  { contactId, settled }: ContactState,
  gone: NonNullable<ContactState['gone']>,
  policy: ContactPolicy,
): Draft {
  return {
    kind: 'gone',
    ...(settled === undefined ? {} : { from: `contact.${settled.stage}` }),
    happenedAt: gone.at,
    by: 'unknown',
    evidence: [{ object: 'contact', id: contactId }],
    policyVersion: policy.version,
    clause: 'R-10',
    detail: gone.into === undefined ? { why: gone.why } : { why: gone.why, into: gone.into },
  };
}
