/**
 * Everything a deal's workflow does in HubSpot. Each may run again after it worked (a crash, a lost answer): writes set the
 * same values, notes, tasks and tickets have a key of their own (design, decision 6).
 */
import type { NoteCommand, TaskCommand } from '../domain/deal/commands.ts';
import type { DealPolicy, PortalIds, Staff } from '../domain/deal/policy.ts';
import { dealPolicy } from '../domain/deal/slice.ts';
import type { Shown } from '../domain/deal/state.ts';
import type { Silence } from '../domain/deal/touches/silence.ts';
import type { TwinsFound } from '../domain/deal/twins.ts';
import type { Policy } from '../domain/policy/types.ts';
import { dealDetails } from '../domain/deal-details.ts';
import { dealNote, missingText } from '../domain/words.ts';
import { taskText } from '../domain/task-words.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import type { Journal } from '../journal/journal.ts';
import { createDealDutyActivities } from './deal-duties.ts';
import { lostByBackOut } from './back-out.ts';
import { failing } from './errors.ts';
import type { Screen } from './hand-off-facts.ts';
import { keepRecord } from './keep.ts';
import { keepTask } from './tasks.ts';
import { openOnboarding, type OpenedTicket } from './onboarding.ts';
import { refuseOutdated } from './outdated.ts';
import { refuseAnswered } from './touches.ts';
import { readDeal, type DealReading, type ReadDealInput } from './read-deal.ts';
import { checkTwins, type CheckTwinsInput } from './twins.ts';

export interface HubSpotActivityDeps {
  hubspot: HubSpot;
  policy: Policy;
  /** What only the portal knows; read once and kept by the caller. */
  portal: () => Promise<PortalFacts>;
  journal: Pick<Journal, 'lastSeq'>;
  /** Where people look at HubSpot. */
  screen: Screen;
}

/** Ids of the portal's pipelines and stages, and who works here. */
export interface PortalFacts {
  ids: PortalIds;
  staff: Staff;
  /** Of the active owners, by id; they stay with the activities. */
  names: Record<string, string>;
  /** `stageId`: where a new ticket stands; `stages`: HubSpot's ids by the policy's keys. */
  onboarding: { pipelineId: string; stageId: string; stages: Record<string, string> } | undefined;
}

export type HubSpotActivities = ReturnType<typeof createHubSpotActivities>;

export function createHubSpotActivities({ hubspot, policy, portal, journal, screen }: HubSpotActivityDeps) {
  const slice = async (): Promise<DealPolicy> => {
    const { ids, staff } = await portal();
    return dealPolicy(policy, ids, staff);
  };

  return {
    ...createDealDutyActivities({ hubspot, policy, portal, slice }),
    ...failing({
      /** The slice of the policy that the workflow decides by, and the number of the record's last decision. */
      async loadDeal(at: { portalId: string; dealId: string }): Promise<{ policy: DealPolicy; seq: number }> {
        const [loaded, seq] = await Promise.all([slice(), journal.lastSeq('deal', at.portalId, at.dealId)]);
        return { policy: loaded, seq };
      },

      /** The deal's facts with the time and author of each; free text only as "filled". */
      async readDeal(input: ReadDealInput): Promise<DealReading> {
        return readDeal(hubspot, policy, await slice(), input);
      },

      /** One write: the stage if it changes and what is missing in words. Answers HubSpot's time of it and the details for the UI. */
      async writeDeal(deal: {
        dealId: string;
        stageId?: string;
        pipelineId?: string;
        /** Property to be cleared: the key of a company's open deal (C-10). */
        givesBack?: string;
        /** It is backed out: category and details go with the stage (B-03). */
        backOut?: { reason: string };
        /** It is closed because nobody answered, and only if that is still so (S-05). */
        silence?: Silence;
        shown: Shown;
        /** The newest time HubSpot had put on a value when the deal was read; ms since 1970. */
        asOf: number;
      }): Promise<{ at: number; details: string }> {
        const { dealId: id, stageId, asOf } = deal;
        const properties = async () => (await slice()).properties;
        // The move was made, and its decision is to be recorded whatever came after.
        const begun = ({ values }: HubSpotRecord) => stageId !== undefined && values['dealstage']?.value === stageId;
        const found = await refuseOutdated(hubspot, { object: 'deal', id, asOf, properties, begun });
        const isDone = found !== undefined && begun(found);
        if (deal.silence !== undefined && !isDone)
          await refuseAnswered(hubspot, policy, { dealId: id, ...deal.silence });
        const { updatedAt } = await hubspot.updateRecord('deal', deal.dealId, {
          ...(deal.pipelineId === undefined ? {} : { pipeline: deal.pipelineId }),
          ...(deal.stageId === undefined ? {} : { dealstage: deal.stageId }),
          ...(deal.givesBack === undefined ? {} : { [deal.givesBack]: '' }),
          ...(deal.backOut === undefined ? {} : await lostByBackOut(hubspot, policy, id, deal.backOut.reason)),
          [policy.missingProperty]: missingText(policy, deal.shown),
        });
        return { at: updatedAt, details: dealDetails(policy, deal.shown) };
      },

      /** Looks for other open deals of the deal's companies and shows them to people (C-10). */
      async checkTwins(input: CheckTwinsInput): Promise<TwinsFound> {
        return checkTwins(hubspot, policy, (await portal()).ids, input);
      },

      /** A note on the deal. The key makes it one note however often this runs. */
      async noteOnDeal(note: {
        dealId: string;
        key: string;
        about: NoteCommand['about'];
        shown: Shown;
        at: number;
      }): Promise<void> {
        const properties = {
          hs_note_body: dealNote(policy, note.about, note.shown),
          hs_timestamp: new Date(note.at).toISOString(),
        };
        const on = { object: 'deal', id: note.dealId } as const;
        await keepRecord(hubspot, policy, { object: 'note', key: note.key, properties, on });
      },

      /** A task for the deal's owner, due now. */
      async taskOnDeal(task: {
        dealId: string;
        key: string;
        about: TaskCommand['about'];
        reason?: string;
        properties?: string[];
        ownerId?: string;
        at: number;
      }): Promise<void> {
        const { key, dealId, ownerId, at } = task;
        const on = { object: 'deal', id: dealId } as const;
        await keepTask(hubspot, policy, { ...taskText(policy, task), key, on, ownerId, dueAt: at });
      },

      /** The onboarding ticket of a won deal, once, with everything onboarding needs (D-17). */
      async openOnboarding(win: { dealId: string; key: string; at: number }): Promise<Partial<OpenedTicket>> {
        const { onboarding, staff, names } = await portal();
        if (onboarding === undefined) return {};
        const { pipelineId, stageId } = onboarding;
        const [ownerId] = staff.roles[policy.onboarding?.acceptance.role ?? ''] ?? [];
        return openOnboarding(hubspot, policy, { ...screen, names }, { ...win, pipelineId, stageId, ownerId });
      },
    }),
  };
}
