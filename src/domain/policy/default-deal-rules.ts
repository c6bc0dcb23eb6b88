/** The shipped rules of a deal's human side, and the properties they need. */
import type { AcceptanceRule, ApprovalRule, AutomaticAnswersRule, FormatRule, SopNoteRule } from './deal-rule-types.ts';
import { defaultGrowth } from './default-growth.ts';
import { sopCompanyProperties, sopDealProperties } from './default-properties.ts';
import { property } from './rows.ts';
import type { PropertyRow } from './types.ts';

export const defaultApproval: ApprovalRule = {
  required: 'deal_meeting_required',
  status: 'deal_approval_status',
  approved: 'approved',
  pending: 'pending',
  reason: 'sop_approval_reason',
  automatic: 'no_meeting_required',
  role: 'Approver',
  // The document names no time; as for the hand-off (D-18).
  remindAfterBusinessDays: 2,
  reminders: 3,
  clause: 'D-07, "if no deal meeting is required, please mark approved and proceed"',
};

export const defaultSopNote: SopNoteRule = {
  tag: '#S&OP',
  deal: sopDealProperties,
  company: sopCompanyProperties,
  clause: 'D-10, "type #S&OP"',
};

export const defaultFormats: FormatRule = {
  locale: 'en-US',
  currency: defaultGrowth.currency,
  money: [
    { object: 'deal', property: 'amount' },
    { object: 'deal', property: 'arr_at_signing' },
    { object: 'deal', property: 'non_recurring_revenue' },
    { object: 'deal', property: 'annual_practice_charges' },
    { object: 'deal', property: 'annual_practice_collections' },
    { object: 'company', property: 'minimum' },
  ],
  clause: 'D-10',
};

export const defaultAutomaticAnswers: AutomaticAnswersRule = {
  // What the common mail programs write, in the languages of the company's clients.
  subjects: [
    'automatic reply',
    'auto reply',
    'auto-reply',
    'autoreply',
    'auto response',
    'out of office',
    'out of the office',
    'ooo:',
    'ooo re:',
    'auto:',
    'vacation reply',
    'vacation response',
    'automatische antwort',
    'abwesenheitsnotiz',
    // Bounces, as mail servers word them.
    'undeliverable',
    'undelivered mail',
    'delivery status notification',
    'mail delivery failed',
    'mail delivery subsystem',
    'returned mail',
    'failure notice',
  ],
  clause: 'S-03',
};

export const defaultAcceptance: AcceptanceRule = {
  role: 'Onboarding',
  remindAfterBusinessDays: 2,
  // The document names no number; after a week it is the manager's matter.
  reminders: 2,
  managerRole: 'Sales manager',
  clause: 'D-18',
};

export const dealRuleProperties: PropertyRow[] = [
  property('deal', 'sop_approval_reason', 'Deal approved by the system because', 'choice', 'D-07', {
    filledBy: 'engine',
    options: [{ value: 'no_meeting_required', label: 'No deal meeting is required' }],
  }),
];
