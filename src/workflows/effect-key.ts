import { workflowInfo } from '@temporalio/workflow';

/** Business key of an effect: the same for every run and every attempt (design, decision 6). */
export function effectKey(key: string): string {
  return `${workflowInfo().workflowId}:${key}`;
}
