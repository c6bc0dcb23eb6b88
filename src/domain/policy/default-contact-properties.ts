/** The properties by which contacts are run: what people fill in, what the engine shows, what HubSpot keeps (C, K, L, T). */
import { referralProperties } from './default-referral.ts';
import { engineProperty, keyProperty, options, portalProperty, property } from './rows.ts';
import type { PropertyOption, PropertyRow, PropertyType } from './types.ts';

/** A property of the contact that HubSpot calculates: nobody writes it, no webhook tells of it, it is read on the tick. */
function calculated(name: string, label: string, type: PropertyType, clause: string): PropertyRow {
  return { ...portalProperty('contact', name, label, type, clause), filledBy: 'portal' };
}

function engineChoice(name: string, label: string, clause: string, choices: PropertyOption[]): PropertyRow {
  return { ...engineProperty('contact', name, label, 'choice', clause), options: choices };
}

/** C-03: HubSpot's values of "Original traffic source", kept as they were at creation. */
const sources: PropertyOption[] = [
  { value: 'ORGANIC_SEARCH', label: 'Organic search' },
  { value: 'PAID_SEARCH', label: 'Paid search' },
  { value: 'EMAIL_MARKETING', label: 'Email marketing' },
  { value: 'SOCIAL_MEDIA', label: 'Organic social' },
  { value: 'REFERRALS', label: 'Referrals' },
  { value: 'OTHER_CAMPAIGNS', label: 'Other campaigns' },
  { value: 'DIRECT_TRAFFIC', label: 'Direct traffic' },
  { value: 'OFFLINE', label: 'Offline sources' },
  { value: 'PAID_SOCIAL', label: 'Paid social' },
  { value: 'AI_REFERRALS', label: 'AI referrals' },
];

/** L-04: one option for each campaign of default-contacts.ts. */
const campaigns: PropertyOption[] = [{ value: 'non_epic_hospitals', label: 'Non-Epic hospitals and health systems' }];

const temperatures = options('Warm', 'Cold').options;

/** What HubSpot itself keeps. */
const shipped: PropertyRow[] = [
  portalProperty('contact', 'lifecyclestage', 'Lifecycle Stage', 'choice', 'C-01'),
  portalProperty('contact', 'hubspot_owner_id', 'Contact owner', 'choice', 'C-09'),
  // Text: whether there is an address is known everywhere, the address itself never travels.
  portalProperty('contact', 'email', 'Email', 'text', 'C-16'),
  portalProperty('contact', 'hs_email_optout', 'Unsubscribed from all email', 'choice', 'K-06'),
  calculated('hs_email_hard_bounce_reason_enum', 'Email hard bounce reason', 'choice', 'C-16'),
  calculated('createdate', 'Create date', 'datetime', 'C-02'),
  calculated('hs_object_source', 'Record source', 'choice', 'C-14'),
  calculated('hs_analytics_source', 'Original traffic source', 'choice', 'C-03'),
  calculated('recent_conversion_date', 'Recent conversion date', 'datetime', 'T-02'),
  calculated('hs_analytics_last_timestamp', 'Time last seen', 'datetime', 'T-02'),
  calculated('hs_email_last_click_date', 'Last marketing email click date', 'datetime', 'T-02'),
];

