/** B: what people read about a back-out. */
import type { BackOutRefusal } from '../deal/back-out/state.ts';
import type { Detail } from '../deal/rules/rule.ts';
import { findProperty } from '../policy/lookup.ts';
import type { Policy } from '../policy/types.ts';
import { escapeHtml } from '../words.ts';
import type { DutyWords } from './words.ts';

/** Longer than any explanation; HubSpot takes 65,536 characters. */
const MAX_DETAILS = 5_000;

const label = (policy: Policy, name: string | undefined) =>
  findProperty(policy, 'deal', name ?? '')?.label ?? 'Back-out requested';
const quoted = (policy: Policy, name: string | undefined) => `"${label(policy, name)}"`;
const days = (policy: Policy) => policy.backOut?.windowDays ?? 0;
const approver = (policy: Policy) => policy.backOut?.approverRole ?? '';
const html = (...paragraphs: string[]) => paragraphs.map((one) => `<p>${escapeHtml(one)}</p>`).join('');
const text = (detail: Detail, name: string) => {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
};

/** For whom the deal was a bad fit, as the policy's choice says it. */
export function reasonWords(policy: Policy, reason: string): string {
  const row = findProperty(policy, 'deal', policy.backOut?.reason ?? '');
  return row?.options?.find(({ value }) => value === reason)?.label ?? reason;
}

/** Deal Lost Reason Details of a back-out. */
export function lostDetails(policy: Policy, reason: string, details: string): string {
  const words = details.trim().slice(0, MAX_DETAILS);
  return `Backed out after signing. ${reasonWords(policy, reason)}.${words === '' ? '' : `\n\n${words}`}`;
}

/** Why not, to whoever asked. */
export function refusalWords(policy: Policy, why: BackOutRefusal): string {
  const vp = approver(policy);
  switch (why) {
    case 'noCode':
      return `Without the code that is mailed to the ${vp} nobody knows who decides.`;
    case 'wrongCode':
      return `The code is not right. It stands in the mail to the ${vp}; another one can be sent.`;
    case 'usedCode':
      return 'The code was used before. Each works once; another one can be sent.';
    case 'expiredCode':
      return 'The code has expired. Another one can be sent.';
    case 'otherDeal':
      return 'The code was made for another deal. One for this deal can be sent.';
    case 'tooManyTries':
      return 'Too many wrong codes were tried, so this one is void. Another one can be sent.';
    case 'notVP':
      return `Only the ${vp} decides on a back-out.`;
    case 'notAPerson':
      return `A program or an import cannot ask for a back-out. A person sets ${quoted(policy, policy.backOut?.requested)} on the deal.`;
    case 'gone':
      return 'This deal is not in HubSpot any more.';
    case 'elsewhere':
      return 'This deal stands in no pipeline of the sales process.';
    case 'notWon':
      return 'This deal was not won, so there is nothing to back out of. Its lost reason category and details close it.';
    case 'backedOut':
      return 'This deal is backed out already.';
    case 'tooLate':
      return `It is more than ${days(policy)} days after the contract was signed. This is churn and no back-out any more; please talk to client success.`;
    case 'noReason':
      return `A back-out needs its reason: ${(findProperty(policy, 'deal', policy.backOut?.reason ?? '')?.options ?? []).map(({ label, value }) => `${label} (${value})`).join(', or ')}.`;
  }
}

const WAYS: Record<string, string> = {
  page: 'on the page of the mail',
  hubspot: 'in HubSpot',
  command: 'on the command line',
  signal: 'in Temporal',
};

/** Where somebody asked or decided. */
export const wayWords = (way: string): string => WAYS[way] ?? way;

const REFUSALS = new Set<string>([
  'noCode',
  'wrongCode',
  'usedCode',
  'expiredCode',
  'otherDeal',
  'tooManyTries',
  'notVP',
  'notAPerson',
  'gone',
  'elsewhere',
  'notWon',
  'backedOut',
  'tooLate',
  'noReason',
] satisfies BackOutRefusal[]);

/** Whether a word from the journal or a detail is one of the reasons. */
export function isBackOutRefusal(why: string): why is BackOutRefusal {
  return REFUSALS.has(why);
}

