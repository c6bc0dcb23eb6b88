/**
 * Everything a deal's workflow does in HubSpot. Each may run again after it worked (a crash, a lost answer): writes set the
 * same values, notes have a key of their own (design, decision 6).
 */
import { activityInfo } from '@temporalio/activity';
import { dealPolicy, type DealPolicy } from '../domain/deal/policy.ts';
import type { Shown, Values } from '../domain/deal/state.ts';
import { findProperty, travellingValue } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import { dealDetails, missingNote, missingText } from '../domain/words.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { HubSpotError } from '../hubspot/error.ts';
import type { PortalIds } from '../hubspot/portal-ids.ts';
import type { Journal } from '../journal/journal.ts';
import { failing } from './errors.ts';

export interface HubSpotActivityDeps {
  hubspot: HubSpot;
  policy: Policy;
  /** The portal's ids of pipelines and stages; read once and kept by the caller. */
  portalIds: () => Promise<PortalIds>;
  journal: Pick<Journal, 'lastSeq'>;
}

export type HubSpotActivities = ReturnType<typeof createHubSpotActivities>;

export type DealReading = { found: true; values: Values } | { found: false; into?: string };

/** A record may answer 404 for a moment after the event of its creation (reference: HubSpot §2.2). */
const ATTEMPTS_FOR_A_NEW_RECORD = 6;

export function createHubSpotActivities({ hubspot, policy, portalIds, journal }: HubSpotActivityDeps) {
  const noteKey = policy.properties.find((row) => row.object === 'note' && row.unique === true);

  return failing({
    /** The slice of the policy that the workflow decides by, and the number of the record's last decision. */
    async loadDeal(at: { portalId: string; dealId: string }): Promise<{ policy: DealPolicy; seq: number }> {
      const [ids, seq] = await Promise.all([portalIds(), journal.lastSeq('deal', at.portalId, at.dealId)]);
      return { policy: dealPolicy(policy, ids), seq };
    },

    /** The record's properties with the time and author of each value; free text only as "filled". */
    async readDeal(deal: { dealId: string; properties: string[]; isNew: boolean }): Promise<DealReading> {
      try {
        const record = await hubspot.readRecord('deal', deal.dealId, deal.properties);
        if (record.id !== deal.dealId) return { found: false, into: record.id };
        if (record.archived) return { found: false };
        return { found: true, values: travelling(policy, record.values) };
      } catch (error) {
        if (!(error instanceof HubSpotError) || error.kind !== 'notFound') throw error;
        if (deal.isNew && activityInfo().attempt < ATTEMPTS_FOR_A_NEW_RECORD) throw retryLater(error);
        return { found: false };
      }
    },

    /** One write: the stage if it changes and what is missing in words. Answers HubSpot's time of it and the details for the UI. */
    async writeDeal(deal: {
      dealId: string;
      stageId?: string;
      shown: Shown;
    }): Promise<{ at: number; details: string }> {
      const { updatedAt } = await hubspot.updateRecord('deal', deal.dealId, {
        ...(deal.stageId === undefined ? {} : { dealstage: deal.stageId }),
        [policy.missingProperty]: missingText(policy, deal.shown),
      });
      return { at: updatedAt, details: dealDetails(policy, deal.shown) };
    },

    /** The note that names what is missing. The key makes it one note however often this runs. */
    async noteMissing(note: { dealId: string; key: string; shown: Shown; at: number }): Promise<void> {
      if (noteKey === undefined) throw new Error('the policy was checked to have a key for notes');
      const properties = {
        hs_note_body: missingNote(policy, note.shown),
        hs_timestamp: new Date(note.at).toISOString(),
      };
      const [created] = await hubspot.upsertByKey('note', noteKey.name, [{ key: note.key, properties }]);
      if (created !== undefined) await hubspot.associate('note', created.id, 'deal', note.dealId);
    },
  });
}

function travelling(policy: Policy, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, { value, at, by, previous }]) => {
      const row = findProperty(policy, 'deal', name);
      const known = { value: travellingValue(row, value), at, by };
      return [name, previous === undefined ? known : { ...known, previous: travellingValue(row, previous) }];
    }),
  );
}

function retryLater(error: HubSpotError): HubSpotError {
  return new HubSpotError({
    operation: 'readRecord',
    kind: 'unavailable',
    mayHaveHappened: false,
    status: error.status,
  });
}
