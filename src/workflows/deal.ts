/**
 * The workflow of one deal. This file waits; what to do is decided by `domain/deal/decide.ts`.
 * Order of reading: messages.ts → here → deal-run.ts → domain/deal/decide.ts → deal-commands.ts → activities/deal.ts.
 */
import { condition, makeContinueAsNewFunc, setHandler, setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { readBackOutMessage } from '../domain/deal/back-out/message.ts';
import { endsAt, looksAgainAt, nextDeadline } from '../domain/deal/deadlines.ts';
import { nextHappening, nextWake } from '../domain/deal/next-wake.ts';
import { isInheritance } from '../domain/deal/merge/inheritance.ts';
import { newDeal } from '../domain/deal/state.ts';
import { isRecordEvent, type RecordEvent } from '../domain/events.ts';
import { comesNext } from '../domain/wake.ts';
import { nearestDeadline } from './deadline.ts';
import { isAboutBackOut, takeCode } from './deal-back-out.ts';
import { dealRun } from './deal-run.ts';
import {
  backOutSignal,
  type BroughtBackOut,
  dealStateQuery,
  type DealInput,
  hubspotEventsSignal,
  inheritWinSignal,
  policyChangedSignal,
} from './messages.ts';
import { handedOn } from './handed-on.ts';
import { rememberSeen } from './seen.ts';
import { comingOf, dealView } from './view.ts';

/** How long a deal waits for a policy that HubSpot refuses to help load. The policy that says such things is not there yet. */
const POLICY_RETRY_MS = 3_600_000;

/** Codes that wait to be redeemed, and merged deals; more at once are somebody's noise. */
const MAX_BROUGHT = 50;

/** A run ends before it has this many events: replaying 2,000 takes a worker about a second (reference: Testing §2). */
const MAX_RUN_EVENTS = 1_500;

export async function dealWorkflow(input: DealInput): Promise<void> {
  const { portalId, dealId, carried } = input;
  const seen = rememberSeen(carried?.seen);
  const queue: RecordEvent[] = [...(carried?.queue ?? [])];
  const brought: BroughtBackOut[] = [...(carried?.brought ?? [])];
  let inherits = carried?.state.inherited !== undefined;
  const isHeard = () => queue.length + brought.length > 0 || inherits;
  const deadline = nearestDeadline();
  const deal = dealRun({
    portalId,
    dealId,
    state: carried?.state ?? newDeal(dealId),
    describe: (it) => view.describe(it),
    reached: deadline.reached,
  });
  const carriedPolicy = carried?.state.policy;
  const happensNext = carriedPolicy && nextHappening(deal.state, carriedPolicy, deal.now());
  const view = dealView(carried?.state, happensNext, carried?.details);
  let reloadPolicy = deal.state.policy === undefined;
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
  setHandler(inheritWinSignal, (inheritance) => {
    const known = deal.state.inherited?.length ?? 0;
    if (!isInheritance(inheritance) || known >= MAX_BROUGHT || !seen.add(inheritance.key)) return;
    const { key: _, ...from } = inheritance;
    deal.inherit(from);
    inherits = true;
  });
  setHandler(policyChangedSignal, () => {
    reloadPolicy = true;
  });
  setHandler(dealStateQuery, () => ({ deal: deal.state, ...deadline.armed(), ...waitsFor() }));

  for (;;) {
    if (reloadPolicy) await loadPolicy();
    const known = deal.state.policy;
    if (known === undefined) {
      await waitForPolicy();
      continue;
    }
    const events = queue.splice(0);
    // Who may decide on a back-out is asked anew, because somebody may have left; a sleeper takes up what changed meanwhile.
    const isOld = deal.state.readAt !== undefined && deal.now() >= looksAgainAt(deal.state, known);
    if (isOld || isAboutBackOut(events, known) || brought.length > 0) await loadPolicy();
    const { policy = known } = deal.state;
    // A reading that was under way may have taken it over.
    const isHanded = inherits && deal.state.inherited !== undefined;
    inherits = false;
    if (isHanded) await deal.perform({ type: 'woke' }, policy);
    if (events.length > 0) await deal.perform({ type: 'events', events }, policy);
    for (const message of brought.splice(0)) await takeBackOut(message);
    const due = nextDeadline(deal.state, policy);
    const isDue = due !== undefined && due.at !== endsAt(deal.state, policy) && deal.now() >= due.at;
    if (isDue || deal.now() >= looksAgainAt(deal.state, policy)) await deal.perform({ type: 'woke' }, policy);
    // Who has the role now is asked instead of somebody who has left.
    if (await deal.workOff(policy, isHeard)) reloadPolicy = true;
    const next = nextHappening(deal.state, policy, deal.now());
    view.refresh(deal.state, comingOf(next, policy));
    if (reloadPolicy) continue;
    if (isHeard() && workflowInfo().historyLength < 2 * MAX_RUN_EVENTS) continue;

    if (deal.now() >= (endsAt(deal.state, policy) ?? Infinity)) return;
    if (shouldContinueAsNew()) await continueAsNew();
    const wake = nextWake(deal.state, policy, deal.now());
    deadline.arm(wake.at, wake.what);
    await condition(() => isHeard() || reloadPolicy || deadline.rang());
    if (deadline.rang()) deal.woke();
  }

  /** By the rules as they stand; nothing before there is a reading to go by. */
  function waitsFor() {
    const { policy, readAt } = deal.state;
    if (policy === undefined || readAt === undefined) return {};
    return comesNext(nextWake(deal.state, policy, deal.now()), nextHappening(deal.state, policy, deal.now()));
  }

  async function takeBackOut(message: BroughtBackOut): Promise<void> {
    const { policy, hubspotTime = 0 } = deal.state;
    if (policy?.backOut === undefined) return;
    codesTaken += 1;
    const where = { portalId, dealId, policy, hubspotTime, nth: codesTaken };
    await deal.perform(await takeCode(message, where), policy);
  }

  async function loadPolicy(): Promise<void> {
    reloadPolicy = false;
    await deal.loadPolicy();
  }

  /** Nothing can be decided yet: the next event tries again, or the next hour. */
  async function waitForPolicy(): Promise<void> {
    view.refresh(deal.state, undefined);
    const heard = queue.length + brought.length;
    deadline.arm(deal.now() + POLICY_RETRY_MS, 'load the policy again');
    await condition(() => queue.length + brought.length > heard || reloadPolicy || deadline.rang());
    reloadPolicy = true;
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
        state: handedOn(deal.state),
        queue: queue.splice(0),
        brought: brought.splice(0),
        seen: seen.keys(),
        details: view.details(),
      },
    });
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, dealWorkflow);
