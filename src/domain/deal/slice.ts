/** Cuts what a deal's workflow decides by out of the policy, for one portal. */
import type { ApprovalRule } from '../policy/deal-rule-types.ts';
import { asksFor } from '../policy/lookup.ts';
import type { TouchCountRules, TouchRules } from '../policy/touch-types.ts';
import type { Policy, StageRow } from '../policy/types.ts';
import { DAY_MS } from '../time.ts';
import { handOffSlice } from './onboarding-ticket.ts';
import { criterionId, type DealPolicy, type DealStage, type PortalIds, type Staff } from './policy.ts';
import { sopSlice } from './sop.ts';

const PLACE_PROPERTIES = ['dealstage', 'pipeline', 'hubspot_owner_id'];

/**
 * Cuts the deal's slice out of a policy for one portal.
 */
export function dealPolicy(policy: Policy, portal: PortalIds, { actors, roles }: Staff): DealPolicy {
  const { lost, approval, nextAction, touches, backOut } = policy;
  const oneOpen = policy.contacts?.deal;
  return {
    version: `${policy.id}@${policy.version}`,
    ...pipelineSlices(policy, portal),
    lost,
    bypass: bypassSlice(policy, { actors, roles }),
    ...earlyDataSlice(policy),
    onboards: policy.onboarding !== undefined,
    mailsStaff: policy.contacts !== undefined,
    tellsContacts: policy.contacts !== undefined,
    ...(oneOpen === undefined ? {} : { oneOpen }),
    ...(approval === undefined ? {} : { approval: { ...approval, stages: stagesAsking(policy, approval) } }),
    ...(touches === undefined ? {} : { touches: countRules(touches) }),
    ...sopSlice(policy),
    ...handOffSlice(policy),
    ...(backOut === undefined ? {} : { backOut: { ...backOut, reasons: valuesOf(policy, backOut.reason) } }),
    ...(nextAction === undefined ? {} : { nextAction }),
    staff: actors,
    roles,
    calendar: policy.calendar,
    properties: propertiesToRead(policy),
    maxSleepMs: policy.dealClock.maxSleepDays * DAY_MS,
    refusedRetryMs: policy.dealClock.refusedRetryHours * 3_600_000,
    closedStaysOpenMs: policy.dealClock.closedStaysOpenDays * DAY_MS,
  };
}

/** Pipelines by HubSpot's ids; those with the same rules share them. */
function pipelineSlices(policy: Policy, portal: PortalIds): Pick<DealPolicy, 'pipelines' | 'rules'> {
  const rules: DealPolicy['rules'] = [];
  const pipelines: DealPolicy['pipelines'] = {};
  for (const pipeline of policy.pipelines) {
    const ids = portal.pipelines[pipeline.key];
    if (ids === undefined) throw new Error(`The portal has no pipeline "${pipeline.label}".`);
    const stages = pipeline.stages.map(dealStage);
    const known = rules.findIndex((other) => JSON.stringify(other) === JSON.stringify(stages));
    pipelines[ids.id] = {
      key: pipeline.key,
      rules: known >= 0 ? known : rules.push(stages) - 1,
      stageIds: pipeline.stages.map((stage) => ids.stages[stage.key] ?? missingStage(stage)),
    };
  }
  return { pipelines, rules };
}

function dealStage({ key, kind, clause, exit, checklist }: StageRow): Omit<DealStage, 'id'> {
  return {
    key,
    kind,
    clause,
    ...(exit === undefined ? {} : { exit: exit.map(criterionId) }),
    ...(checklist === undefined ? {} : { checklist: checklist.map(criterionId) }),
  };
}

function missingStage(stage: StageRow): never {
  throw new Error(`The portal has no stage "${stage.label}".`);
}

/** In milliseconds, and with the people who may let a bypass stand. */
function bypassSlice({ bypass }: Policy, { actors, roles }: Staff): DealPolicy['bypass'] {
  const managers = bypass.letStandRoles.flatMap((role) => (roles[role] ?? []).flatMap((id) => actors[id] ?? []));
  return {
    mode: bypass.mode,
    graceMs: bypass.graceMinutes * 60_000,
    letStand: bypass.letStandProperty,
    managers,
    maxPutBacks: bypass.maxPutBacks,
    fuseMs: bypass.fuseHours * 3_600_000,
    since: Date.parse(bypass.since),
    clause: bypass.clause,
  };
}

function earlyDataSlice({ earlyData }: Policy): Pick<DealPolicy, 'earlyData'> {
  if (earlyData === undefined) return {};
  const { received, agreements, sentValues: sent, reason, clause } = earlyData;
  return { earlyData: { received, agreements, sent, reason, clause } };
}

/** Names of the deal's properties that any rule looks at. */
function propertiesToRead(policy: Policy): string[] {
  const { lost, bypass, earlyData, approval, nextAction, touches, backOut } = policy;
  const criteria = policy.pipelines.flatMap(({ stages }) =>
    stages.flatMap(({ exit = [], checklist = [] }) => [...exit, ...checklist]),
  );
  const ofDeal = criteria.flatMap((one) => ('object' in one && one.object === 'deal' ? [one.property] : []));
  const early = earlyData === undefined ? [] : [earlyData.received, ...earlyData.agreements, earlyData.reason];
  const oneOpen = policy.contacts?.deal;
  const locks = oneOpen === undefined ? [] : [oneOpen.keyProperty, oneOpen.twinProperty];
  const approvals = approval === undefined ? [] : [approval.required, approval.status, approval.reason];
  const counts = Object.values(touches?.properties ?? {});
  const named = [
    lost.category,
    lost.details,
    bypass.letStandProperty,
    policy.missingProperty,
    ...locks,
    ...approvals,
    ...counts,
    ...(nextAction === undefined ? [] : [nextAction.action, nextAction.owner, nextAction.date, nextAction.flag]),
    ...(backOut === undefined ? [] : [backOut.requested, backOut.reason, backOut.signed.property]),
  ];
  return [...new Set([...PLACE_PROPERTIES, ...named, ...early, ...ofDeal])].sort();
}

/** Without what only activities look at. */
function countRules({ calls: _, emails: __, meetings: ___, ...rules }: TouchRules): TouchCountRules {
  return rules;
}

/** The values of a choice of the deal. */
function valuesOf(policy: Policy, property: string): string[] {
  const row = policy.properties.find(({ object, name }) => object === 'deal' && name === property);
  return (row?.options ?? []).map(({ value }) => value);
}

/** Keys of the stages that a deal leaves only when approved. */
function stagesAsking({ pipelines }: Policy, { status }: ApprovalRule): string[] {
  const asking = pipelines.flatMap(({ stages }) => stages.filter((stage) => asksFor(stage, 'deal', status)));
  return [...new Set(asking.map(({ key }) => key))];
}
