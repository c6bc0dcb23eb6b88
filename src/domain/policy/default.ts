/**
 * The shipped policy: both documents merged (HP = "Sales HubSpot SOP", HP24 = growth team). Every threshold and list stands
 * here or in another default-*.ts once, with its source.
 */
import { backOutProperties, defaultBackOut } from './default-back-out.ts';
import { contactProperties } from './default-contact-properties.ts';
import { defaultContacts } from './default-contacts.ts';
import {
  dealRuleProperties,
  defaultAcceptance,
  defaultApproval,
  defaultFormats,
  defaultSopNote,
  defaultAutomaticAnswers,
} from './default-deal-rules.ts';
import { approvedProducts, defaultProperties, sopCompanyProperties, sopDealProperties } from './default-properties.ts';
import { defaultGrowth, growthProperties } from './default-growth.ts';
import { defaultNextAction, nextActionProperties } from './default-next-action.ts';
import { defaultRegisters } from './default-registers.ts';
import { defaultTouches, touchProperties } from './default-touches.ts';
import { usFederalHolidays } from './holidays.ts';
import { is, known } from './rows.ts';
import type { Criterion, Policy, StageRow } from './types.ts';

/** D-06: "S&OP information populated": every blank of D-08 and D-09 is named. */
const sopInformation: Criterion[] = [
  ...sopDealProperties.map((name) => known('deal', name, 'D-08')),
  ...sopCompanyProperties.map((name) => known('company', name, 'D-09')),
];

/** D-06 asks for the pricing model twice, by itself and for the S&OP; it is named once. */
const proposalExit: Criterion[] = [
  known('deal', 'deal_meeting_required', 'D-06'),
  is('deal', 'deal_approval_status', 'approved', 'D-06'),
  known('deal', 'rate_range', 'D-06'),
  is('deal', 'verbal_commit_status', 'yes', 'D-06'),
  // A contract that is signed was sent.
  {
    kind: 'oneOf',
    object: 'deal',
    property: 'contract_status',
    values: ['proposal_sent', 'proposal_signed'],
    clause: 'D-06',
  },
  known('deal', 'client_data_confidence', 'D-06'),
  ...sopInformation,
];

/** D-01: six stages, the same in all three pipelines. Probabilities: G-02. */
const stages: StageRow[] = [
  {
    key: 'sql',
    label: 'Sales Qualified Lead',
    kind: 'open',
    probability: 0.2,
    exit: [known('deal', 'enterprise_deal_status', 'D-02'), known('deal', 'hp_products', 'D-02')],
    checklist: [
      is('deal', 'financials_requested', 'yes', 'D-03'),
      known('deal', 'baa_status', 'D-03'),
      known('deal', 'nda_status', 'D-03'),
      is('deal', 'pm_emr_assessed', 'yes', 'D-03'),
      known('deal', 'other_solutions_opportunity', 'D-03'),
    ],
    clause: 'D-02',
  },
  {
    key: 'engaged',
    label: 'Engaged',
    kind: 'open',
    probability: 0.4,
    exit: [
      is('deal', 'scope_confirmed', 'yes', 'D-04'),
      known('contact', 'number_of_providers', 'D-04'),
      known('deal', 'annual_practice_collections', 'D-04'),
      { kind: 'nextSteps', minLength: 20, clause: 'D-04' },
    ],
    clause: 'D-04',
  },
  {
    key: 'proposal',
    label: 'Proposal',
    kind: 'open',
    probability: 0.75,
    exit: proposalExit,
    checklist: [
      is('deal', 'proposal_delivered', 'yes', 'D-05'),
      known('deal', 'calculator_used', 'D-05'),
      known('deal', 'annual_claims', 'D-05'),
      known('deal', 'estimated_decision_date', 'D-05'),
    ],
    clause: 'D-06',
  },
  {
    key: 'partner_of_choice',
    label: 'Partner of Choice',
    kind: 'open',
    probability: 0.9,
    exit: [
      known('company', 'business_unit', 'D-11'),
      known('deal', 'quoted_rcm_rate', 'D-12'),
      is('deal', 'contract_status', 'proposal_signed', 'D-12'),
      is('deal', 'onboarding_questionnaire', 'uploaded', 'D-12'),
      known('deal', 'target_go_live_date', 'D-12'),
      known('deal', 'nda_status', 'D-12'),
      known('deal', 'baa_status', 'D-12'),
      { kind: 'file', file: 'signed_contract', clause: 'D-12' },
      { kind: 'file', file: 'calculator', clause: 'D-12' },
      { kind: 'oneOf', object: 'deal', property: 'hp_products', values: approvedProducts, clause: 'D-12' },
    ],
    clause: 'D-12',
  },
  { key: 'closed_won', label: 'Closed Won', kind: 'won', probability: 1, clause: 'D-12' },
  { key: 'closed_lost', label: 'Closed Lost', kind: 'lost', probability: 0, clause: 'D-13' },
];

