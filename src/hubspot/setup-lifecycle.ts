/**
 * Lifecycle stages of contacts that the policy asks for, compared with what the portal has (C-01). They are read as options
 * of the property, which HubSpot documents. They are written as stages of the contacts' pipeline, which it does not document:
 * where it refuses, a person makes the change in HubSpot's settings.
 */
import type { LifecycleStageRow } from '../domain/policy/contact-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import { findLifecycleStage, lifecycleOptions } from './portal-ids.ts';
import type { SetupStep } from './setup-step.ts';

const PIPELINE_ID = 'contacts-lifecycle-pipeline';
const SETTINGS = 'in HubSpot under Settings → Objects → Contacts → Lifecycle Stage';
/** A contact's stage is never closed for HubSpot. */
const METADATA = { isClosed: 'false', state: 'OPEN' };

/** Missing stages are added, stages out of the SOP's order moved; those of others stay where they are. */
export async function lifecycleSteps(hubspot: HubSpot, { contacts }: Policy): Promise<SetupStep[]> {
  if (contacts === undefined) return [];
  const options = await lifecycleOptions(hubspot);
  const rows = contacts.lifecycle.stages;
  const places = rows.map((row) => options.findIndex((option) => option === findLifecycleStage(options, row)));
  // A missing one stands nowhere, and whatever comes after it may have to make room.
  const isInOrder = places.every((place, index) => place >= 0 && (index === 0 || (places[index - 1] ?? -1) < place));
  return rows.flatMap((row, index): SetupStep[] => {
    const option = findLifecycleStage(options, row);
    if (option === undefined) return [creation(hubspot, row, index)];
    return isInOrder ? [] : [move(hubspot, row, option.value, index)];
  });
}

function creation(hubspot: HubSpot, { label }: LifecycleStageRow, index: number): SetupStep {
  return {
    part: 'stage',
    kind: 'create',
    words: `create the lifecycle stage "${label}" in place ${index + 1} of the SOP's`,
    apply: () => hubspot.createStage('contact', PIPELINE_ID, { label, displayOrder: index, metadata: METADATA }),
    byHand: `Create the lifecycle stage "${label}" by hand, in place ${index + 1} of the SOP's, ${SETTINGS}`,
  };
}

function move(hubspot: HubSpot, { label }: LifecycleStageRow, stageId: string, index: number): SetupStep {
  return {
    part: 'stage',
    kind: 'update',
    words: `set the lifecycle stage "${label}" to place ${index + 1} of the SOP's`,
    apply: () => hubspot.updateStage('contact', PIPELINE_ID, stageId, { displayOrder: index }),
    byHand: `Drag the lifecycle stage "${label}" to place ${index + 1} of the SOP's by hand, ${SETTINGS}`,
  };
}
