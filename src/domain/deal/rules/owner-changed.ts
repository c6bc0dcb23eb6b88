/** S-05, D-10, D-20: a deal has another owner, and with it what was asked of the one before. */
import { type DealProposal, type DealSituation, nothing } from './rule.ts';

const OWNER = 'hubspot_owner_id';

/** Wherever the deal stands: it needs no verdict. */
export function ownerChanged({
  values,
  duties: { owners = {} },
}: Pick<DealSituation, 'values' | 'duties'>): DealProposal {
  const { value: owner = '', at = 0 } = values[OWNER] ?? {};
  const others = Object.keys(owners).filter((task) => owners[task] !== owner);
  return {
    ...nothing,
    effects: others.map((task) => ({
      key: `${task}:to:${owner}:${at}`,
      command: { do: 'assignTask', task, to: owner || undefined },
    })),
  };
}
