/**
 * What people owe around the gates: approvals, notes, hand-off, touches, back-out. Each is a rule: a pure function of the
 * situation that proposes effects (each once per key), says what it has to look at before it can tell, when time alone would
 * make it propose something else, and what the deal should show. The same situation gives the same proposal, so that a rule
 * keeps no memory of its own (design, decision 3).
 */
import type { Evidence } from '../../decision.ts';
import type { Draft } from '../decisions.ts';
import type { DealPolicy } from '../policy.ts';
import type { Around, Duties } from '../duty-state.ts';
import type { Settled, Values } from '../state.ts';
import type { InStage } from '../verdict.ts';

export interface DealSituation {
  dealId: string;
  values: Values;
  /** The deal was accepted where it stands: its `next` is to wait. */
  verdict: InStage;
  settled: Settled;
  duties: Duties;
  policy: DealPolicy;
  /** Whose staff the policy has: those of this moment. */
  staffAt: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** An instant at which a rule would say something else though nothing happened. */
export interface DealWake {
  at: number;
  /** For people: "remind onboarding of the ticket". */
  what: string;
}

/** Facts that the words of a note, task or mail need: ids, keys and numbers only. */
export type Detail = Record<string, string | number | boolean | string[]>;

export type DealEffectCommand =
  /** Properties of the deal; `''` clears one. */
  | { do: 'set'; values: Record<string, string> }
  | { do: 'note'; about: string; detail: Detail }
  /** The "#S&OP" note, with the values of deal and company as they are then (D-10). */
  | { do: 'sopNote' }
  /**
   * `to` is an owner's id; without one, or when that person has left, the sales manager gets it. `ofOwner`: it is for the deal's owner,
   * whoever that is, and goes to the next one with the deal.
   */
  | { do: 'task'; about: string; to: string | undefined; ofOwner?: true; dueAt: number; detail: Detail }
  /** The task of this key is another one's now, by the same rules; one that a person has in hand stays as it is. */
  | { do: 'assignTask'; task: string; to: string | undefined }
  /** The task that the effect of this key made is over; one that a person completed or deleted stays as it is. */
  | { do: 'completeTask'; task: string }
  /** The onboarding ticket ends where the policy says, with a note on it that says why (B-03). */
  | { do: 'closeTicket'; detail: Detail }
  /** A mail to one of the staff, by owner's id. */
  | { do: 'mail'; about: string; to: string; detail: Detail };

/** Something to be done once, with the decision it is recorded by. */
export interface DealEffect {
  /** Says what it is about and which occasion, e.g. `approval:ask:1790000000000`; never the same for two occasions. */
  key: string;
  /** Absent: only the decision is recorded. */
  command?: DealEffectCommand;
  decision?: Draft;
}

export interface DealProposal {
  /** Sections of what is known around the deal that have to be read first. */
  looks: (keyof Around)[];
  /** Those of them that have to be read again although nothing was heard of them. */
  again?: (keyof Around)[];
  /** Those already done may be among them: the caller leaves them out. */
  effects: DealEffect[];
  wakes: DealWake[];
  /** Engine properties as they should be; `''` clears one. */
  show: Record<string, string>;
}

export type DealRule = (situation: DealSituation) => DealProposal;

export const nothing: DealProposal = { looks: [], effects: [], wakes: [], show: {} };

/**
 * A rule's decision for the journal.
 * @param about what of the deal shows it @param others further records that do
 */
export function ruleDecision(
  { dealId, policy }: DealSituation,
  decision: Pick<Draft, 'kind' | 'happenedAt' | 'by' | 'clause'>,
  about: Pick<Evidence, 'property' | 'at'> = {},
  others: Evidence[] = [],
): Draft {
  return {
    ...decision,
    evidence: [{ object: 'deal', id: dealId, ...about }, ...others],
    policyVersion: policy.version,
  };
}

/** Completes those of the rules' open tasks whose occasion is over. @param isOver asked by the key of the task's effect */
export function tasksOver({ duties }: DealSituation, isOver: (key: string) => boolean): DealEffect[] {
  return duties.tasks.filter(isOver).map((task) => ({ key: `${task}:over`, command: { do: 'completeTask', task } }));
}
