/** Decisions about a contact's duties, temperature and consent in sentences. */
import { engagementWords, recordWords } from './contact-decision-parts.ts';
import { contactLabel } from './contact-words.ts';
import type { Decision } from './decision.ts';
import type { Policy } from './policy/types.ts';
import { localMinute } from './time.ts';

/** Duties and temperature; undefined for a decision about something else. */
export function dutyWords(policy: Policy, decision: Decision, by: string): string | undefined {
  const due = decision.detail?.['dueAt'];
  const until = typeof due === 'number' ? `, due ${localMinute(due, policy.calendar.timeZone)}` : '';
  switch (decision.kind) {
    case 'reviewDue':
      return 'nobody reviewed it; marketing got a task';
    case 'outreachDue':
      return `its owner got the task to reach out${until}`;
    case 'outreachMade':
      return `outreach was made: ${recordWords(decision.evidence)}`;
    case 'outreachMissed':
      return 'outreach was missed; its owner was reminded';
    case 'outreachEscalated':
      return `outreach was missed; the ${policy.contacts?.handOff.managerRole ?? 'manager'} got a task`;
    case 'recheckDue':
      return 'not verified so far; its owner was asked to look again';
    case 'evaluationDue':
      return 'nothing happened for long; its owner was asked to evaluate it';
    case 'warm':
      return `warm: ${engagementWords(policy, decision.evidence)}`;
    case 'cold':
      return decision.evidence.some(({ property }) => property === policy.contacts?.properties.leadKind)
        ? 'cold: a qualified lead that never engaged'
        : `cold: no engagement for ${policy.contacts?.temperature.coldAfterMonths ?? 0} months`;
    case 'vetoed':
      return `cold: ${contactLabel(policy, 'veto')}, says ${by}`;
    default:
      return undefined;
  }
}

/** Consent (K); undefined for a decision about something else. */
export function consentWords({ kind }: Decision, by: string): string | undefined {
  switch (kind) {
    case 'consentAsked':
      return 'asked for consent by e-mail';
    case 'consentReminded':
      return 'reminded of the consent request by e-mail';
    case 'consentGranted':
      return `consent given by ${by}`;
    case 'consentWithdrawn':
      return `consent withdrawn or mail refused by ${by}`;
    case 'unsubscribedFromAll':
      return 'unsubscribed from everything';
    default:
      return undefined;
  }
}
