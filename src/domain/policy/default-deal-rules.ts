/** The shipped rules of a deal's human side, and the properties they need. */
import type { ApprovalRule } from './deal-rule-types.ts';
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

export const dealRuleProperties: PropertyRow[] = [
  property('deal', 'sop_approval_reason', 'Deal approved by the system because', 'choice', 'D-07', {
    filledBy: 'engine',
    options: [{ value: 'no_meeting_required', label: 'No deal meeting is required' }],
  }),
];
