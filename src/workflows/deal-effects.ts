/** Carries out one effect of a deal's rules: the right activity, with the business key that makes a repeat harmless. */
import { lifecycleTask } from '../domain/deal/back-out/state.ts';
import type { Around } from '../domain/deal/duty-state.ts';
import type { DutyStep } from '../domain/deal/duties.ts';
import type { DealPolicy } from '../domain/deal/policy.ts';
import { knowsCompany } from '../domain/deal/sop.ts';
import { knownTouches } from '../domain/deal/touches/known.ts';
import type { DealState } from '../domain/deal/state.ts';
import type { DealEffectCommand } from '../domain/deal/rules/rule.ts';
import { effectKey } from './effect-key.ts';
import { hubspot, staffMail } from './effects.ts';

interface Where {
  portalId: string;
  dealId: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * All but `set`, after which the gate has to look (deal.ts). Answers why a mail went to nobody, if so: another attempt would not
 * help.
 */
export async function carryOutDuty(
  key: string,
  command: Exclude<DealEffectCommand, { do: 'set' }>,
  { portalId, dealId, now }: Where,
): Promise<string | undefined> {
  switch (command.do) {
    case 'note': {
      const { about, detail } = command;
      const args = { dealId, key, about, detail, at: now };
      await hubspot.dutyNote.executeWithOptions({ summary: `note: ${about}` }, [args]);
      return undefined;
    }
    case 'sopNote':
      await hubspot.writeSopNote.executeWithOptions({ summary: 'the S&OP note' }, [{ dealId, key, at: now }]);
      return undefined;
    case 'task': {
      const { about, detail, to, dueAt } = command;
      const args = { dealId, key, about, detail, dueAt, ...(to === undefined ? {} : { to }) };
      await hubspot.dutyTask.executeWithOptions({ summary: `task: ${about}` }, [args]);
      return undefined;
    }
    case 'assignTask': {
      const { task, to } = command;
      const args = { key: effectKey(task), ...(to === undefined ? {} : { to }) };
      await hubspot.assignTask.executeWithOptions({ summary: 'the task has another owner' }, [args]);
      return undefined;
    }
    case 'completeTask':
      await hubspot.completeTask.executeWithOptions({ summary: 'the task is over' }, [
        { key: effectKey(command.task) },
      ]);
      return undefined;
    case 'closeTicket': {
      const args = { dealId, key: effectKey('onboarding'), noteKey: key, detail: command.detail, at: now };
      await hubspot.closeTicket.executeWithOptions({ summary: 'close the onboarding ticket' }, [args]);
      return undefined;
    }
    case 'mail': {
      const { about, detail, to } = command;
      const args = { portalId, dealId, key, about, detail, to, at: now };
      const mailed = await staffMail.mailToStaff.executeWithOptions({ summary: `mail: ${about}` }, [args]);
      return mailed.outcome === 'refused' ? mailed.reason : undefined;
    }
  }
}

/** Reads what a rule has to know beyond the deal. */
export async function lookAround(
  { at, whole }: Extract<DutyStep, { do: 'look' }>,
  { dealId, now, state, policy }: Where & { state: DealState; policy: DealPolicy },
): Promise<Around[typeof at]> {
  switch (at) {
    case 'ticket': {
      const id = state.duties?.around.ticket?.id;
      const args = { key: effectKey('onboarding'), at: now, ...(id === undefined ? {} : { id }) };
      return hubspot.lookAtTicket.executeWithOptions({ summary: 'look at the onboarding ticket' }, [args]);
    }
    case 'sop': {
      const args = { dealId, company: !knowsCompany(state.values ?? {}, policy) };
      return hubspot.lookAtSop.executeWithOptions({ summary: 'look for the S&OP' }, [args]);
    }
    case 'sellerTask': {
      const key = effectKey(lifecycleTask(state.duties?.backOut?.approved?.at ?? 0));
      return hubspot.lookAtTask.executeWithOptions({ summary: "look at the selling rep's task" }, [{ key, at: now }]);
    }
    case 'actionOwner': {
      const ownerId = state.values?.[policy.nextAction?.owner ?? '']?.value ?? '';
      const args = { ownerId, at: now };
      return hubspot.lookAtActionOwner.executeWithOptions({ summary: 'look whose the next action is' }, [args]);
    }
    case 'touches': {
      const args = { dealId, now, ...knownTouches(state, policy, whole === true) };
      return hubspot.lookAtTouches.executeWithOptions({ summary: 'look at calls, e-mails, messages and meetings' }, [
        args,
      ]);
    }
  }
}
