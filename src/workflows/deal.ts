/**
 * The workflow of one deal. This file waits and carries out; what to do is decided by `domain/deal/decide.ts`.
 * Order of reading: messages.ts → here → domain/deal/decide.ts → activities/deal.ts.
 */
import { condition, makeContinueAsNewFunc, setHandler, setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import type { Redeemed } from '../domain/deal/back-out/state.ts';
import { readBackOutMessage } from '../domain/deal/back-out/message.ts';
import type { DealCommand } from '../domain/deal/commands.ts';
import { endsAt, looksAgainAt, nextDeadline } from '../domain/deal/deadlines.ts';
import { decide, type DealHappening } from '../domain/deal/decide.ts';
import type { DealPolicy } from '../domain/deal/policy.ts';
import { refused } from '../domain/deal/refused.ts';
import {
  dutyDone,
  dutyRefused,
  type DutyStep,
  lookedAround,
  nextDuty,
  nextDutyWake,
  shownOnDeal,
} from '../domain/deal/duties.ts';
import type { DealEffectCommand } from '../domain/deal/rules/rule.ts';
import { newDeal } from '../domain/deal/state.ts';
import { heardAnswer, silenceBehind } from '../domain/deal/touches/silence.ts';
import { isRecordEvent, type RecordEvent } from '../domain/events.ts';
import { LOOK_AGAIN } from '../domain/wake.ts';
import { nearestDeadline } from './deadline.ts';
import { carryOutDuty, lookAround } from './deal-effects.ts';
import { hubspot, journal, relay } from './effects.ts';
import {
  backOutSignal,
  type BroughtBackOut,
  dealStateQuery,
  type DealInput,
  hubspotEventsSignal,
  policyChangedSignal,
} from './messages.ts';
import { handedOn } from './handed-on.ts';
import { refusalOf } from './refusal.ts';
import { rememberSeen } from './seen.ts';
import { dealView } from './view.ts';

/** How long a deal waits for a policy that HubSpot refuses to help load. The policy that says such things is not there yet. */
const POLICY_RETRY_MS = 3_600_000;

/** Steps of the rules in a row; far more than any situation needs. */
const MAX_DUTIES = 60;

/** Codes that wait to be redeemed; more at once are somebody's noise. */
const MAX_BROUGHT = 50;

/** A run ends before it has this many events: replaying 2,000 takes a worker about a second (reference: Testing §2). */
const MAX_RUN_EVENTS = 1_500;

export async function dealWorkflow(input: DealInput): Promise<void> {
  const { portalId, dealId, carried } = input;
  const seen = rememberSeen(carried?.seen);
  const queue: RecordEvent[] = [...(carried?.queue ?? [])];
  const brought: BroughtBackOut[] = [...(carried?.brought ?? [])];
  let state = carried?.state ?? newDeal(dealId);
  let reloadPolicy = state.policy === undefined;
  let codesTaken = 0;

  // Handlers first and synchronous: they only take in, so that nothing is lost and the loop decides in order.
  setHandler(hubspotEventsSignal, (events) => {
    for (const event of Array.isArray(events) ? events : []) {
      if (isRecordEvent(event) && seen.add(event.key)) queue.push(event);
    }
  });
  setHandler(backOutSignal, (message) => {
    if (brought.length < MAX_BROUGHT) brought.push({ ...readBackOutMessage(message), at: Date.now() });
  });
  setHandler(policyChangedSignal, () => {
    reloadPolicy = true;
  });
  const deadline = nearestDeadline();
  setHandler(dealStateQuery, () => ({ deal: state, ...deadline.armed() }));

  const view = dealView(carried?.state, carried?.details);

  for (;;) {
    if (reloadPolicy) await loadPolicy();
    const { policy } = state;
    if (policy === undefined) {
      await waitForPolicy();
      continue;
    }
    const events = queue.splice(0);
    // Who may decide on a back-out is asked anew: somebody may have left since the policy was loaded.
    if (isAboutBackOut(events, policy) || brought.length > 0) await loadPolicy();
    if (events.length > 0) await perform({ type: 'events', events }, policy);
    for (const message of brought.splice(0)) await takeCode(message);
    if (now() >= looksAgainAt(state, policy)) await loadPolicy(); // and read again: a sleeper takes up what changed meanwhile
    const due = nextDeadline(state, policy);
    if (due !== undefined && due.at !== endsAt(state, policy) && now() >= due.at)
      await perform({ type: 'woke' }, policy);
    await workOff(policy);
    const next = nextHappening(policy);
    view.refresh(state, next?.at);
    if (reloadPolicy) continue;
    if (queue.length + brought.length > 0 && workflowInfo().historyLength < 2 * MAX_RUN_EVENTS) continue;

    if (now() >= (endsAt(state, policy) ?? Infinity)) return;
    if (shouldContinueAsNew()) await continueAsNew();
    const tick = looksAgainAt(state, policy);
    const first = next !== undefined && next.at < tick ? next : { at: tick, what: LOOK_AGAIN };
    deadline.arm(first.at, first.what);
    await condition(() => queue.length + brought.length > 0 || reloadPolicy || deadline.rang());
    if (deadline.rang()) {
      const { fresh: _, ...woken } = state;
      state = woken;
    }
  }

  /** The workflow's clock, or HubSpot's where that is ahead: clocks differ (design, decision 5). */
  function now(): number {
    return Math.max(Date.now(), state.hubspotTime ?? 0);
  }

  /** What happens next by itself, by the gate's clock or by a rule's. */
  function nextHappening(policy: DealPolicy): { at: number; what: string } | undefined {
    const gate = nextDeadline(state, policy);
    const duty = nextDutyWake(state, policy, now());
    return duty !== undefined && duty.at < (gate?.at ?? Infinity) ? duty : gate;
  }

  /** What the rules want done now, one step after the other. What is heard meanwhile comes first. */
  async function workOff(policy: DealPolicy): Promise<void> {
    for (let steps = 0; steps < MAX_DUTIES && queue.length + brought.length === 0; steps += 1) {
      const step = nextDuty(state, policy, now());
      if (step === undefined) return;
      if (step.do === 'read') await perform({ type: 'woke' }, policy);
      else await attemptDuty(step, policy);
    }
  }

  async function attemptDuty(step: Exclude<DutyStep, { do: 'read' }>, policy: DealPolicy): Promise<void> {
    try {
      if (step.do === 'look') {
        const found = await lookAround(step, { portalId, dealId, now: now(), state, policy });
        state = lookedAround(state, step.at, found);
      } else if (step.do === 'show') {
        await set(step.values, policy);
        state = shownOnDeal(state, step.values);
      } else {
        const { command, key } = step.effect;
        if (command?.do === 'set') await set(command.values, policy);
        else if (command !== undefined) await carryOutDuty(key, command, { portalId, dealId, now: now() });
        const { state: after, commands } = dutyDone(state, step.effect, now());
        state = after;
        for (const recording of commands) await attempt(recording);
      }
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      state = dutyRefused(state, step, policy, now());
      const isMoot = refusal.reason === 'outdated' || (refusal.reason === 'notFound' && step.do !== 'look');
      await perform(isMoot ? { type: 'woke' } : { type: 'refused', ...refusal }, policy);
    }
  }

  /** Properties of the deal in one write; the gate then looks whether they open it. */
  async function set(values: Extract<DealEffectCommand, { do: 'set' }>['values'], policy: DealPolicy): Promise<void> {
    const { shown } = state;
    if (shown === undefined) return;
    const next = nextHappening(policy);
    const summary = `set ${Object.keys(values).join(', ')}`;
    const args = { dealId, values, asOf: state.hubspotTime ?? 0, shown, ...(next === undefined ? {} : { next }) };
    const written = await hubspot.setOnDeal.executeWithOptions({ summary }, [args]);
    view.describe(written.details);
    await perform({ type: 'set', values, at: written.at }, policy);
  }

  /** Finds out who brought a code, and hears what that person wants (B-02). */
  async function takeCode({ at, id, way, reason, code }: BroughtBackOut): Promise<void> {
    const { policy } = state;
    if (policy?.backOut === undefined) return;
    const occasion = `${effectKey('backOut')}:${at}:${++codesTaken}`;
    try {
      const redeemed: Redeemed =
        code === ''
          ? { ok: false, why: 'noCode' }
          : await journal.redeemCode.executeWithOptions({ summary: 'who brought the code' }, [
              { portalId, dealId, code, key: occasion, at: Math.max(at, state.hubspotTime ?? 0) },
            ]);
      const who = redeemed.ok
        ? { by: policy.staff[redeemed.ownerId] ?? 'unknown', at: redeemed.at }
        : { by: 'unknown', at, problem: redeemed.why };
      const key = id ?? `signal-${at}`;
      await perform({ type: 'backOut', request: { key, way, ...(reason === '' ? {} : { reason }), ...who } }, policy);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      await perform({ type: 'refused', ...refusal }, policy);
    }
  }

  async function loadPolicy(): Promise<void> {
    reloadPolicy = false;
    const first = state.policy === undefined;
    try {
      const at = { portalId, dealId };
      const loaded = await hubspot.loadDeal.executeWithOptions({ summary: 'load the policy' }, [at]);
      state = first
        ? { ...state, policy: loaded.policy, seq: Math.max(state.seq, loaded.seq) }
        : { ...state, policy: loaded.policy };
    } catch (error) {
      // The token was taken away, say. A deal that has a policy goes on by it.
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      state = refused(state, refusal, now()).state;
    }
    if (!first && state.policy !== undefined) await perform({ type: 'woke' }, state.policy);
  }

  /** Nothing can be decided yet: the next event tries again, or the next hour. */
  async function waitForPolicy(): Promise<void> {
    view.refresh(state, undefined);
    const heard = queue.length;
    deadline.arm(now() + POLICY_RETRY_MS, 'load the policy again');
    await condition(() => queue.length > heard || reloadPolicy || deadline.rang());
    reloadPolicy = true;
  }

  async function perform(happening: DealHappening, policy: DealPolicy): Promise<void> {
    const outcome = decide(state, happening, policy, now());
    state = outcome.state;
    for (const command of outcome.commands) {
      const result = await attempt(command);
      if (result !== undefined) await perform(result, policy);
    }
  }

  /** Carries a command out. HubSpot's final "no" becomes something that happened; it never fails the workflow. */
  async function attempt(command: DealCommand): Promise<DealHappening | undefined> {
    try {
      return await carryOut(command);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      // Companies, contacts and other deals have to do with these too: one of those may be what is gone.
      const isOfOthers = command.do === 'onboard' || command.do === 'tellContacts' || command.do === 'checkTwins';
      if (refusal.reason === 'notFound' && !isOfOthers) return { type: 'absent' };
      if (refusal.reason === 'answered') state = heardAnswer(state);
      if (refusal.reason === 'outdated' || refusal.reason === 'answered') return { type: 'woke' };
      // A task about a refusal that is refused as well would ask for the next one, and so on.
      if (command.do === 'task') return undefined;
      const isOwed = command.do === 'note' || command.do === 'onboard' || command.do === 'tellContacts';
      return { type: 'refused', ...refusal, ...(isOwed ? { owed: command } : {}) };
    }
  }

  async function carryOut(command: DealCommand): Promise<DealHappening | undefined> {
    switch (command.do) {
      case 'read': {
        const isNew = state.values === undefined;
        const args = { dealId, isNew, ...(state.settled === undefined ? {} : { settled: state.settled }) };
        const reading = await hubspot.readDeal.executeWithOptions({ summary: 'read the deal' }, [args]);
        const { found: _, ...answer } = reading;
        return 'values' in answer ? { type: 'read', ...answer } : { type: 'absent', ...answer };
      }
      case 'write': {
        const { shown, stageId, pipelineId, givesBack, backOut } = command;
        const summary = stageId === undefined ? 'say what is missing' : `move to ${shown.stage ?? ''}`;
        const silence = silenceBehind(state, command, now());
        const args = {
          dealId,
          shown,
          asOf: state.hubspotTime ?? 0,
          ...(stageId === undefined ? {} : { stageId }),
          ...(pipelineId === undefined ? {} : { pipelineId }),
          ...(givesBack === undefined ? {} : { givesBack }),
          ...(silence === undefined ? {} : { silence }),
          ...(backOut === undefined ? {} : { backOut }),
        };
        const written = await hubspot.writeDeal.executeWithOptions({ summary }, [args]);
        view.describe(written.details);
        return { type: 'written', write: command, at: written.at };
      }
      case 'note': {
        const { about, shown } = command;
        await hubspot.noteOnDeal.executeWithOptions({ summary: `note: ${about}` }, [
          { dealId, key: effectKey(command.key), about, shown, at: now() },
        ]);
        return undefined;
      }
      case 'task': {
        const { do: _, key, ...task } = command;
        const ownerId = state.values?.['hubspot_owner_id']?.value;
        await hubspot.taskOnDeal.executeWithOptions({ summary: `task: ${task.about}` }, [
          { dealId, key: effectKey(key), ...task, ...(ownerId ? { ownerId } : {}), at: now() },
        ]);
        return undefined;
      }
      case 'onboard': {
        const { ticketId, isNew = false } = await hubspot.openOnboarding.executeWithOptions(
          { summary: 'open the onboarding ticket' },
          [{ dealId, key: effectKey('onboarding'), at: now() }],
        );
        return ticketId === undefined ? undefined : { type: 'handedOff', ticketId, isNew };
      }
      case 'tellContacts': {
        const { do: _, key, ...news } = command;
        for (let from: number | undefined = 0; from !== undefined;) {
          const told: { next?: number } = await relay.tellContacts.executeWithOptions(
            { summary: 'tell the contacts' },
            [{ portalId, dealId, key: effectKey(key), from, ...news }],
          );
          from = told.next;
        }
        return undefined;
      }
      case 'checkTwins': {
        const { companies, company } = command;
        const found = await relay.checkTwins.executeWithOptions({ summary: 'look for other open deals' }, [
          { dealId, companies, ...(company === undefined ? {} : { company }), at: now() },
        ]);
        return { type: 'twins', ...found };
      }
      case 'record': {
        const summary = `journal: ${command.decisions.map(({ kind }) => kind).join(', ')}`;
        await journal.recordDecisions.executeWithOptions({ summary }, [
          { entity: 'deal', portalId, objectId: dealId, decisions: command.decisions },
        ]);
        return undefined;
      }
    }
  }

  /** Business key of an effect: the same for every run and every attempt (design, decision 6). */
  function effectKey(key: string): string {
    return `${workflowInfo().workflowId}:${key}`;
  }

  function shouldContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
    return continueAsNewSuggested || targetWorkerDeploymentVersionChanged || historyLength > MAX_RUN_EVENTS;
  }

  async function continueAsNew(): Promise<never> {
    // The next run starts on the current version of the code: how long-lived deals get new code (design, decision 9).
    const next = makeContinueAsNewFunc<typeof dealWorkflow>({ initialVersioningBehavior: 'AUTO_UPGRADE' });
    return next({
      portalId,
      dealId,
      carried: {
        v: 1,
        state: handedOn(state),
        queue: queue.splice(0),
        brought: brought.splice(0),
        seen: seen.keys(),
        details: view.details(),
      },
    });
  }
}

/** Whether somebody at HubSpot's screen asks for a back-out or decides on it. */
function isAboutBackOut(events: RecordEvent[], { backOut }: DealPolicy): boolean {
  const names = [backOut?.requested, backOut?.reason];
  return events.some((event) => event.kind === 'property' && event.by !== 'us' && names.includes(event.property));
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, dealWorkflow);
