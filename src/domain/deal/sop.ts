/** The S&OP of a deal (D-10): what its workflow decides by, and what a look at the records around the deal tells. Plain JSON. */
import type { Actor } from '../events.ts';
import { asksFor } from '../policy/lookup.ts';
import type { Policy, StageRow } from '../policy/types.ts';
import type { Values } from './state.ts';

export interface SopSlice {
  /** Names of the properties of deal and company that the note shows. */
  deal: string[];
  company: string[];
  /** Keys of the stages that a deal leaves only when all of them are there. */
  stages: string[];
  clause: string;
}

export interface SeenSop {
  /** Names of the company's S&OP properties that are empty. */
  blank: string[];
  /** The first "#S&OP" note of a person, or ours. */
  note?: { id: string; at: number; by: Actor };
}

/** Whether what was read of the deal says already that nothing of the company is blank. */
export function knowsCompany(values: Values, { sopNote }: { sopNote?: SopSlice }): boolean {
  return sopNote?.company.every((name) => (values[`company.${name}`]?.value ?? '') !== '') === true;
}

/** The deal's slice of the rule; empty where the policy has none. */
export function sopSlice({ sopNote, pipelines }: Policy): { sopNote?: SopSlice } {
  if (sopNote === undefined) return {};
  const { deal, company, clause } = sopNote;
  const asksAll = (stage: StageRow) =>
    deal.every((name) => asksFor(stage, 'deal', name)) && company.every((name) => asksFor(stage, 'company', name));
  const stages = pipelines.flatMap((pipeline) => pipeline.stages.filter(asksAll).map(({ key }) => key));
  return { sopNote: { deal, company, stages: [...new Set(stages)], clause } };
}
