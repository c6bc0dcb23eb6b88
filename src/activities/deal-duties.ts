/**
 * What a deal's rules have done in HubSpot and by mail. Each may run again after it worked: properties are set to the same
 * values, notes, tasks and mails have a key of their own (design, decision 6).
 */
import type { Around } from '../domain/deal/duty-state.ts';
import type { DealPolicy } from '../domain/deal/policy.ts';
import type { Detail } from '../domain/deal/rules/rule.ts';
import type { Shown } from '../domain/deal/state.ts';
import type { SeenTouches } from '../domain/deal/touches/seen.ts';
import { dutyNote, dutyTask } from '../domain/duty-words/index.ts';
import type { Policy } from '../domain/policy/types.ts';
import { dealDetails } from '../domain/deal-details.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { closeTicket, type CloseTicket } from './back-out.ts';
import type { PortalFacts } from './deal.ts';
import { failing } from './errors.ts';
import { keepRecord } from './keep.ts';
import { lookAtTicket, type LookAtTicket } from './onboarding-ticket.ts';
import { refuseOutdated } from './outdated.ts';
import { lookAtSop, type LookAtSop, writeSopNote } from './sop-note.ts';
import { changeTask, keepTask, lookAtTask } from './tasks.ts';
import { lookAtTouches, type LookAtTouches } from './touches.ts';

export interface DealDutyDeps {
  hubspot: HubSpot;
  policy: Policy;
  portal: () => Promise<PortalFacts>;
  slice: () => Promise<DealPolicy>;
}

export interface SetOnDeal {
  dealId: string;
  values: Record<string, string>;
  /** The newest time HubSpot had put on a value when the deal was read; ms since 1970. */
  asOf: number;
  /** What the current details of the Temporal UI say with it. */
  shown: Shown;
}

export type DealDutyActivities = ReturnType<typeof createDealDutyActivities>;

export function createDealDutyActivities({ hubspot, policy, portal, slice }: DealDutyDeps) {
  /** Whoever manages deals takes over where somebody has left, or where nobody is named (B-03). */
  async function assignee(to: string | undefined): Promise<string | undefined> {
    const { staff } = await portal();
    const isPresent = to !== undefined && staff.actors[to] !== undefined;
    return isPresent ? to : policy.bypass.letStandRoles.flatMap((role) => staff.roles[role] ?? [])[0];
  }

  return failing({
    /** Properties of the deal in one write. Answers HubSpot's time of it and the details for the UI. */
    async setOnDeal({ dealId: id, values, asOf, shown }: SetOnDeal): Promise<{ at: number; details: string }> {
      const properties = async () => (await slice()).properties;
      await refuseOutdated(hubspot, { object: 'deal', id, asOf, properties, begun: () => false });
      const { updatedAt } = await hubspot.updateRecord('deal', id, values);
      return { at: updatedAt, details: dealDetails(policy, shown) };
    },

    /** A note on the deal, once per key. */
    async dutyNote(note: { dealId: string; key: string; about: string; detail: Detail; at: number }): Promise<void> {
      const properties = {
        hs_note_body: dutyNote(policy, note.about, note.detail),
        hs_timestamp: new Date(note.at).toISOString(),
      };
      await keepRecord(hubspot, policy, { object: 'note', key: note.key, properties, on: dealOf(note) });
    },

    /** A task on the deal, once per key; completed, it stays completed. */
    async dutyTask(task: {
      dealId: string;
      key: string;
      about: string;
      detail: Detail;
      /** Owner's id. */
      to?: string;
      dueAt: number;
    }): Promise<void> {
      const { key, to, dueAt, about, detail } = task;
      const words = dutyTask(policy, about, detail);
      await keepTask(hubspot, policy, { ...words, key, dueAt, ownerId: await assignee(to), on: dealOf(task) });
    },

    /** The deal has another owner, and with it what the engine asked of the one before (S-05, D-20). @param to owner's id */
    async assignTask({ key, to }: { key: string; to?: string }): Promise<void> {
      const ownerId = await assignee(to);
      if (ownerId !== undefined) await changeTask(hubspot, policy, { key, change: { ownerId } });
    },

    /** What the task of a deal or contact asked for is done or not wanted any more. */
    async completeTask({ key }: { key: string }): Promise<void> {
      await changeTask(hubspot, policy, { key, change: 'complete' });
    },

    /** What stands on the timelines of the deal and its contacts (S). */
    async lookAtTouches(input: LookAtTouches): Promise<SeenTouches> {
      return lookAtTouches(hubspot, policy, input);
    },

    /** The onboarding ticket of a deal that was backed out ends, and says why (B-03). */
    async closeTicket(ticket: CloseTicket): Promise<void> {
      await closeTicket(hubspot, policy, (await portal()).onboarding, ticket);
    },

    /** Whether a task of ours is over: completed, or not there any more. */
    async lookAtTask({ key, at }: { key: string; at: number }): Promise<Around['sellerTask']> {
      return { ...(await lookAtTask(hubspot, policy, key)), readAt: at };
    },

    /** Whether the next action's owner works here, by a younger look at the staff than the policy's snapshot (D-20). */
    async lookAtActionOwner({ ownerId, at }: { ownerId: string; at: number }): Promise<Around['actionOwner']> {
      return { id: ownerId, isStaff: (await portal()).staff.actors[ownerId] !== undefined, readAt: at };
    },

    /** The onboarding ticket of the deal (D-18). */
    async lookAtTicket(input: LookAtTicket): Promise<Around['ticket']> {
      return lookAtTicket(hubspot, policy, (await portal()).onboarding, input);
    },

    /** The "#S&OP" note and the company's blanks (D-10). */
    async lookAtSop(input: LookAtSop): Promise<Around['sop']> {
      return lookAtSop(hubspot, policy, input);
    },

    /** The "#S&OP" note, once per key (D-10). */
    async writeSopNote(note: { dealId: string; key: string; at: number }): Promise<void> {
      await writeSopNote(hubspot, policy, (await portal()).names, note);
    },
  });
}

const dealOf = ({ dealId }: { dealId: string }) => ({ object: 'deal', id: dealId }) as const;
