/** What people read of an internal referral (D-19). HTML; what the form brought is escaped. */
import type { Detail } from './contact/commands.ts';
import { lifecycleLabel } from './contact-words.ts';
import type { TaskWords } from './contact-task-words.ts';
import type { Policy } from './policy/types.ts';
import { escapeHtml } from './words.ts';

/** What the form says; empty where it says nothing. */
export interface ReferralForm {
  employee: string;
  /** `YYYY-MM-DD`. */
  date: string;
  interest: string;
}

/** @param isFirst the deal was opened by it */
export function referralNote({ employee, date, interest }: ReferralForm, isFirst: boolean): string {
  const who = employee === '' ? 'an employee who gave no address' : employee;
  const words = [`Internal referral of ${date} by ${who}.`];
  if (!isFirst) words.push('The deal was open already; nothing else about it has changed.');
  if (interest !== '') words.push(`About: ${interest}`);
  return words.map((line) => `<p>${escapeHtml(line)}</p>`).join('');
}

const CHANNELS: Record<string, string> = {
  any: '',
  call: 'E-mail is no way to reach the person: please call.',
  none: 'The person does not wish to be contacted: neither call nor write, ask the referring employee for somebody else.',
};

/** For the owner of the deal. */
export function referralTask(policy: Policy, { isCustomer, channel }: Detail, isFirst: boolean): TaskWords {
  const customer = lifecycleLabel(policy, 'customer');
  const words = [
    isFirst
      ? 'An employee referred this client, and this deal was opened for it. Who it was, and what it is about, stands in the note on the deal.'
      : 'An employee referred the client of this open deal again. Who it was, and what it is about, stands in the note on the deal.',
    isCustomer === true
      ? ''
      : `The contact is no ${customer} so far: if this is new business, please move the deal to the pipeline it belongs to.`,
    CHANNELS[String(channel)] ?? '',
  ];
  return {
    subject: isFirst ? 'See to this internal referral' : 'See to another internal referral',
    body: words.flatMap((line) => (line === '' ? [] : [`<p>${escapeHtml(line)}</p>`])).join(''),
  };
}
