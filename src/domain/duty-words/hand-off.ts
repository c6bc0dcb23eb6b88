/** D-18: what onboarding, their manager and the selling rep read until a won deal is taken over. */
import type { Detail } from '../deal/rules/rule.ts';
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';
import type { DutyWords, MailWords } from './words.ts';

/** Names of the stage a ticket is opened in and of the next one, as HubSpot shows them. */
function stages({ onboarding }: Policy): { first: string; next: string } {
  const labels = onboarding?.pipeline.stages ?? [];
  const index = labels.findIndex(({ key }) => key === onboarding?.opensIn);
  return { first: labels[index]?.label ?? '', next: labels[index + 1]?.label ?? '' };
}

function opening({ ticket }: Detail): Pick<MailWords, 'ticket'> {
  return typeof ticket === 'string' ? { ticket: { label: 'Open the ticket', id: ticket } } : {};
}

export const handOffWords: DutyWords = {
  notes: {
    handOffAccepted: () =>
      '<p><strong>Onboarding has taken this deal over. Your work on it is complete.</strong></p><p>Thank you. What the client asks from now on is for the onboarding team; their ticket is on this deal.</p>',
  },
  tasks: {
    acceptHandOff: (policy) => {
      const { first, next } = stages(policy);
      return {
        subject: 'Take over a won deal',
        body: `<p>This deal is won, and its onboarding ticket still stands in ${escapeHtml(first)}. Please read the hand-off on the ticket and move it on to ${escapeHtml(next)}: that tells the selling rep that the work is yours now.</p>`,
      };
    },
    handOffStuck: (policy) => ({
      subject: 'Nobody takes this won deal over',
      body: `<p>The onboarding ticket of this deal still stands in ${escapeHtml(stages(policy).first)} although onboarding was reminded of it. Please see to it that somebody takes it over.</p>`,
    }),
    ticketGone: () => ({
      subject: 'The onboarding ticket of this deal is gone',
      body: '<p>The onboarding ticket of this won deal was deleted before anybody took the deal over. Please restore it in HubSpot, or make sure that onboarding knows of the client; no second ticket is opened.</p>',
    }),
  },
  mails: {
    acceptHandOff: (policy, detail) => {
      const { first, next } = stages(policy);
      return {
        ...opening(detail),
        subject: 'A won deal waits for onboarding',
        paragraphs: [
          `The deal is won, and its onboarding ticket still stands in ${first}. The ticket holds what you need: the S&OP, contract and calculator, the contacts, the go-live date and who sold it.`,
          `Please move the ticket on to ${next} when you have taken the deal over. The selling rep's work ends with that.`,
        ],
      };
    },
    handOffStuck: (policy, detail) => ({
      ...opening(detail),
      subject: 'Nobody takes a won deal over',
      paragraphs: [
        `The deal's onboarding ticket still stands in ${stages(policy).first} although onboarding was reminded of it. Please see to it that somebody takes the deal over.`,
      ],
    }),
  },
};
