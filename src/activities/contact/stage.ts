/** Putting a contact into a lifecycle stage (C-19): HubSpot's values only move forward, so going back is clearing, then setting. */
import { ApplicationFailure } from '@temporalio/activity';
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { HubSpotError } from '../../hubspot/error.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { refuseOutdated } from '../outdated.ts';

export interface SetStageInput {
  contactId: string;
  /** HubSpot's value. */
  stageId: string;
  /** HubSpot's value of the stage it leaves; `''` where it has none. */
  from: string;
  /** That value stands later in HubSpot's order. */
  backward: boolean;
  /** Written with it. */
  values: Record<string, string>;
  /** The newest time HubSpot had put on a value when the contact was read; ms since 1970. */
  asOf: number;
}

/** Type of a failure that is tried again: HubSpot answered well and has another stage. */
const NOT_TAKEN = 'stageNotTaken';

/**
 * Two or three calls at the first attempt, the last of which reads back; a later attempt looks first. A crash between clearing
 * and setting is brought to its end by the next attempt, whatever else changed meanwhile: no record is left without a stage.
 * @param properties names whose change by others makes the decision outdated
 * @returns HubSpot's time of the stage
 * @throws ApplicationFailure `outdated`, `stageNotTaken`; HubSpotError
 */
export async function setStage(
  hubspot: HubSpot,
  { contactId, stageId, from, backward, values, asOf }: SetStageInput,
  properties: () => Promise<string[]>,
): Promise<{ at: number }> {
  const { stage } = PORTAL_PROPERTIES;
  const begun = (contact: HubSpotRecord): boolean => {
    const present = contact.values[stage];
    return present?.value === stageId || (present?.value === '' && present.by === 'us');
  };
  const resumed = await refuseOutdated(hubspot, { object: 'contact', id: contactId, asOf, properties, begun });
  const present = resumed?.values[stage]?.value ?? '';
  // A write that HubSpot takes for backward is answered well and changes nothing. Whatever the order of the portal's stages
  // turns out to be, clearing first always works.
  const clears = resumed === undefined ? backward : present !== '' && present !== stageId;
  if (clears) await hubspot.updateRecord('contact', contactId, { [stage]: '' });
  try {
    await hubspot.updateRecord('contact', contactId, { ...values, [stage]: stageId });
  } catch (error) {
    // A rule of the portal does not let it in. It stays where it was, and not without a stage.
    if (isRefused(error) && from !== '') await hubspot.updateRecord('contact', contactId, { [stage]: from });
    throw error;
  }
  const written = (await hubspot.readRecord('contact', contactId, [stage])).values[stage];
  if (written?.value === stageId) return { at: written.at };
  throw ApplicationFailure.create({ message: 'HubSpot has another lifecycle stage than was written', type: NOT_TAKEN });
}

function isRefused(error: unknown): boolean {
  return error instanceof HubSpotError && error.kind === 'rejected';
}
