/** What the quarterly review leaves in the journal, as decisions about the portal (C-14, R-05). */
import type { Draft } from './commands.ts';
import type { Answered, Reviewed, ReviewedSource, ReviewPolicy } from './review.ts';

/** Draft of "the batch was put up for review". */
export function reviewed(quarter: string, found: Reviewed, policy: ReviewPolicy, at: number): Draft {
  const tasks = [...(found.taskId === undefined ? [] : [found.taskId]), ...found.sources.map(({ taskId }) => taskId)];
  const sources = found.sources.map(({ source, count }) => `${source}: ${count}`);
  return {
    kind: 'exclusionsReviewed',
    happenedAt: at,
    by: 'us',
    evidence: tasks.map((id) => ({ object: 'task', id })),
    policyVersion: policy.version,
    clause: policy.clause,
    detail: { quarter, total: found.total, sources },
  };
}

/** Draft of "marketing wrote a corrective action"; its text stays in HubSpot. */
export function answered(quarter: string, { source, taskId, at, by }: Answered, policy: ReviewPolicy): Draft {
  return {
    kind: 'correctiveAction',
    happenedAt: at,
    by,
    evidence: [{ object: 'task', id: taskId, property: policy.correctiveAction, at }],
    policyVersion: policy.version,
    clause: policy.clause,
    detail: { quarter, source },
  };
}

/** Draft of "marketing was reminded of these sources". */
export function reminded(quarter: string, sources: ReviewedSource[], policy: ReviewPolicy, at: number): Draft {
  return {
    kind: 'correctiveActionReminded',
    happenedAt: at,
    by: 'us',
    evidence: sources.map(({ taskId }) => ({ object: 'task', id: taskId })),
    policyVersion: policy.version,
    clause: policy.clause,
    detail: { quarter, sources: sources.map(({ source }) => source) },
  };
}