function whyWords(policy: Policy, detail: Detail): string {
  const why = text(detail, 'why');
  return isBackOutRefusal(why) ? refusalWords(policy, why) : why;
}

const lifecycle = (policy: Policy, detail: Detail) =>
  `The deal you sold was backed out after signing (${reasonWords(policy, text(detail, 'reason'))}). Its contacts stay Customer until you set their lifecycle stage to what they are now; nobody else does it. A contact that another won deal holds in Customer stays there: a change of its stage is put back.`;

/** Nobody but who set the request gives its reason: what somebody else writes after it is not that person's word. */
const lacksReason = (policy: Policy) =>
  `The ${approver(policy)} set ${quoted(policy, policy.backOut?.requested)} without ${quoted(policy, policy.backOut?.reason)}: as soon as the same person fills that in, the deal is backed out.`;

export const backOutWords: DutyWords = {
  notes: {
    backOutAsked: (policy, detail) =>
      html(
        `${detail['lacksReason'] === true ? lacksReason(policy) : `The ${approver(policy)} was asked to decide on this back-out, by mail and by a task.`} Until then the deal stays won.`,
      ),
    backOutRefused: (policy, detail) =>
      html(
        `${text(detail, 'why') === 'backedOut' ? '' : 'This deal is not backed out. '}${whyWords(policy, detail)}`,
        `It was tried ${wayWords(text(detail, 'way'))}.`,
      ),
    ticketBackedOut: (policy, detail) =>
      html(
        `The deal was backed out after signing: ${reasonWords(policy, text(detail, 'reason'))}. Onboarding ends here; the ticket stays as it is.`,
      ),
  },
  tasks: {
    decideBackOut: (policy, detail) => ({
      subject: 'Decide on a back-out',
      body: html(
        detail['lacksReason'] === true
          ? `${lacksReason(policy)} The link in the mail decides, too. To leave the deal won, set ${quoted(policy, policy.backOut?.requested)} to No.`
          : `Somebody asks to back this signed deal out. You decide: with the link in the mail that you got, or here, by setting ${quoted(policy, policy.backOut?.requested)} to No and back to Yes with ${quoted(policy, policy.backOut?.reason)} filled in. To turn it down, leave it at No.`,
      ),
    }),
    updateClientStatus: (policy, detail) => ({
      subject: 'Update the Client Status: the deal was backed out',
      body: html(
        `The ${approver(policy)} has backed this deal out after signing: ${reasonWords(policy, text(detail, 'reason'))}. Please update the Client Status. The onboarding ticket is closed.`,
      ),
    }),
    updateLifecycle: (policy, detail) => ({
      subject: "Update the contacts' lifecycle stage: the deal was backed out",
      body: html(`${lifecycle(policy, detail)} Complete this task when it is done; until then you are reminded.`),
    }),
  },
  mails: {
    decideBackOut: (policy, detail) => ({
      subject: 'Somebody asks to back a signed deal out',
      paragraphs: [
        `A back-out within ${days(policy)} days of signing is yours to decide. The page behind the link shows the deal and what will happen, and sends you a code that only you get, so that this mail alone backs nothing out.`,
        detail['lacksReason'] === true
          ? `Or decide in HubSpot. ${lacksReason(policy)} To leave the deal won, set ${quoted(policy, policy.backOut?.requested)} to No.`
          : `Or decide in HubSpot: set ${quoted(policy, policy.backOut?.requested)} to No and back to Yes with ${quoted(policy, policy.backOut?.reason)} filled in; leave it at No to turn it down.`,
      ],
      backOut: { label: 'Look at the back-out' },
    }),
    updateLifecycle: (policy, detail) => ({
      subject: 'A deal of yours was backed out: update the lifecycle stage',
      paragraphs: [lifecycle(policy, detail), 'The task is on the deal in HubSpot.'],
    }),
    lifecycleReminder: (policy, detail) => ({
      subject: 'Reminder: update the lifecycle stage of a backed-out deal',
      paragraphs: [lifecycle(policy, detail), 'Please complete the task on the deal when it is done.'],
    }),
  },
};
