/** The journal's sentences about approvals, the S&OP note and the hand-off (D-07, D-10, D-18), and about mails to our people. */
import type { Decision } from './decision.ts';
import type { Policy } from './policy/types.ts';
import { criterionById } from './words.ts';

/** @param by who caused it, in words; undefined for a decision that is none of these */
export function dutyDecisionWords(policy: Policy, decision: Decision, by: string): string | undefined {
  const tag = policy.sopNote?.tag ?? '';
  const ticket = `onboarding ticket ${idOf(decision, 'ticket')}`;
  switch (decision.kind) {
    case 'approved':
      return 'approved by the engine: no deal meeting is required';
    case 'approvalRefused':
      if (decision.detail?.['why'] === 'notAPerson')
        return `the approval by ${by} was put back: where a deal meeting is required, only a person approves`;
      return `the approval by ${by} was put back: where a deal meeting is required, nobody approves a deal of their own`;
    case 'approvalWithdrawn':
      return 'the engine took its approval back: a deal meeting is required after all';
    case 'approvalAsked':
      return 'a deal meeting is required; the approver was asked';
    case 'sopNoteWritten':
      return `the ${tag} note was written: all of its fields are filled in`;
    case 'sopNoteFound':
      return `all fields of ${tag} are filled in; the note ${idOf(decision, 'note')} was written by ${by}`;
    case 'sopBlanksNamed':
      return `the owner was asked for what ${tag} still lacks: ${blanks(policy, decision)}`;
    case 'handOffReminded':
      return `onboarding was reminded of ${ticket} (${String(decision.detail?.['times'] ?? 1)})`;
    case 'handOffEscalated':
      return `nobody takes the deal over; the manager was told of ${ticket}`;
    case 'handOffAccepted':
      return `handed off: ${by} moved ${ticket} on, and the selling rep's work is complete`;
    case 'notMailed':
      return `a mail to one of us reached nobody (${String(decision.detail?.['why'])}); the task or note about it stands`;
    case 'ticketGone':
      return `${ticket} was deleted before anybody took the deal over`;
    default:
      return undefined;
  }
}

function idOf({ evidence }: Decision, object: string): string {
  return evidence.find((one) => one.object === object)?.id ?? '';
}

function blanks(policy: Policy, { detail }: Decision): string {
  const ids = detail?.['missing'];
  return (Array.isArray(ids) ? ids : []).map((id) => criterionById(policy, id)).join(', ');
}
