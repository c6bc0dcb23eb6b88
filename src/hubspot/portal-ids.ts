/** Which of the portal's pipelines and stages the policy's rows are: found by label, because ids differ from portal to portal. */
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { PortalIds } from '../domain/deal/policy.ts';
import type { LifecycleStageRow } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import type { PropertyChoice } from './schemas.ts';

/** The portal lacks what the policy names. The message says what, in the policy's words, and which command adds it. */
export class PortalNotReadyError extends Error {
  override readonly name = 'PortalNotReadyError';

  constructor(missing: string[]) {
    super(`The portal lacks ${missing.join(', ')}. Run: npm run sop -- portal apply`);
  }
}

/** Reads the deal pipelines and matches them. Throws `PortalNotReadyError` naming everything that is missing (D-01). */
export async function portalIds(hubspot: Pick<HubSpot, 'pipelines'>, policy: Policy): Promise<PortalIds> {
  const existing = await hubspot.pipelines('deal');
  const ids: PortalIds = { pipelines: {} };
  const missing: string[] = [];
  for (const row of policy.pipelines) {
    const pipeline = findByLabel(existing, row.label);
    if (!pipeline) {
      missing.push(`the pipeline "${row.label}"`);
      continue;
    }
    const stages: Record<string, string> = {};
    for (const stageRow of row.stages) {
      const stage = findByLabel(pipeline.stages, stageRow.label);
      if (stage) stages[stageRow.key] = stage.id;
      else missing.push(`the stage "${stageRow.label}" of "${row.label}"`);
    }
    ids.pipelines[row.key] = { id: pipeline.id, stages };
  }
  if (missing.length > 0) throw new PortalNotReadyError(missing);
  return ids;
}

/** The portal's lifecycle stages of contacts, in HubSpot's order. */
export async function lifecycleOptions(hubspot: Pick<HubSpot, 'properties'>): Promise<PropertyChoice[]> {
  const property = (await hubspot.properties('contact')).find(({ name }) => name === PORTAL_PROPERTIES.stage);
  return (property?.options ?? []).toSorted((a, b) => (a.displayOrder ?? 0) - (b.displayOrder ?? 0));
}

/** HubSpot's own stage by its value, one of ours by its label: a portal gives it a number of its own (C-01). */
export function findLifecycleStage(options: PropertyChoice[], row: LifecycleStageRow): PropertyChoice | undefined {
  return options.find(({ value }) => value === row.value) ?? findByLabel(options, row.label);
}

/** Labels are typed by people: case and spaces around do not count. */
export function findByLabel<Row extends { label: string }>(rows: Row[], label: string): Row | undefined {
  const wanted = label.trim().toLowerCase();
  return rows.find((row) => row.label.trim().toLowerCase() === wanted);
}
