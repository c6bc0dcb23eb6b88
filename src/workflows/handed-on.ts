/** What of an entity's state the next run gets. */
import { workflowInfo } from '@temporalio/workflow';

/**
 * The state; without its policy where the next run starts on other code, which may ask for rules that the snapshot of this code
 * does not have. The new run loads its own before it decides anything (docs/decisions/0001).
 */
export function handedOn<State extends { policy?: object }>(state: State): State | Omit<State, 'policy'> {
  if (!workflowInfo().targetWorkerDeploymentVersionChanged) return state;
  const { policy: _, ...rest } = state;
  return rest;
}
