/** What a deal's workflow knows. Plain JSON: it travels through continue-as-new and answers queries. */
import type { Actor } from '../events.ts';
import type { Sale } from './back-out/state.ts';
import type { Circle } from './circle.ts';
import type { OwedCommand } from './commands.ts';
import type { Duties } from './duty-state.ts';
import type { Inheritance } from './merge/inheritance.ts';
import type { DealPolicy } from './policy.ts';

/** A fact as HubSpot last had it: value, when it was set (HubSpot's clock, ms) and by whom. */
export interface Known {
  value: string;
  at: number;
  by: Actor;
  /** The value before this one, as far as known. */
  previous?: string;
  /** The record that shows it, where it is not the deal itself. */
  source?: { object: string; id: string };
}

/**
 * Facts by key: a property of the deal by its name, everything else with a prefix (`company.business_unit`, `nextSteps`,
 * `file.calculator`). What never had a value is absent.
 */
export type Values = Record<string, Known>;

/** A stage in which the deal was accepted: by its rules, by a person moving back, or by a manager. */
export interface Settled {
  /** Keys of the policy. */
  pipeline: string;
  stage: string;
  /** When the deal entered it, or was let stand or put back there. */
  since: number;
  /**
   * When it entered a stage that it was put back to since: the move ahead did not end that stay. Of a win that came with a merge: when
   * the other deal was won.
   */
  enteredAt?: number;
  /** It is open again although it was won: only the Sales VP backs it out (B-02). */
  signed?: true;
  /** When it was last opened again after it was closed. */
  reopenedAt?: number;
  /** The Sales VP has decided that it is lost (B-02). */
  backOut?: true;
  /** A deal that was won was merged into it, and HubSpot has to say so yet. */
  inherits?: true;
}

export interface DealState {
  dealId: string;
  /** Number of the last decision recorded in the journal. */
  seq: number;
  /** Loaded by an activity, so that history holds the rules it was decided by. Absent until loaded. */
  policy?: DealPolicy;
  /** When it was loaded, on the workflow's clock: its staff are those of this moment. */
  policyAt?: number;
  /** The record as read, with later events folded in. Absent until read. */
  values?: Values;
  /** When it was last read, on the workflow's clock. */
  readAt?: number;
  /** The newest time that HubSpot put on a value we read: its clock may be ahead of the workflow's. */
  hubspotTime?: number;
  /** Something happened that only a read can tell. */
  unsure?: boolean;
  /** Nothing was heard since it was last read. */
  fresh?: true;
  /** The last stage that was accepted; the deal is put back to it when it is moved ahead of its criteria. */
  settled?: Settled;
  /** What the rep was last told in HubSpot. */
  shown?: Shown;
  /** Entry time of the stay in a stage for which the note of what is missing was written. */
  notedStay?: number;
  /** Workflow times at which the deal was put back lately (the fuse of D-15). */
  putBacks?: number[];
  /** Things done once per deal, by their key: `onboarding`, `earlyData`, … */
  done?: string[];
  /** Workflow time at which the deal was found closed; it listens for a while and then ends. */
  closedAt?: number;
  /** The record is not there any more. */
  gone?: { why: 'deleted' | 'merged'; into?: string; handsOn?: 'fromJournal' };
  /** When HubSpot said that it was merged into another deal; milliseconds since 1970. */
  mergedAt?: number;
  /** Of deals that were merged into it: not recorded yet, or to be handed on where it is gone itself. */
  inherited?: Inheritance[];
  /** A person has to look. Cleared when a later attempt succeeds. */
  attention?: Attention;
  /** What was refused before the last reading: refused again, it is the same matter and not a new one. */
  triedAgain?: Attention;
  /** Its contacts and companies when it was last read; absent where the policy has no rules for contacts. */
  circle?: Circle;
  /** What the contacts last heard. */
  told?: Told;
  /** The company it stands open for, and that company's other open deals when they were last looked for (C-10). */
  twins?: { company: string; others: string[] };
  /** What HubSpot refused and nothing later would do again; tried again after the next reading. */
  owed?: OwedCommand[];
  /** The win that can be backed out, from the win until the deal is lost. */
  sale?: Sale;
  /** What people owe around the gates, and what was done about it (duties.ts). */
  duties?: Duties;
}

export interface Told {
  kind: 'open' | 'won' | 'lost' | 'gone';
  companies: string[];
}

export interface Attention {
  /** What HubSpot said no with (`rejected`, `auth`, …), or `fuse`. */
  reason: string;
  since: number;
  /** When it was refused last. */
  triedAt: number;
  /** Properties that HubSpot wants or refuses. */
  properties?: string[];
}

export interface Shown {
  /** Keys of pipeline and stage, or undefined where the deal stands outside of the policy's pipelines. */
  pipeline?: string;
  stage?: string;
  /** Entry time of this stay in the stage. */
  since: number;
  /** Ids of criteria. */
  missing: string[];
  /** Ids of the stage's checklist that are still open. */
  advice?: string[];
  /** A person moved the deal back and nothing changed since (D-14). */
  resting: boolean;
  /** The lost reason's category. */
  lostFor?: string;
  /** The deal was moved ahead: where it belongs, and when it will be put back if nothing changes. */
  putBack?: { stage: string; at: number };
}

/** The state of a deal of which only its id is known. */
export function newDeal(dealId: string): DealState {
  return { dealId, seq: 0 };
}