const filledByPeople: PropertyRow[] = [
  property('contact', 'target_reviewed', 'Target reviewed', 'yesNo', 'C-04'),
  property('contact', 'exploring_a_decision', 'Exploring a decision', 'yesNo', 'C-07'),
  property('contact', 'do_not_contact', 'Does not wish to be contacted', 'yesNo', 'C-16'),
  property('contact', 'exclusion_review_answer', 'Answer of the quarterly review', 'choice', 'C-14', {
    options: [
      { value: 'keep', label: 'Keep as Exclude from Marketing' },
      { value: 'target', label: 'Reclassify as Target' },
      { value: 'mql', label: 'Reclassify as Marketing Qualified Lead' },
      { value: 'additional', label: 'Reclassify as Additional Sales Contact' },
      { value: 'delete', label: 'Delete' },
    ],
  }),
  property('task', 'corrective_action', 'Corrective action', 'longText', 'C-14'),
  property('contact', 'last_event_attended', 'Last event attended', 'datetime', 'T-02'),
  property('contact', 'no_positive_impression', 'No positive impression', 'yesNo', 'T-03'),
  property('contact', 'no_positive_impression_reason', 'Reason for no positive impression', 'longText', 'T-03'),
  property(
    'contact',
    'qualified_lead_kind',
    'Qualified lead kind',
    'choice',
    'L-03',
    options('Ideal Customer', 'Target Account', 'Affiliate'),
  ),
  property('contact', 'lead_campaign', 'Campaign', 'choice', 'L-04', { options: campaigns }),
  property('contact', 'lead_acceptance', 'Accepted by Sales', 'choice', 'T-05', options('Accepted', 'Rejected')),
  property('contact', 'lead_rejection_reason', 'Reason for rejection', 'longText', 'T-05'),
  property('company', 'billing_system', 'HIS / patient billing system', 'choice', 'L-04', {
    options: [
      { value: 'allscripts', label: 'Allscripts' },
      { value: 'cerner', label: 'Cerner' },
      { value: 'athenahealth', label: 'GE Healthcare/athenahealth' },
      { value: 'medhost', label: 'Medhost' },
      { value: 'meditech', label: 'Meditech' },
      { value: 'mckesson', label: 'McKesson' },
      { value: 'medsphere', label: 'MedSphere' },
      { value: 'epic', label: 'Epic' },
      { value: 'other', label: 'Other' },
    ],
  }),
  property('company', 'net_patient_revenue', 'Net Patient Revenue (NPR)', 'number', 'L-04'),
];

/** every state of the contact stands on its record. Instants are date-times, shown in each reader's own zone. */
const shownByEngine: PropertyRow[] = [
  engineChoice('sop_original_channel', 'Original channel', 'C-03', sources),
  engineProperty('contact', 'sop_missing_to_move_on', 'Missing to move on', 'longText', 'C-07'),
  engineProperty('contact', 'sop_recycling_rounds', 'Recycling rounds', 'number', 'C-17'),
  engineProperty('contact', 'sop_recycles_on', 'Recycles on', 'datetime', 'C-17'),
  engineChoice('sop_temperature', 'Lead temperature', 'T-01', temperatures),
  engineProperty('contact', 'sop_turns_cold_on', 'Turns cold on', 'datetime', 'T-04'),
  engineProperty('contact', 'sop_last_engagement', 'Last engagement', 'datetime', 'T-04'),
  engineChoice(
    'sop_consent_status',
    'Consent status',
    'K-02',
    options('None', 'Requested', 'Reminded', 'Granted', 'Withdrawn', 'Undeliverable').options,
  ),
  engineProperty('contact', 'sop_delivered_on', 'Delivered to Sales on', 'datetime', 'T-05'),
  engineChoice('sop_delivered_temperature', 'Temperature when delivered', 'T-05', temperatures),
  engineChoice('sop_delivered_source', 'Source when delivered', 'T-05', sources),
  engineChoice('sop_delivered_campaign', 'Campaign when delivered', 'T-05', campaigns),
];

/** Records of ours beside the contact: leads (L-01), PrimeSupport tickets (L-02), logged e-mails (K-07), the deal's lock (C-10). */
const beside: PropertyRow[] = [
  keyProperty('lead'),
  engineProperty('lead', 'sop_last_activity', 'Last activity', 'datetime', 'L-01'),
  engineProperty('lead', 'sop_next_activity', 'Next activity', 'datetime', 'L-01'),
  engineProperty('lead', 'sop_closed_because', 'Closed because', 'longText', 'L-01'),
  keyProperty('email'),
  {
    ...portalProperty('ticket', 'hs_ticket_category', 'Category', 'choice', 'L-02'),
    options: [{ value: 'Lead creation', label: 'Lead creation' }],
  },
  engineProperty('ticket', 'sop_lead_answer', 'Answer to the lead creation', 'longText', 'L-02'),
  property('deal', 'sop_open_deal_key', 'Open deal key', 'text', 'C-10', { filledBy: 'engine', unique: true }),
  engineProperty('deal', 'sop_second_open_deal', 'Second open deal of this company', 'text', 'C-10'),
];

export const contactProperties: PropertyRow[] = [
  ...shipped,
  ...filledByPeople,
  ...shownByEngine,
  ...beside,
  ...referralProperties,
];
