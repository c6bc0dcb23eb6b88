/** Where a contact's leads and tickets begin and end in this portal (L-01, L-02). */
import type { HubSpot } from './client.ts';
import { PortalNotReadyError } from './portal-ids.ts';
import type { Stage } from './schemas.ts';

export interface ContactPlaces {
  leads: {
    pipelineId: string;
    /** Stages by id. */
    opensIn: string;
    closesIn: string;
    /** All in which a lead is over, one way or the other. */
    closed: string[];
  };
  /** Stages in which a ticket is closed, by pipeline, in the pipeline's order. */
  closedTickets: Record<string, string[]>;
}

/** Two calls. Throws `PortalNotReadyError` for a portal whose first lead pipeline has no new or no unqualified stage. */
export async function contactPlaces(hubspot: Pick<HubSpot, 'pipelines'>): Promise<ContactPlaces> {
  const [leads, tickets] = await Promise.all([hubspot.pipelines('lead'), hubspot.pipelines('ticket')]);
  const pipeline = leads.toSorted((a, b) => a.displayOrder - b.displayOrder)[0];
  const inState = (...states: string[]) =>
    (pipeline?.stages ?? []).filter((stage) => states.includes(leadState(stage)));
  const opensIn = inState('NEW')[0];
  const closesIn = inState('UNQUALIFIED')[0];
  if (pipeline === undefined || opensIn === undefined || closesIn === undefined) {
    throw new PortalNotReadyError(['a lead pipeline with a new and an unqualified stage']);
  }
  return {
    leads: {
      pipelineId: pipeline.id,
      opensIn: opensIn.id,
      closesIn: closesIn.id,
      closed: inState('QUALIFIED', 'UNQUALIFIED').map(({ id }) => id),
    },
    closedTickets: Object.fromEntries(
      tickets.map(({ id, stages }) => [
        id,
        stages.filter(({ metadata }) => metadata['ticketState'] === 'CLOSED').map((stage) => stage.id),
      ]),
    ),
  };
}

/** Portals can rename stages and add some; what a stage means is in its metadata, and in the ids that HubSpot ships. */
function leadState({ id, metadata }: Stage): string {
  const state = metadata['leadState'];
  if (typeof state === 'string') return state;
  return id.replace('-stage-id', '').toUpperCase();
}
