/** The shipped rule of the back-out, and the properties it needs. */
import type { BackOutRule } from './back-out-types.ts';
import { property } from './rows.ts';
import type { PropertyRow } from './types.ts';

export const defaultBackOut: BackOutRule = {
  requested: 'back_out_requested',
  reason: 'back_out_reason',
  details: 'back_out_details',
  signed: { property: 'contract_status', value: 'proposal_signed' },
  windowDays: 90,
  answersDays: 10,
  approverRole: 'Sales VP',
  lostCategory: 'backed_out',
  ticketStage: 'backed_out',
  implementationRole: 'Onboarding',
  managerRole: 'Sales manager',
  // The document names no times; as for the hand-off (D-18).
  dueBusinessDays: 2,
  remindEveryBusinessDays: 2,
  // A mail may lie for a holiday; the code is what counts, and lives as long as it takes to find the mail.
  linkDays: 14,
  codeMinutes: 30,
  codeTries: 5,
  codesPerHour: 6,
  // Over a weekend without workers.
  broughtCodeHours: 72,
  refusalsPerDay: 20,
  clause: 'B-01, "shortly afterwards, the deal is deemed a bad fit for the client or Health Prime"',
};

export const backOutProperties: PropertyRow[] = [
  property('deal', 'back_out_requested', 'Back-out requested', 'yesNo', 'B-02'),
  property('deal', 'back_out_reason', 'Back-out reason', 'choice', 'B-01', {
    options: [
      { value: 'client', label: 'Bad fit for the client' },
      { value: 'us', label: 'Bad fit for us' },
    ],
  }),
  property('deal', 'back_out_details', 'Back-out details', 'longText', 'B-01'),
];