export const defaultPolicy: Policy = {
  id: 'health-prime',
  title: 'Health Prime sales SOP with the HealthPay24 growth team',
  version: '3',
  calendar: {
    timeZone: 'America/New_York',
    workdays: [1, 2, 3, 4, 5],
    holidays: usFederalHolidays,
    clause: 'R-07',
  },
  properties: [
    ...defaultProperties,
    ...dealRuleProperties,
    ...touchProperties,
    ...backOutProperties,
    ...nextActionProperties,
    ...contactProperties,
    ...growthProperties,
  ],
  pipelines: [
    { key: 'new_business', label: 'New Business', stages, clause: 'D-01' },
    { key: 'expansion', label: 'Expansion', stages, clause: 'D-01' },
    { key: 'upsell', label: 'Upsell', stages, clause: 'D-01' },
  ],
  files: [
    { key: 'signed_contract', label: 'The signed contract as a PDF', extension: 'pdf', clause: 'D-12' },
    { key: 'calculator', label: 'The file "Company Name_Calculator"', name: '{company}_Calculator', clause: 'D-12' },
  ],
  lost: { category: 'deal_lost_reason_category', details: 'deal_lost_reason_details', clause: 'D-13' },
  bypass: {
    mode: 'enforce',
    // Long enough to fill in two or three fields after dragging, short enough that nobody plans with a wrong stage.
    graceMinutes: 15,
    letStandProperty: 'let_stand_reason',
    letStandRoles: ['Sales manager', 'Sales VP'],
    maxPutBacks: 3,
    fuseHours: 24,
    since: '2026-01-01',
    clause: 'D-15',
  },
  earlyData: {
    received: 'financials_received',
    agreements: ['baa_status', 'nda_status'],
    sentValues: ['sent', 'signed', 'not_required'],
    reason: 'data_before_agreements_reason',
    clause: 'D-03',
  },
  onboarding: {
    pipeline: {
      label: 'Onboarding',
      stages: [
        { key: 'new', label: 'New', state: 'OPEN' },
        { key: 'accepted', label: 'Accepted', state: 'OPEN' },
        { key: 'live', label: 'Live', state: 'CLOSED' },
        { key: 'backed_out', label: 'Backed out', state: 'CLOSED' },
      ],
    },
    opensIn: 'new',
    handOff: [
      { object: 'deal', property: 'target_go_live_date' },
      { object: 'deal', property: 'contract_provisions' },
      { object: 'deal', property: 'quoted_rcm_rate' },
      { object: 'deal', property: 'nda_status' },
      { object: 'deal', property: 'baa_status' },
      { object: 'deal', property: 'onboarding_questionnaire' },
    ],
    acceptance: defaultAcceptance,
    clause: 'D-17',
  },
  approval: defaultApproval,
  sopNote: defaultSopNote,
  formats: defaultFormats,
  automaticAnswers: defaultAutomaticAnswers,
  touches: defaultTouches,
  backOut: defaultBackOut,
  nextAction: defaultNextAction,
  contacts: defaultContacts,
  registers: defaultRegisters,
  growth: defaultGrowth,
  missingProperty: 'sop_missing_to_move_on',
  // 30 days: a new code version reaches every sleeping deal within a month (reference: Temporal §1.4).
  // 1 hour: an operator who renewed the token, or an admin who changed a rule of the portal, need not touch every deal.
  // 90 days: the back-out window (B-01), the longest time in which a closed deal is still spoken to.
  dealClock: { maxSleepDays: 30, refusedRetryHours: 1, closedStaysOpenDays: 90, clause: 'B-01' },
  staff: [
    { role: 'Sales VP', emails: ['vera.pike@healthprime.example'], clause: 'B-02' },
    { role: 'Sales manager', emails: ['marcus.odell@healthprime.example'], clause: 'C-06' },
    {
      role: 'SDR',
      emails: ['sana.iqbal@healthprime.example', 'toby.marsh@healthprime.example', 'ines.caro@healthprime.example'],
      clause: 'C-06',
    },
    {
      role: 'Sales rep',
      emails: [
        'ruth.amado@healthprime.example',
        'glen.foster@healthprime.example',
        'priya.nair@healthprime.example',
        'owen.blake@healthprime.example',
      ],
      clause: 'C-09',
    },
    {
      role: 'Approver',
      emails: ['helen.strand@healthprime.example', 'marcus.odell@healthprime.example'],
      clause: 'D-07',
    },
    { role: 'Marketing', emails: ['mia.lorenz@healthprime.example'], clause: 'C-14' },
    { role: 'Onboarding', emails: ['derek.song@healthprime.example'], clause: 'D-17' },
    { role: 'Client success', emails: ['carla.west@healthprime.example'], clause: 'G-06' },
    { role: 'Exec', emails: ['edwin.hale@healthprime.example'], clause: 'G-08' },
  ],
};
