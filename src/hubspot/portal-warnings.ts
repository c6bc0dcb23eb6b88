/**
 * Settings of a portal that fight the SOP, as far as HubSpot's API shows them (reference: HubSpot §1, §8). Nothing here is
 * changed: a person decides. What no program can read is in docs/set-up-hubspot.md.
 */
import type { PipelineRow, Policy } from '../domain/policy/types.ts';
import { SCOPES } from './app-files.ts';
import type { HubSpot } from './client.ts';
import { contactWarnings } from './contact-warnings.ts';
import { HubSpotError } from './error.ts';
import { findByLabel } from './portal-ids.ts';
import { orRefusal } from './refusal.ts';
import type { Pipeline, PipelineRules } from './schemas.ts';

/** What the configuration says of the portal. */
export interface Expected {
  accessToken: string;
  portalId: string;
  appId: string;
}

/** One sentence each, for an admin; empty when nothing is known to fight. Reads only. */
export async function portalWarnings(hubspot: HubSpot, policy: Policy, expected: Expected): Promise<string[]> {
  return [
    ...(await tokenWarnings(hubspot, expected)),
    ...(await staffWarnings(hubspot, policy)),
    ...(await ruleWarnings(hubspot, policy)),
    ...(await contactWarnings(hubspot, policy)),
  ];
}

async function tokenWarnings(hubspot: HubSpot, expected: Expected): Promise<string[]> {
  const token = await orRefusal(hubspot.token(expected.accessToken));
  if (token instanceof HubSpotError) {
    return [`HubSpot does not say what the access token may do: compare the app's scopes by hand. ${token.message}`];
  }
  const missing = SCOPES.filter((scope) => !token.scopes.includes(scope));
  return [
    token.hubId !== expected.portalId &&
      `The access token is for the HubSpot account ${token.hubId}, HUBSPOT_PORTAL_ID says ${expected.portalId}: webhooks of the one, or links to the other, go nowhere`,
    token.appId !== expected.appId &&
      `The access token is of the app ${token.appId}, HUBSPOT_APP_ID says ${expected.appId}: the engine would take its own changes for another program's`,
    missing.length > 0 &&
      `The app lacks the scopes ${missing.join(', ')}: run "npm run sop -- portal files", upload the app again and approve them`,
  ].filter((words) => words !== false);
}

/** Whose tasks and approvals would reach nobody. */
async function staffWarnings(hubspot: HubSpot, { staff }: Policy): Promise<string[]> {
  const owners = await orRefusal(hubspot.owners());
  if (owners instanceof HubSpotError) return [`The owners cannot be read. ${owners.message}`];
  const known = new Set(owners.map(({ email }) => email.toLowerCase()));
  const roles = new Map<string, string[]>();
  for (const { role, emails } of staff) {
    for (const email of emails) roles.set(email, [...(roles.get(email) ?? []), role]);
  }
  return [...roles]
    .filter(([email]) => !known.has(email.toLowerCase()))
    .map(
      ([email, of]) =>
        `${email} (${of.join(', ')}) has no owner in this portal: invite them, or correct the policy's staff`,
    );
}

/** Rules bind people in the screen; this app is exempt as far as HubSpot documents (reference: HubSpot §8.2). */
async function ruleWarnings(hubspot: HubSpot, policy: Policy): Promise<string[]> {
  const existing = await orRefusal(hubspot.pipelines('deal'));
  if (existing instanceof HubSpotError) return [`The pipelines cannot be read. ${existing.message}`];
  const warnings: string[] = [];
  for (const row of policy.pipelines) {
    const pipeline = findByLabel(existing, row.label);
    if (pipeline === undefined) continue;
    const rules = await orRefusal(hubspot.pipelineRules(pipeline.id));
    if (!(rules instanceof HubSpotError)) warnings.push(...conflicts(row, pipeline, rules));
    else if (rules.kind !== 'notFound') {
      warnings.push(`The rules of the pipeline "${row.label}" cannot be read: look at them by hand. ${rules.message}`);
    }
  }
  return warnings;
}

function conflicts(row: PipelineRow, pipeline: Pipeline, rules: PipelineRules): string[] {
  const { noBackwardsMovementRule: backwards, noSkippingStagesRule: skipping, objectCreationRule: creation } = rules;
  const first = row.stages[0];
  const firstId = first && findByLabel(pipeline.stages, first.label)?.id;
  const mayCreate = creation.pipelineStageIds;
  return [
    isOn(backwards) &&
      `The pipeline "${row.label}" forbids moving back: the SOP lets people move a deal back (D-15). Turn the rule off`,
    isOn(skipping) &&
      `The pipeline "${row.label}" forbids skipping stages: a deal can be lost from any open stage (D-13), and the engine puts back what was skipped. Turn the rule off`,
    first !== undefined &&
      firstId !== undefined &&
      mayCreate.length > 0 &&
      !mayCreate.includes(firstId) &&
      `The pipeline "${row.label}" does not let people create deals in "${first.label}", where the SOP begins. Allow it`,
  ].filter((words) => words !== false);
}

function isOn(rule: PipelineRules['noSkippingStagesRule']): boolean {
  return rule.enabledForAllStages || rule.pipelineStageIds.length > 0;
}
