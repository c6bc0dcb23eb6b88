/**
 * The quarterly review of excluded contacts (C-14), one workflow for a portal: on the first business day of each quarter it
 * puts everybody who is excluded up for review, and some business days later reminds of corrective actions that are missing.
 * What is answered for a contact is carried out by the contact's own workflow.
 */
import {
  condition,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  setWorkflowOptions,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Draft } from '../domain/contact/commands.ts';
import { answered, reminded, reviewed } from '../domain/contact/review-decisions.ts';
import {
  type Due,
  nextDue,
  quarterOf,
  remindsAt,
  type ReviewPolicy,
  type ReviewState,
} from '../domain/contact/review.ts';
import { localMinute } from '../domain/time.ts';
import { nearestDeadline } from './deadline.ts';
import { journal, review } from './effects.ts';
import { searchAttributes } from './ids.ts';
import { policyChangedSignal, type ReviewInput, reviewStateQuery } from './messages.ts';
import { refusalOf } from './refusal.ts';

/** How long it waits for a policy that cannot be loaded. The policy that says such things is not there yet. */
const POLICY_RETRY_MS = 3_600_000;

const WORDS: Record<Due['what'], string> = {
  review: 'quarterly review of excluded contacts',
  remind: 'remind of corrective actions',
};

export async function exclusionReviewWorkflow({ portalId, carried }: ReviewInput): Promise<void> {
  let state: ReviewState = carried ?? { seq: 0, since: Date.now() };
  let reload = true;
  const deadline = nearestDeadline();
  setHandler(policyChangedSignal, () => {
    reload = true;
  });
  setHandler(reviewStateQuery, () => ({ review: state, ...deadline.armed() }));

  for (;;) {
    if (reload) await attempt(load);
    const { policy } = state;
    const due = policy === undefined ? undefined : nextDue(state, policy);
    if (policy !== undefined && due !== undefined && Date.now() >= due.at) {
      const isDone = await attempt(() => (due.what === 'review' ? putUpForReview(policy) : remind(policy)));
      if (isDone) await continueAsNew();
      continue;
    }
    if (workflowInfo().targetWorkerDeploymentVersionChanged) await continueAsNew();
    const tick = Date.now() + (policy?.maxSleepMs ?? POLICY_RETRY_MS);
    if (policy !== undefined && due !== undefined) {
      const { timeZone } = policy.calendar;
      setCurrentDetails(`Next: ${WORDS[due.what]}, ${localMinute(due.at, timeZone)} ${timeZone}`);
    }
    if (due !== undefined && due.at <= tick) deadline.arm(due.at, WORDS[due.what]);
    else deadline.arm(tick, 'load the policy again');
    await condition(() => reload || deadline.rang());
    reload = true; // the holidays may be others than when it fell asleep
  }

  async function load(): Promise<void> {
    reload = false;
    const loaded = await review.loadReview.executeWithOptions({ summary: 'load the policy' }, [{ portalId }]);
    state = { ...state, ...loaded };
  }

  async function putUpForReview(policy: ReviewPolicy): Promise<void> {
    await look(policy);
    const at = Date.now();
    const quarter = quarterOf(at, policy.calendar.timeZone);
    const summary = `review of ${quarter}`;
    const found = await review.reviewExclusions.executeWithOptions({ summary }, [{ quarter, at }]);
    await record([reviewed(quarter, found, policy, at)]);
    const sources = found.sources.map(({ source, taskId }) => ({ source, taskId }));
    const { open: _, ...rest } = state;
    const open = sources.length === 0 ? {} : { open: { quarter, sources, remindsAt: remindsAt(at, policy) } };
    state = { ...rest, since: at, ...open };
  }

  async function remind(policy: ReviewPolicy): Promise<void> {
    await look(policy);
    if (state.open === undefined) return;
    const { quarter, sources } = state.open;
    const at = Date.now();
    const summary = `remind of ${sources.length} corrective actions`;
    await review.remindOfActions.executeWithOptions({ summary }, [{ quarter, sources, at }]);
    await record([reminded(quarter, sources, policy, at)]);
    state = { ...state, open: { quarter, sources } };
  }

  /** Records the corrective actions that were written since; those still to come stay open. */
  async function look(policy: ReviewPolicy): Promise<void> {
    if (state.open === undefined) return;
    const { open: before, ...rest } = state;
    const { quarter, sources } = before;
    const found = await review.lookAtActions.executeWithOptions({ summary: 'look for corrective actions' }, [sources]);
    await record(found.answered.map((one) => answered(quarter, one, policy)));
    state = {
      ...rest,
      seq: state.seq,
      ...(found.open.length === 0 ? {} : { open: { ...before, sources: found.open } }),
    };
  }

  async function record(drafts: Draft[]): Promise<void> {
    if (drafts.length === 0) return;
    const decisions = drafts.map((draft, index) => ({ ...draft, seq: state.seq + index + 1 }));
    const summary = `journal: ${drafts.map(({ kind }) => kind).join(', ')}`;
    const entry = { entity: 'portal', portalId, objectId: portalId, decisions } as const;
    await journal.recordDecisions.executeWithOptions({ summary }, [entry]);
    state = { ...state, seq: state.seq + drafts.length };
  }

  /** A final "no" of HubSpot's or the journal's is shown and tried again later; it never fails the workflow. */
  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      if (state.refusedAt === undefined) return true;
      const { refusedAt: _, ...rest } = state;
      state = rest;
      upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: false }]);
      return true;
    } catch (error) {
      if (refusalOf(error) === undefined) throw error;
      state = { ...state, refusedAt: Date.now() };
      upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: true }]);
      return false;
    }
  }

  async function continueAsNew(): Promise<never> {
    const next = makeContinueAsNewFunc<typeof exclusionReviewWorkflow>({ initialVersioningBehavior: 'AUTO_UPGRADE' });
    return next({ portalId, carried: state });
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, exclusionReviewWorkflow);
