/** From when on a deal's touches count: what was tried before it was closed and opened again is over. */
import type { InStage } from '../verdict.ts';

/** When somebody opened the deal again; undefined when it did not come from a closed stage. */
export function reopenedAt({ pipeline, stageFact }: Pick<InStage, 'pipeline' | 'stageFact'>): number | undefined {
  const before = pipeline.stages.find(({ id }) => id === stageFact.previous);
  // A put-back of ours ends no count: the deal was not accepted as closed.
  const isReopened = before !== undefined && before.kind !== 'open' && stageFact.by !== 'us';
  return isReopened ? stageFact.at : undefined;
}
