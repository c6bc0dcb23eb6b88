/**
 * Everything a contact's workflow does in HubSpot but mails and subscriptions (activities/mail.ts). Each may run again after it
 * worked (a crash, a lost answer): writes set the same values, records of ours have a key of their own (design, decision 6).
 */
import { contactPolicy, type ContactPolicy, type ContactPortal } from '../../domain/contact/policy.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import type { ContactRules } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ContactPlaces } from '../../hubspot/contact-places.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Rota } from '../../journal/rota.ts';
import { failing } from '../errors.ts';
import { assignNext, type AssignInput, ownByRep } from './assign.ts';
import { bringLead, type LeadInput } from './lead.ts';
import { openDeal, type OpenedDeal } from './open-deal.ts';
import { openReferral, type ReferralInput } from './open-referral.ts';
import { type ContactNoteInput, noteOnContact, showOnContact, type ShowInput } from './said.ts';
import { readContact, type ContactReading, type ReadContactInput } from './read.ts';
import { setStage, type SetStageInput } from './stage.ts';
import { changeTask } from '../tasks.ts';
import { type ContactTaskInput, taskOnContact } from './task.ts';
import { answerTicket, type AnswerTicketInput } from './ticket.ts';
import { answerContactless, contactlessTickets } from './contactless.ts';

export interface ContactActivityDeps {
  hubspot: HubSpot;
  /** A policy with rules for contacts. */
  policy: Policy & { contacts: ContactRules };
  /** What only the portal knows; each read once and kept by the caller. */
  dealPortal: () => Promise<{ ids: PortalIds }>;
  contactPortal: () => Promise<ContactPortal>;
  places: () => Promise<ContactPlaces>;
  journal: Pick<Journal, 'lastSeq' | 'isErased'>;
  rota: Pick<Rota, 'take'>;
}

export type ContactActivities = ReturnType<typeof createContactActivities>;

interface At {
  portalId: string;
  contactId: string;
}

export function createContactActivities(deps: ContactActivityDeps) {
  const { hubspot, policy, dealPortal, contactPortal, places, journal, rota } = deps;
  const rules = policy.contacts;
  const slice = async (): Promise<ContactPolicy> => contactPolicy(policy, await contactPortal());

  /** What people fill in: a change by others makes a decision outdated. What HubSpot calculates changes with our own writes. */
  const decisive = async (): Promise<string[]> => {
    const people = policy.properties.filter(({ object, filledBy }) => object === 'contact' && filledBy === 'people');
    const { readProperties } = await slice();
    return people.map(({ name }) => name).filter((name) => readProperties.includes(name));
  };

  return failing({
    /** The slice of the policy that the workflow decides by, the number of the last decision, and whether the person was forgotten. */
    async loadContact({ portalId, contactId }: At): Promise<{ policy: ContactPolicy; seq: number; erased: boolean }> {
      const [loaded, seq, erased] = await Promise.all([
        slice(),
        journal.lastSeq('contact', portalId, contactId),
        journal.isErased('contact', portalId, contactId),
      ]);
      return { policy: loaded, seq, erased };
    },

    /** The contact's facts with the time and author of each; free text and personal values only as "filled". */
    async readContact(input: ReadContactInput): Promise<ContactReading> {
      const { ids } = await dealPortal();
      return readContact({ hubspot, policy, slice: await slice(), ids, places }, input);
    },

    /** C-19. Answers HubSpot's time of the stage. */
    async setStage(input: SetStageInput): Promise<{ at: number }> {
      return setStage(hubspot, input, decisive);
    },

    /** What stands on the record, and answers the details for the Temporal UI. */
    async showOnContact(input: ShowInput): Promise<{ details: string }> {
      return showOnContact(hubspot, policy, rules, input);
    },

    async noteOnContact(note: ContactNoteInput): Promise<void> {
      await noteOnContact(hubspot, policy, note);
    },

    async taskOnContact(task: ContactTaskInput): Promise<void> {
      await taskOnContact(hubspot, policy, rules, await contactPortal(), task);
    },

    /** The contact has another owner, and with it what the engine asked of the one before. */
    async passTask({ key, ownerId }: { key: string; ownerId: string }): Promise<void> {
      await changeTask(hubspot, policy, { key, change: { ownerId } });
    },

    /** C-06. Answers who the owner is now. */
    async assignNext(input: AssignInput): Promise<{ ownerId: string }> {
      return assignNext(hubspot, rota, await contactPortal(), input);
    },

    /** C-09. Answers who the owner is now. */
    async ownByRep(input: { contactId: string; ownerId: string; from: string }): Promise<{ ownerId: string }> {
      return ownByRep(hubspot, await contactPortal(), input);
    },

    /** L-01. */
    async lead(input: LeadInput): Promise<{ leadId?: string }> {
      const [{ leads: place }, { staff }] = await Promise.all([places(), contactPortal()]);
      return bringLead({ hubspot, policy, rules: rules.leads, place, staff }, input);
    },

    /** C-10. */
    async openDeal({ contactId }: At): Promise<OpenedDeal> {
      const [{ ids }, { staff }] = await Promise.all([dealPortal(), contactPortal()]);
      return openDeal(hubspot, policy, rules.deal, { ids, staff }, contactId);
    },

    /** D-19. */
    async openReferral(input: ReferralInput): Promise<OpenedDeal> {
      const [{ ids }, { staff, owners }] = await Promise.all([dealPortal(), contactPortal()]);
      if (rules.referral === undefined) throw new Error(`The policy "${policy.id}" has no referrals.`);
      const manager = owners[rules.handOff.managerRole]?.[0];
      return openReferral(hubspot, policy, rules.referral, { ids, staff, manager }, input);
    },

    /** C-10. The deal's own workflow then takes the company's key, or shows people the twin. */
    async giveCompany({ dealId, companyId }: { dealId: string; companyId: string }): Promise<void> {
      await hubspot.associate('deal', dealId, 'company', companyId);
    },

    /** C-15. */
    async joinDeal({ contactId, dealId }: { contactId: string; dealId: string }): Promise<void> {
      await hubspot.associate('deal', dealId, 'contact', contactId);
    },

    /** L-02. */
    async answerTicket(input: AnswerTicketInput): Promise<void> {
      await answerTicket(hubspot, policy, rules, await places(), input);
    },

    /** L-02: which of these tickets ask for a lead and have no contact, and how long one may take to be associated. */
    async contactlessTickets({ tickets }: { tickets: string[] }): Promise<{ tickets: string[]; graceMs: number }> {
      const found = await contactlessTickets(hubspot, policy, places, tickets);
      return { tickets: found, graceMs: rules.lifecycle.graceMinutes * 60_000 };
    },

    /** L-02. Those that got a contact meanwhile are left to its workflow. */
    async answerContactless(input: { portalId: string; tickets: string[]; at: number }): Promise<void> {
      await answerContactless(hubspot, policy, rules, places, input);
    },

    /** C-14, on a person's answer. HubSpot keeps the record for 90 days, in which it can be restored. */
    async deleteContact({ contactId }: { contactId: string }): Promise<void> {
      await hubspot.archiveRecord('contact', contactId);
    },
  });
}
