/** The shipped rule of the next action (HP24 "Next Action Owner"), and the properties it needs. */
import type { NextActionRule } from './next-action-types.ts';
import { property } from './rows.ts';
import type { PropertyRow } from './types.ts';

export const defaultNextAction: NextActionRule = {
  action: 'next_action',
  owner: 'next_action_owner',
  date: 'next_action_date',
  flag: 'sop_next_action_flag',
  stages: ['sql', 'engaged', 'proposal', 'partner_of_choice'],
  graceBusinessDays: 1,
  dueHour: 17,
  // The document's own example, "if no reply by Friday", is a matter of days.
  proposeAfterBusinessDays: 3,
  // A deal that woke up each week for it would cost a quarter more.
  ownerCheckDays: 7,
  clause: 'D-20, "“Next Action Owner” can never be a prospect/client"',
};

export const nextActionProperties: PropertyRow[] = [
  property('deal', 'next_action', 'Next action', 'text', 'D-20'),
  property('deal', 'next_action_owner', 'Next action owner', 'owner', 'D-20'),
  property('deal', 'next_action_date', 'Next action date', 'date', 'D-20'),
  property('deal', 'sop_next_action_flag', 'Next action needs attention', 'choice', 'D-20', {
    filledBy: 'engine',
    options: [
      { value: 'not_staff', label: 'Its owner is none of us' },
      { value: 'empty', label: 'Action, owner or date is empty' },
      { value: 'overdue', label: 'Its date has passed' },
    ],
  }),
];
