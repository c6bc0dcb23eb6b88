/** Carries out one effect of a contact: the right activity, with the business key that makes a repeat harmless. */
import type { Effect, EffectResult } from '../domain/contact/commands.ts';
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import type { ContactState } from '../domain/contact/state.ts';
import { effectKey } from './effect-key.ts';
import { contacts, hubspot, mail } from './effects.ts';

interface Where {
  portalId: string;
  contactId: string;
  state: ContactState;
  now: number;
}

/** Answers what the rules have to know of it. An effect without a command is only a decision. */
export async function carryOutEffect(effect: Effect, where: Where): Promise<EffectResult | undefined> {
  const { command } = effect;
  if (command === undefined) return undefined;
  const { portalId, contactId, state, now } = where;
  const at = { portalId, contactId };
  const key = effectKey(effect.key);
  const owner = state.facts?.values[PORTAL_PROPERTIES.owner]?.value;
  switch (command.do) {
    case 'note': {
      const { about, detail } = command;
      const args = { ...at, key, about, detail, at: now };
      await contacts.noteOnContact.executeWithOptions({ summary: `note: ${about}` }, [args]);
      return undefined;
    }
    case 'task': {
      const { do: _, ...task } = command;
      const args = { ...at, key, ...task, ...(owner ? { ownerId: owner } : {}) };
      await contacts.taskOnContact.executeWithOptions({ summary: `task: ${task.about}` }, [args]);
      return undefined;
    }
    case 'completeTask': {
      const args = { key: effectKey(command.task) };
      await hubspot.completeTask.executeWithOptions({ summary: `complete: ${command.task}` }, [args]);
      return undefined;
    }
    case 'passTask': {
      const args = { key: effectKey(command.task), ownerId: command.ownerId };
      await contacts.passTask.executeWithOptions({ summary: `hand on: ${command.task}` }, [args]);
      return undefined;
    }
    case 'assign': {
      const args = { ...at, key, role: command.role };
      const { ownerId } = await contacts.assignNext.executeWithOptions({ summary: `assign: ${command.role}` }, [args]);
      return { of: 'assign', ownerId };
    }
    case 'own': {
      const args = { contactId, ownerId: command.ownerId, from: command.from };
      const { ownerId } = await contacts.ownByRep.executeWithOptions({ summary: 'the rep owns it' }, [args]);
      return { of: 'assign', ownerId };
    }
    case 'mail': {
      const { kind, round } = command;
      const sending = { ...at, key, kind, round, at: now };
      const result = await mail.sendMail.executeWithOptions({ summary: `mail: ${kind}` }, [sending]);
      if (result.outcome !== 'sent') return { of: 'mail', ...result };
      await contacts.logMail.executeWithOptions({ summary: `log the mail: ${kind}` }, [
        { ...at, key, kind, at: result.at },
      ]);
      return { of: 'mail', outcome: 'sent' };
    }
    case 'subscribe': {
      const args = { ...at, state: command.state, proofRef: command.proof, at: now };
      await contacts.writeConsent.executeWithOptions({ summary: `consent: ${command.state}` }, [args]);
      return undefined;
    }
    case 'unsubscribeAll':
      await contacts.unsubscribeAll.executeWithOptions({ summary: 'subscribed to nothing' }, [at]);
      return undefined;
    case 'lead': {
      const { do: _, ...lead } = command;
      const summary = lead.open ? `lead: ${lead.label.toLowerCase()}` : 'lead: close';
      await contacts.lead.executeWithOptions({ summary }, [{ ...at, ...lead }]);
      return undefined;
    }
    case 'openDeal': {
      const opened = await contacts.openDeal.executeWithOptions({ summary: 'open the deal' }, [at]);
      return { of: 'openDeal', dealId: opened.dealId, how: opened.how };
    }
    case 'openReferral': {
      const { dueAt, detail } = command;
      const args = { ...at, key, dueAt, detail, at: now };
      const { dealId, how } = await contacts.openReferral.executeWithOptions({ summary: 'take up the referral' }, [
        args,
      ]);
      return { of: 'openReferral', dealId, how };
    }
    case 'giveCompany': {
      const { dealId, companyId } = command;
      await contacts.giveCompany.executeWithOptions({ summary: 'give the deal its company' }, [{ dealId, companyId }]);
      return undefined;
    }
    case 'joinDeal':
      await contacts.joinDeal.executeWithOptions({ summary: 'join the deal' }, [{ ...at, dealId: command.dealId }]);
      return undefined;
    case 'answerTicket': {
      const { do: _, ...answer } = command;
      await contacts.answerTicket.executeWithOptions({ summary: 'answer the ticket' }, [
        { ...at, key, ...answer, at: now },
      ]);
      return undefined;
    }
    case 'delete':
      await contacts.deleteContact.executeWithOptions({ summary: 'delete the contact' }, [at]);
      return undefined;
  }
}
