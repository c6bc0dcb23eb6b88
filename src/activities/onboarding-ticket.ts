/** A look at the onboarding ticket of a won deal (D-18). */
import type { SeenTicket } from '../domain/deal/onboarding-ticket.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ifThere } from '../hubspot/error.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import type { PortalFacts } from './deal.ts';
import { keyProperty } from './keep.ts';

export interface LookAtTicket {
  /** Absent where it is not known: then the ticket is found by its key. */
  id?: string;
  key: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Where it stands, since when, through whom; and whose it is. */
export async function lookAtTicket(
  hubspot: HubSpot,
  policy: Policy,
  onboarding: PortalFacts['onboarding'],
  { id: known, key, at: readAt }: LookAtTicket,
): Promise<SeenTicket> {
  const id = known ?? (await hubspot.findByKey('ticket', keyProperty(policy, 'ticket'), key));
  if (id === undefined) return { readAt };
  const record = await readTicket(hubspot, id);
  if (record === undefined) return { id, gone: true, readAt };
  const stage = record.values['hs_pipeline_stage'];
  const owner = record.values['hubspot_owner_id']?.value || undefined;
  const keys = Object.entries(onboarding?.stages ?? {});
  const name = keys.find(([, stageId]) => stageId === stage?.value)?.[0] ?? stage?.value;
  return {
    // Merged into another one it goes on under that one's id.
    id: record.id,
    ...(stage === undefined || name === undefined ? {} : { stage: name, at: stage.at, by: stage.by }),
    ...(owner === undefined ? {} : { owner }),
    readAt,
  };
}

function readTicket(hubspot: HubSpot, id: string): Promise<HubSpotRecord | undefined> {
  return ifThere(hubspot.readRecord('ticket', id, ['hs_pipeline_stage', 'hubspot_owner_id']));
}
