/**
 * The shipped policy: both documents merged (HP = "Sales HubSpot SOP", HP24 = growth team). Every threshold and list stands
 * here once, with its source. Where a document leaves a list open (which products there are, say) the row says so, and a
 * company puts its own in.
 */
import { usFederalHolidays } from './holidays.ts';
import type { Criterion, Policy, PropertyRow, StageRow } from './types.ts';

const properties: PropertyRow[] = [
  {
    object: 'deal',
    name: 'enterprise_deal_status',
    label: 'Enterprise Deal Status',
    type: 'yesNo',
    origin: 'ours',
    filledBy: 'people',
    clause: 'D-02',
  },
  {
    object: 'deal',
    name: 'hp_products',
    label: 'HP Product(s)',
    type: 'choices',
    // The SOP names RCM and IT as examples; the list is the company's own.
    options: [
      { value: 'rcm', label: 'Revenue Cycle Management' },
      { value: 'coding', label: 'Medical Coding' },
      { value: 'credentialing', label: 'Credentialing' },
      { value: 'it_services', label: 'IT Services' },
      { value: 'pm_ehr', label: 'Practice Management and EHR' },
    ],
    origin: 'ours',
    filledBy: 'people',
    clause: 'D-02',
  },
  {
    object: 'deal',
    name: 'deal_lost_reason_category',
    label: 'Deal Lost Reason Category',
    type: 'choice',
    options: [
      { value: 'no_response', label: 'No response' },
      { value: 'timing', label: 'Timing' },
      { value: 'budget', label: 'Budget' },
      { value: 'chose_competitor', label: 'Chose competitor' },
      { value: 'bad_fit', label: 'Bad fit' },
      { value: 'out_of_business', label: 'Out of business' },
      { value: 'do_not_contact', label: 'Do not contact' },
      { value: 'duplicate', label: 'Duplicate' },
      { value: 'backed_out', label: 'Backed out after signing' },
    ],
    origin: 'ours',
    filledBy: 'people',
    clause: 'D-13',
  },
  {
    object: 'deal',
    name: 'deal_lost_reason_details',
    label: 'Deal Lost Reason Details',
    type: 'longText',
    origin: 'ours',
    filledBy: 'people',
    clause: 'D-13',
  },
  {
    object: 'deal',
    name: 'sop_missing_to_move_on',
    label: 'Missing to move on',
    type: 'longText',
    origin: 'ours',
    filledBy: 'engine',
    clause: 'D-16',
  },
  {
    object: 'note',
    name: 'sop_key',
    label: 'SOP key',
    type: 'text',
    origin: 'ours',
    filledBy: 'engine',
    unique: true,
    clause: 'R-03',
  },
  {
    object: 'deal',
    name: 'dealstage',
    label: 'Deal Stage',
    type: 'choice',
    origin: 'portal',
    filledBy: 'people',
    clause: 'D-01',
  },
  {
    object: 'deal',
    name: 'pipeline',
    label: 'Pipeline',
    type: 'choice',
    origin: 'portal',
    filledBy: 'people',
    clause: 'D-01',
  },
  {
    object: 'deal',
    name: 'hubspot_owner_id',
    label: 'Deal Owner',
    type: 'choice',
    origin: 'portal',
    filledBy: 'people',
    clause: 'D-08',
  },
];

const known = (property: string, clause: string): Criterion => ({ kind: 'known', object: 'deal', property, clause });

/** D-01: six stages, the same in all three pipelines. Probabilities: G-02. */
const stages: StageRow[] = [
  {
    key: 'sql',
    label: 'Sales Qualified Lead',
    kind: 'open',
    probability: 0.2,
    exit: [known('enterprise_deal_status', 'D-02'), known('hp_products', 'D-02')],
    clause: 'D-02',
  },
  { key: 'engaged', label: 'Engaged', kind: 'open', probability: 0.4, clause: 'D-04' },
  { key: 'proposal', label: 'Proposal', kind: 'open', probability: 0.75, clause: 'D-06' },
  { key: 'partner_of_choice', label: 'Partner of Choice', kind: 'open', probability: 0.9, clause: 'D-11' },
  { key: 'closed_won', label: 'Closed Won', kind: 'won', probability: 1, clause: 'D-12' },
  { key: 'closed_lost', label: 'Closed Lost', kind: 'lost', probability: 0, clause: 'D-13' },
];

export const defaultPolicy: Policy = {
  id: 'health-prime',
  title: 'Health Prime sales SOP with the HealthPay24 growth team',
  version: '1',
  calendar: {
    timeZone: 'America/New_York',
    workdays: [1, 2, 3, 4, 5],
    holidays: usFederalHolidays,
    clause: 'R-07',
  },
  properties,
  pipelines: [
    { key: 'new_business', label: 'New Business', stages, clause: 'D-01' },
    { key: 'expansion', label: 'Expansion', stages, clause: 'D-01' },
    { key: 'upsell', label: 'Upsell', stages, clause: 'D-01' },
  ],
  lost: { category: 'deal_lost_reason_category', details: 'deal_lost_reason_details', clause: 'D-13' },
  missingProperty: 'sop_missing_to_move_on',
  // 30 days: a new code version reaches every sleeping deal within a month (reference: Temporal §1.4).
  // 90 days: the back-out window (B-01), the longest time in which a closed deal is still spoken to.
  dealClock: { maxSleepDays: 30, closedStaysOpenDays: 90, clause: 'B-01' },
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
