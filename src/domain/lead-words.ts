/** What people read of a lead: why there is none, and why one was closed (L-01, L-02). */
import type { LeadCondition } from './contact/lead.ts';
import type { ContactRules } from './policy/contact-types.ts';
import { escapeHtml } from './words.ts';

export interface TicketAnswer {
  /** There is a lead now. */
  made: boolean;
  /** Ids of what is missing where there is none. */
  missing: string[];
}

/** For the lead's "Closed because". */
export function leadOverWords(rules: ContactRules, reason: string): string {
  return isCondition(reason) ? conditions(rules)[reason].over : 'The contact is no lead any more.';
}

/** The answer to a "Lead creation" ticket, as plain text. */
export function ticketAnswerText(rules: ContactRules, answer: TicketAnswer): string {
  return [opening(answer), ...missingWords(rules, answer).map((words) => `• ${words}`)].join('\n');
}

/** The same as HTML, for a note. */
export function ticketAnswerNote(rules: ContactRules, answer: TicketAnswer): string {
  const items = missingWords(rules, answer).map((words) => `<li>${escapeHtml(words)}</li>`);
  return `<p>${escapeHtml(opening(answer))}</p>${items.length === 0 ? '' : `<ul>${items.join('')}</ul>`}`;
}

function conditions({ leads, lifecycle }: ContactRules): Record<LeadCondition, { missing: string; over: string }> {
  const labels = lifecycle.stages.filter(({ key }) => leads.stages.includes(key)).map(({ label }) => label);
  const stages = labels.join(' or ');
  return {
    contactAllowed: {
      missing: 'the person must not have asked for no contact',
      over: 'The person does not wish to be contacted.',
    },
    notUnsubscribed: { missing: 'the person must not have unsubscribed', over: 'The person unsubscribed.' },
    leadStage: {
      missing: `the lifecycle stage must be ${stages}`,
      over: `The lifecycle stage is not ${stages} any more.`,
    },
    positive: {
      missing: 'the sales rep must not have ruled the contact out',
      over: 'The sales rep had no positive impression.',
    },
    engaged: {
      missing: 'the person must have been engaged lately',
      over: 'The person has not been engaged for so long that the contact turned cold.',
    },
  };
}

function opening({ made }: TicketAnswer): string {
  return made ? 'The contact is a lead; you find it among its leads.' : 'The contact is no lead yet. What is missing:';
}

function missingWords(rules: ContactRules, { missing }: TicketAnswer): string[] {
  return missing.filter(isCondition).map((id) => conditions(rules)[id].missing);
}

const IDS: readonly string[] = [
  'contactAllowed',
  'notUnsubscribed',
  'leadStage',
  'positive',
  'engaged',
] satisfies LeadCondition[];

function isCondition(id: string): id is LeadCondition {
  return IDS.includes(id);
}
