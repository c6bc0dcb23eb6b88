/**
 * The slice of the policy that a deal's workflow decides by: ids, names and numbers, a few KB, recorded in its history
 * (design, decision 2). The words that people read stay in the policy and are put in by activities.
 */
import type { Criterion, Policy, StageRow } from '../policy/types.ts';
import { DAY_MS } from '../time.ts';

/** Ids that HubSpot gave the policy's pipelines and stages in one portal, read at set-up. */
export interface PortalIds {
  pipelines: Record<string, { id: string; stages: Record<string, string> }>;
}

/** A criterion without its words. `id` names it in missing lists, decisions and messages. */
export type DealCriterion = { id: string; object: Criterion['object']; property: string; is?: string };

export interface DealStage {
  key: string;
  /** HubSpot's id of the stage. */
  id: string;
  kind: StageRow['kind'];
  /** Absent: the engine does not move a deal out of this stage. */
  exit?: DealCriterion[];
  clause: string;
}

export interface DealPolicy {
  /** `<policy>@<version>`, stamped on each decision. */
  version: string;
  /** By HubSpot's pipeline id; stages in order. */
  pipelines: Record<string, { key: string; stages: DealStage[] }>;
  lost: { category: string; details: string; clause: string };
  /** Deal properties that a read fetches. */
  properties: string[];
  maxSleepMs: number;
  closedStaysOpenMs: number;
}

/** The name of a criterion: `deal.hp_products` (known) or `deal.contract_status=proposal_sent`. */
export function criterionId(criterion: Criterion): string {
  const property = `${criterion.object}.${criterion.property}`;
  return criterion.kind === 'is' ? `${property}=${criterion.value}` : property;
}

const PLACE_PROPERTIES = ['dealstage', 'pipeline', 'hubspot_owner_id'];

/** Cuts the deal's slice out of a policy for one portal. */
export function dealPolicy(policy: Policy, portal: PortalIds): DealPolicy {
  const properties = new Set([...PLACE_PROPERTIES, policy.lost.category, policy.lost.details, policy.missingProperty]);
  const pipelines: DealPolicy['pipelines'] = {};
  for (const pipeline of policy.pipelines) {
    const ids = portal.pipelines[pipeline.key];
    if (ids === undefined) throw new Error(`The portal has no pipeline "${pipeline.label}".`);
    pipelines[ids.id] = {
      key: pipeline.key,
      stages: pipeline.stages.map((stage) => dealStage(stage, ids.stages[stage.key])),
    };
    for (const { object, property } of pipeline.stages.flatMap((stage) => stage.exit ?? [])) {
      if (object === 'deal') properties.add(property);
    }
  }
  return {
    version: `${policy.id}@${policy.version}`,
    pipelines,
    lost: policy.lost,
    properties: [...properties].sort(),
    maxSleepMs: policy.dealClock.maxSleepDays * DAY_MS,
    closedStaysOpenMs: policy.dealClock.closedStaysOpenDays * DAY_MS,
  };
}

function dealStage(stage: StageRow, id: string | undefined): DealStage {
  if (id === undefined) throw new Error(`The portal has no stage "${stage.label}".`);
  const cut: DealStage = { key: stage.key, id, kind: stage.kind, clause: stage.clause };
  if (stage.exit !== undefined) cut.exit = stage.exit.map(dealCriterion);
  return cut;
}

function dealCriterion(criterion: Criterion): DealCriterion {
  const cut: DealCriterion = { id: criterionId(criterion), object: criterion.object, property: criterion.property };
  return criterion.kind === 'is' ? { ...cut, is: criterion.value } : cut;
}
