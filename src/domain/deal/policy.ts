/**
 * The slice of the policy that a deal's workflow decides by: ids, names and numbers, a few KB, recorded in its history
 * (design, decision 2). The words that people read stay in the policy and are put in by activities. slice.ts cuts it.
 */
import type { Actor } from '../events.ts';
import type { BackOutRule } from '../policy/back-out-types.ts';
import type { ApprovalRule } from '../policy/deal-rule-types.ts';
import type { NextActionRule } from '../policy/next-action-types.ts';
import type { TouchCountRules } from '../policy/touch-types.ts';
import type { CalendarRule, Criterion, StageRow } from '../policy/types.ts';
import type { HandOffSlice } from './onboarding-ticket.ts';
import type { SopSlice } from './sop.ts';

/** What only the portal knows: ids that HubSpot gave, read at set-up. */
export interface PortalIds {
  /** By the policy's keys. */
  pipelines: Record<string, { id: string; stages: Record<string, string> }>;
}

/**
 * A criterion without its words is its id: `deal.hp_products` (known), `deal.contract_status=proposal_sent|proposal_signed`
 * (one of these), `company.business_unit`, `nextSteps`, `file.calculator`. The id also names it in missing lists and decisions.
 */
export type CriterionId = string;

/** The portal's staff. */
export interface Staff {
  /** `person:<user id>` of every active owner, by owner's id. */
  actors: Record<string, Actor>;
  /** Owners' ids by role of the policy. */
  roles: Record<string, string[]>;
}

export interface DealStage {
  key: string;
  /** HubSpot's id of the stage. */
  id: string;
  kind: StageRow['kind'];
  /** Absent: the engine does not move a deal out of this stage. */
  exit?: CriterionId[];
  /** To be provided, holds nobody up. */
  checklist?: CriterionId[];
  clause: string;
}

export interface DealPipeline {
  key: string;
  stages: DealStage[];
}

export interface DealPolicy {
  /** `<policy>@<version>`, stamped on each decision. */
  version: string;
  /** By HubSpot's pipeline id; stages in order. Pipelines with the same rules share them (see `rules`). */
  pipelines: Record<string, { key: string; rules: number; stageIds: string[] }>;
  /** The stages of the pipelines, without ids, each list once. */
  rules: Omit<DealStage, 'id'>[][];
  lost: { category: string; details: string; clause: string };
  bypass: {
    mode: 'enforce' | 'warn';
    graceMs: number;
    letStand: string;
    /** Who may let it stand. */
    managers: Actor[];
    maxPutBacks: number;
    fuseMs: number;
    /** Milliseconds since 1970. */
    since: number;
    clause: string;
  };
  earlyData?: { received: string; agreements: string[]; sent: string[]; reason: string; clause: string };
  /** Whether a win opens a ticket. */
  onboards: boolean;
  /** Whether the policy says who sends mails to our own people. */
  mailsStaff: boolean;
  /** Whether contacts have workflows that hear of their deals. */
  tellsContacts: boolean;
  /** C-10: the pipeline in which a company has one open deal, the deal property that is its key, and the flag for people. */
  oneOpen?: { pipeline: string; keyProperty: string; twinProperty: string; clause: string };
  /** D-07. */
  approval?: ApprovalRule & {
    /** Keys of the stages that ask for the approval. */
    stages: string[];
  };
  /** S. */
  touches?: TouchCountRules;
  /** D-10. */
  sopNote?: SopSlice;
  /** D-18. */
  handOff?: HandOffSlice;
  /** B-01 to B-03. */
  backOut?: BackOutRule & {
    /** Values of the choice that says why. */
    reasons: string[];
  };
  /** D-20. */
  nextAction?: NextActionRule;
  /** Actors of the portal's staff by owner's id: who may act for us, and who wrote what. */
  staff: Record<string, Actor>;
  /** Owners' ids by role. */
  roles: Record<string, string[]>;
  calendar: CalendarRule;
  /** Deal properties that a read fetches. */
  properties: string[];
  maxSleepMs: number;
  refusedRetryMs: number;
  closedStaysOpenMs: number;
}

export function criterionId(criterion: Criterion): CriterionId {
  switch (criterion.kind) {
    case 'known':
      return `${criterion.object}.${criterion.property}`;
    case 'is':
      return `${criterion.object}.${criterion.property}=${criterion.value}`;
    case 'oneOf':
      return `${criterion.object}.${criterion.property}=${criterion.values.join('|')}`;
    case 'nextSteps':
      return 'nextSteps';
    case 'file':
      return `file.${criterion.file}`;
  }
}

/** The pipeline that HubSpot calls by this id, with its stages; undefined where the policy knows none. */
export function pipelineOf(policy: DealPolicy, id: string | undefined): DealPipeline | undefined {
  const pipeline = policy.pipelines[id ?? ''];
  const rules = policy.rules[pipeline?.rules ?? -1];
  if (pipeline === undefined || rules === undefined) return undefined;
  return { key: pipeline.key, stages: rules.map((stage, index) => ({ ...stage, id: pipeline.stageIds[index] ?? '' })) };
}

/** Under which name a reading keeps what a criterion asks for: a deal's property by its name, anything else with its prefix. */
export function factKey(id: CriterionId): string {
  const [name = ''] = id.split('=');
  return name.startsWith('deal.') ? name.slice('deal.'.length) : name;
}

/** The values a criterion accepts; undefined: any. */
export function acceptedValues(id: CriterionId): string[] | undefined {
  return id.includes('=') ? id.slice(id.indexOf('=') + 1).split('|') : undefined;
}
