/** The shipped rules of a contact's life (HP "Contact Lifecycle Stage", "Logging Communications"; HP24 "Definitions"). */
import type { ContactRules, EngagementRow, LifecycleStageRow } from './contact-types.ts';
import { defaultMail } from './default-mail.ts';
import { defaultReferral } from './default-referral.ts';

/**
 * C-01, C-20. In HubSpot's order, whose values only move forward: stages that end active marketing stand last, so that
 * getting there is one write. Nobody moves a contact to Customer by hand, that follows from a won deal (C-12); for the same
 * reason nobody takes it away while a won deal holds it.
 */
const stages: LifecycleStageRow[] = [
  { key: 'target', label: 'Target', byHand: ['mql', 'sql', 'additional', 'excluded'], clause: 'C-02' },
  {
    key: 'mql',
    label: 'Marketing Qualified Lead',
    value: 'marketingqualifiedlead',
    byHand: ['target', 'sql', 'recycled', 'additional', 'excluded'],
    clause: 'C-05',
  },
  {
    key: 'sql',
    label: 'Sales Qualified Lead',
    value: 'salesqualifiedlead',
    byHand: ['target', 'mql', 'recycled', 'additional', 'excluded'],
    clause: 'C-07',
  },
  {
    key: 'customer',
    label: 'Customer',
    value: 'customer',
    byHand: ['target', 'mql', 'recycled', 'additional', 'excluded'],
    clause: 'C-12',
  },
  { key: 'excluded', label: 'Exclude from Marketing', byHand: ['target', 'mql', 'additional'], clause: 'C-13' },
  {
    key: 'additional',
    label: 'Additional Sales Contact',
    byHand: ['target', 'mql', 'sql', 'excluded'],
    clause: 'C-15',
  },
  { key: 'recycled', label: 'Recycled', byHand: ['target', 'mql', 'sql', 'additional', 'excluded'], clause: 'C-16' },
];

/** T-02. Not among them: what we send, voicemails, opens, bounces, automatic answers. */
const engagement: EngagementRow[] = [
  {
    key: 'reply',
    label: 'reply',
    from: { object: 'email', direction: 'INCOMING_EMAIL' },
    conversation: true,
    clause: 'T-02',
  },
  {
    key: 'call',
    label: 'connected call',
    // HubSpot's "Connected"; a portal's own outcomes that mean a talk are added here.
    from: { object: 'call', outcomes: ['f240bbac-87c9-4f6e-bf70-924b57d47db7'] },
    conversation: true,
    clause: 'T-02',
  },
  {
    key: 'meeting',
    label: 'meeting held',
    from: { object: 'meeting', outcomes: ['COMPLETED'] },
    conversation: true,
    clause: 'T-02',
  },
  {
    key: 'form',
    label: 'form submitted',
    from: { object: 'contact', property: 'recent_conversion_date' },
    conversation: false,
    clause: 'T-02',
  },
  {
    key: 'event',
    label: 'event attended',
    from: { object: 'contact', property: 'last_event_attended' },
    conversation: false,
    clause: 'T-02',
  },
  {
    key: 'visit',
    label: 'visit to the website',
    from: { object: 'contact', property: 'hs_analytics_last_timestamp' },
    conversation: false,
    clause: 'T-02',
  },
  {
    key: 'click',
    label: 'link clicked',
    from: { object: 'contact', property: 'hs_email_last_click_date' },
    conversation: false,
    clause: 'T-02',
  },
];

export const defaultContacts: ContactRules = {
  lifecycle: {
    mode: 'enforce',
    // As for deals: long enough to log the call after changing the stage.
    graceMinutes: 15,
    maxPutBacks: 3,
    fuseHours: 24,
    since: '2026-01-01',
    stages,
    clause: 'C-20',
  },
  properties: {
    originalChannel: 'sop_original_channel',
    reviewed: 'target_reviewed',
    exploring: 'exploring_a_decision',
    missing: 'sop_missing_to_move_on',
    recyclingRounds: 'sop_recycling_rounds',
    recyclesOn: 'sop_recycles_on',
    doNotContact: 'do_not_contact',
    exclusionAnswer: 'exclusion_review_answer',
    temperature: 'sop_temperature',
    turnsColdOn: 'sop_turns_cold_on',
    lastEngagement: 'sop_last_engagement',
    veto: 'no_positive_impression',
    vetoReason: 'no_positive_impression_reason',
    consentStatus: 'sop_consent_status',
    leadKind: 'qualified_lead_kind',
    campaign: 'lead_campaign',
    deliveredOn: 'sop_delivered_on',
    deliveredTemperature: 'sop_delivered_temperature',
    deliveredSource: 'sop_delivered_source',
    deliveredCampaign: 'sop_delivered_campaign',
    acceptance: 'lead_acceptance',
    rejectionReason: 'lead_rejection_reason',
  },
  engagement,
  review: { days: 14, role: 'Marketing', clause: 'C-04' },
  handOff: {
    role: 'SDR',
    outreachDays: 1,
    escalateDays: 1,
    managerRole: 'Sales manager',
    acceptDays: 2,
    clause: 'C-06',
  },
  ownership: { role: 'Sales rep', clause: 'C-09' },
  recheck: { days: 90, clause: 'C-08' },
  stale: { days: 30, clause: 'C-11' },
  deal: {
    pipeline: 'new_business',
    keyProperty: 'sop_open_deal_key',
    twinProperty: 'sop_second_open_deal',
    clause: 'C-10',
  },
  temperature: { coldAfterMonths: 3, clause: 'T-01' },
  recycling: {
    // The SOP's "specific lost categories only": the others lead nowhere again.
    coolOffDays: { no_response: 90, timing: 180, budget: 180, chose_competitor: 365 },
    backedOut: 'backed_out',
    maxRounds: 3,
    clause: 'C-17',
  },
  exclusionReview: {
    role: 'Marketing',
    hour: 9,
    reminderDays: 10,
    correctiveAction: 'corrective_action',
    clause: 'C-14',
  },
  consent: {
    stages: ['target', 'mql', 'sql', 'additional'],
    reminderDays: 30,
    businessHours: { from: 9, to: 17 },
    // Few enough that each could have been written by hand: mass mail without consent is what the SOP forbids.
    importsPerDay: 50,
    clause: 'K-02',
  },
  mail: defaultMail,
  leads: {
    stages: ['mql', 'sql'],
    kinds: ['ideal_customer', 'target_account', 'affiliate'],
    campaigns: [
      {
        key: 'non_epic_hospitals',
        label: 'Non-Epic hospitals and health systems',
        kind: 'target_account',
        criteria: [
          { property: 'billing_system', isNot: ['epic'] },
          { property: 'net_patient_revenue', above: 100_000_000 },
          {
            property: 'billing_system',
            is: ['allscripts', 'cerner', 'athenahealth', 'medhost', 'meditech', 'mckesson', 'medsphere'],
          },
        ],
        clause: 'L-04',
      },
    ],
    ticketCategory: 'Lead creation',
    properties: {
      lastActivity: 'sop_last_activity',
      nextActivity: 'sop_next_activity',
      closedBecause: 'sop_closed_because',
      ticketAnswer: 'sop_lead_answer',
    },
    clause: 'L-01',
  },
  referral: defaultReferral,
  // A week: visits and clicks come without webhook, and temperature counts in months. An hour: as for deals.
  clock: { maxSleepDays: 7, refusedRetryHours: 1, clause: 'T-02' },
};
