/** D-07: what owner and approver read. */
import { findProperty } from '../policy/lookup.ts';
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';
import type { DutyWords } from './words.ts';

const label = (policy: Policy, name: string | undefined) =>
  `"${findProperty(policy, 'deal', name ?? '')?.label ?? ''}"`;
const status = (policy: Policy) => label(policy, policy.approval?.status);
const required = (policy: Policy) => label(policy, policy.approval?.required);

/** What set a property, where no person did. */
const PROGRAMS: Record<string, string> = {
  automation: 'a HubSpot workflow',
  import: 'an import',
  merge: 'a merge with another deal',
};

export const approvalWords: DutyWords = {
  notes: {
    ownApproval: (policy) =>
      `<p>${escapeHtml(status(policy))} was set by whoever owns the deal now and has been put back: where a deal meeting is required, somebody else than the owner approves. The approver has been asked.</p>`,
    programApproval: (policy, { by }) =>
      `<p>${escapeHtml(status(policy))} was set by ${escapeHtml(PROGRAMS[String(by)] ?? 'a program')} and has been put back: where a deal meeting is required, a person other than the deal's owner approves, and what anything else sets does not count. The approver is asked.</p>`,
  },
  tasks: {
    approve: (policy) => ({
      subject: 'Approve this deal',
      body: `<p>${escapeHtml(required(policy))} says yes, so somebody else than the deal's owner approves it. After the meeting please set ${escapeHtml(status(policy))} to Approved or Rejected.</p>`,
    }),
  },
  mails: {
    approve: (policy) => ({
      subject: 'A deal waits for your approval',
      paragraphs: [
        `A deal meeting is required for this deal, and you approve it. After the meeting please set ${status(policy)} on the deal to Approved or Rejected; nothing else moves it on.`,
      ],
    }),
    approveReminder: (policy) => ({
      subject: 'Reminder: a deal still waits for your approval',
      paragraphs: [`This deal cannot go on before somebody other than its owner sets ${status(policy)}.`],
    }),
  },
};
