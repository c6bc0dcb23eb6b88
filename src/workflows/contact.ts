/**
 * The workflow of one contact. This file waits and carries out; what to do next is said by `domain/contact/step.ts`.
 * Order of reading: messages.ts → here → domain/contact/{step,plan,results}.ts → contact-effects.ts → activities/contact.
 */
import { condition, makeContinueAsNewFunc, setHandler, setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import type { ContactCommand } from '../domain/contact/commands.ts';
import { foldEvents } from '../domain/contact/fold.ts';
import { heardConsent, inheritanceOf, inherited, isConsentNews, isInheritance } from '../domain/contact/news.ts';
import { PORTAL_PROPERTIES, type ContactPolicy } from '../domain/contact/policy.ts';
import {
  neverRested,
  wasAbsent,
  wasDone,
  wasRead,
  wasRefused,
  wasShown,
  wasStaged,
  withoutPolicy,
  withPolicy,
} from '../domain/contact/results.ts';
import { newContact } from '../domain/contact/state.ts';
import { nextAction, nextStep, nextWake } from '../domain/contact/step.ts';
import { isRecordEvent, type RecordEvent } from '../domain/events.ts';
import { comesNext } from '../domain/wake.ts';
import { carryOutEffect } from './contact-effects.ts';
import { contactView } from './contact-view.ts';
import { nearestDeadline } from './deadline.ts';
import { contacts, journal } from './effects.ts';
import {
  type ContactInput,
  contactStateQuery,
  consentSignal,
  hubspotEventsSignal,
  inheritSignal,
  policyChangedSignal,
} from './messages.ts';
import { refusalOf } from './refusal.ts';
import { handedOn } from './handed-on.ts';
import { rememberSeen } from './seen.ts';

/** How long a contact waits for a policy that HubSpot refuses to help load. The policy that says such things is not there yet. */
const POLICY_RETRY_MS = 3_600_000;

/**
 * A contact sleeps for weeks with a short history: past this many events it starts a new run before it sleeps. Storage of a
 * sleeper outweighs the one action that this costs (reference: Temporal §1.6). An engagement of a lead adds up to thirty
 * events, and a run holds at most 60 (test/contact-cost.e2e.test.ts): so it has to begin with less than thirty.
 */
const MAX_EVENTS_ASLEEP = 24;
/** A run that is never left in peace ends all the same. */
const MAX_RUN_EVENTS = 1_500;
/** More commands in a row than any contact needs: something does not come to rest, and a person has to look. */
const MAX_STEPS = 100;

export async function contactWorkflow(input: ContactInput): Promise<void> {
  const { portalId, contactId, carried } = input;
  const seen = rememberSeen(carried?.seen);
  const queue: RecordEvent[] = [...(carried?.queue ?? [])];
  let state = carried?.state ?? newContact(contactId);
  let reloadPolicy = state.policy === undefined;
  let heard = queue.length > 0;

  // Handlers first and synchronous: they only take in, so that nothing is lost and the loop decides in order.
  setHandler(hubspotEventsSignal, (events) => {
    for (const event of Array.isArray(events) ? events : []) {
      if (isRecordEvent(event) && seen.add(event.key)) queue.push(event);
    }
    heard ||= queue.length > 0;
  });
  setHandler(consentSignal, (news) => {
    if (!isConsentNews(news) || !seen.add(news.key)) return;
    state = heardConsent(state, news);
    heard = true;
  });
  setHandler(inheritSignal, (handed) => {
    if (!isInheritance(handed) || !seen.add(handed.key)) return;
    const { key: _, ...from } = handed;
    state = inherited(state, from);
    heard = true;
  });
  setHandler(policyChangedSignal, () => {
    reloadPolicy = true;
  });
  const deadline = nearestDeadline();
  // A record that is gone wakes up for nothing any more.
  setHandler(contactStateQuery, () => ({ contact: state, ...(state.gone === undefined ? waitsFor() : {}) }));
  const view = contactView(carried?.state, carried?.details);

  for (;;) {
    if (reloadPolicy) {
      const known = await loadPolicy();
      if (known === 'forgotten') return;
    }
    const { policy } = state;
    if (policy === undefined) {
      view.refresh(state, undefined);
      // What was heard so far waits for the policy; only something new tries again before its time.
      heard = false;
      await waitFor(now() + POLICY_RETRY_MS, 'load the policy again');
      reloadPolicy = true;
      continue;
    }
    heard = false;
    state = foldEvents(state, queue.splice(0), policy);
    await workOff(policy);
    if (state.gone !== undefined && queue.length === 0 && !heard) {
      view.refresh(state, undefined);
      if (nextStep(state, policy, now()) === undefined) return;
    }
    if (reloadPolicy || (heard && workflowInfo().historyLength < MAX_RUN_EVENTS)) continue;

    const wake = nextWake(state, policy, now());
    // Not the next look at the record: that moves with every look, and each upsert is an action that is billed.
    view.refresh(state, nextAction(state, policy, now()));
    if (shouldContinueAsNew()) await continueAsNew();
    await waitFor(wake.at, wake.what);
    if (deadline.rang()) {
      const { fresh: _, ...woken } = state;
      state = woken;
    }
  }

  /** When the timer rings, and what comes next by the rules as they stand. */
  function waitsFor() {
    const { policy, facts } = state;
    if (policy === undefined || facts === undefined) return deadline.armed();
    return {
      ...deadline.armed(),
      ...comesNext(nextWake(state, policy, now()), nextAction(state, policy, now())),
    };
  }

  /** The workflow's clock, or HubSpot's where that is ahead: clocks differ (design, decision 5). */
  function now(): number {
    return Math.max(Date.now(), deadline.reached(), state.hubspotTime ?? 0);
  }

  async function waitFor(at: number, what: string): Promise<void> {
    deadline.arm(at, what);
    await condition(() => heard || reloadPolicy || deadline.rang());
  }

  /** One command after the other until nothing is left to do. */
  async function workOff(policy: ContactPolicy): Promise<void> {
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const command = nextStep(state, policy, now());
      if (command === undefined) return;
      await attempt(command, policy);
      // What was said meanwhile counts for the next command: a withdrawal beats what was about to be sent (K-06).
      if (queue.length > 0) state = foldEvents(state, queue.splice(0), policy);
    }
    state = neverRested(state, policy, now());
  }

  /** Carries a command out. HubSpot's final "no" becomes something that happened; it never fails the workflow. */
  async function attempt(command: ContactCommand, policy: ContactPolicy): Promise<void> {
    try {
      await carryOut(command, policy);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      state = wasRefused(state, command, refusal.reason, policy, now());
    }
  }

  async function carryOut(command: ContactCommand, policy: ContactPolicy): Promise<void> {
    const at = { portalId, contactId };
    switch (command.do) {
      case 'read': {
        const args = { ...at, isNew: state.facts === undefined, now: now() };
        const reading = await contacts.readContact.executeWithOptions({ summary: 'read the contact' }, [args]);
        state = reading.found
          ? wasRead(state, reading.facts, policy, now())
          : wasAbsent(state, reading.into, policy, now());
        return;
      }
      case 'setStage': {
        const { stageId, backward, values, to } = command;
        const from = state.facts?.values[PORTAL_PROPERTIES.stage]?.value ?? '';
        const args = { ...at, stageId, from, backward, values, asOf: state.hubspotTime ?? 0 };
        const written = await contacts.setStage.executeWithOptions({ summary: `move to ${to}` }, [args]);
        state = wasStaged(state, command, written.at, now());
        return;
      }
      case 'effect': {
        const { effect } = command;
        const result = await carryOutEffect(effect, { ...at, state, now: now() });
        state = wasDone(state, effect, result, policy, now());
        return;
      }
      case 'show': {
        const { shown, write } = command;
        const args = { ...at, shown, write, ...described() };
        const { details } = await contacts.showOnContact.executeWithOptions({ summary: 'say where it stands' }, [args]);
        view.describe(details);
        state = wasShown(state, shown, now());
        return;
      }
      case 'record': {
        const { decisions } = command;
        const summary = `journal: ${decisions.map(({ kind }) => kind).join(', ')}`;
        await journal.recordDecisions.executeWithOptions({ summary }, [
          { entity: 'contact', portalId, objectId: contactId, decisions },
        ]);
        const last = decisions.at(-1)?.seq ?? 0;
        state = { ...state, unrecorded: state.unrecorded.filter(({ seq }) => seq > last) };
        return;
      }
      case 'erase':
        await contacts.eraseContact.executeWithOptions({ summary: 'forget the person' }, [at]);
        state = { ...state, done: { ...state.done, erase: now() } };
        return;
      case 'handOver': {
        const args = { ...at, into: command.into, handed: inheritanceOf(state) };
        await contacts.handOver.executeWithOptions({ summary: `hand over to contact ${command.into}` }, [args]);
        state = { ...state, done: { ...state.done, handOver: now() } };
        return;
      }
    }
  }

  /** What the current details tell besides what is shown on the record. */
  function described() {
    const { consent, attention, settled } = state;
    return { ...(consent && { consent }), ...(attention && { attention }), ...(settled && { settled }) };
  }

  async function loadPolicy(): Promise<'loaded' | 'forgotten'> {
    reloadPolicy = false;
    try {
      const loaded = await contacts.loadContact.executeWithOptions({ summary: 'load the policy' }, [
        { portalId, contactId },
      ]);
      // A late event does not bring back a person who was forgotten.
      if (loaded.erased) return 'forgotten';
      state = withPolicy(state, loaded);
    } catch (error) {
      // The token was taken away, say. A contact that has a policy goes on by it.
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      if (state.policy === undefined) state = withoutPolicy(state, refusal.reason, now());
    }
    return 'loaded';
  }

  function shouldContinueAsNew(): boolean {
    const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged } = workflowInfo();
    return continueAsNewSuggested || targetWorkerDeploymentVersionChanged || historyLength > MAX_EVENTS_ASLEEP;
  }

  async function continueAsNew(): Promise<never> {
    // The next run starts on the current version of the code (design, decision 9).
    const next = makeContinueAsNewFunc<typeof contactWorkflow>({ initialVersioningBehavior: 'AUTO_UPGRADE' });
    return next({
      portalId,
      contactId,
      carried: { v: 1, state: handedOn(state), queue: queue.splice(0), seen: seen.keys(), details: view.details() },
    });
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, contactWorkflow);
