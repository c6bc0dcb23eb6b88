/** The properties of the shipped policy, in the SOP's words, one row each. Where the SOP leaves a list open, a company puts its own in. */
import { engineProperty, keyProperty, options, portalProperty, property } from './rows.ts';
import type { PropertyRow } from './types.ts';

const places: PropertyRow[] = [
  portalProperty('deal', 'dealstage', 'Deal Stage', 'choice', 'D-01'),
  portalProperty('deal', 'pipeline', 'Pipeline', 'choice', 'D-01'),
];

/** D-02, D-03: Sales Qualified Lead. */
const salesQualifiedLead: PropertyRow[] = [
  property('deal', 'enterprise_deal_status', 'Enterprise Deal Status', 'yesNo', 'D-02'),
  property('deal', 'hp_products', 'HP Product(s)', 'choices', 'D-02', {
    options: [
      { value: 'rcm', label: 'Revenue Cycle Management' },
      { value: 'coding', label: 'Medical Coding' },
      { value: 'credentialing', label: 'Credentialing' },
      { value: 'it_services', label: 'IT Services' },
      { value: 'pm_ehr', label: 'Practice Management and EHR' },
      { value: 'pilot', label: 'Pilot offering (not approved for sale)' },
    ],
  }),
  property('deal', 'financials_requested', 'Financials requested', 'yesNo', 'D-03'),
  property('deal', 'financials_received', 'Financial data received', 'yesNo', 'D-03'),
  property('deal', 'data_before_agreements_reason', 'Reason for data before BAA and NDA', 'longText', 'D-03'),
  property('deal', 'pm_emr_assessed', 'PM/EMR situation assessed', 'yesNo', 'D-03'),
  property('deal', 'other_solutions_opportunity', 'Opportunity for IT or other solutions', 'yesNo', 'D-03'),
];

/** D-04: Engaged. */
const engaged: PropertyRow[] = [
  property('deal', 'scope_confirmed', 'Scope of services confirmed', 'yesNo', 'D-04'),
  property('contact', 'number_of_providers', 'Number of Providers', 'number', 'D-04'),
  property('deal', 'annual_practice_collections', 'Annual Practice Collections', 'number', 'D-04'),
  property('deal', 'collections_is_a_guess', 'Annual Practice Collections is a guess', 'yesNo', 'D-04'),
];

/** D-05, D-06: Proposal. */
const proposal: PropertyRow[] = [
  property('deal', 'proposal_delivered', 'Proposal, term sheet or quote delivered', 'yesNo', 'D-05'),
  property('deal', 'calculator_used', 'Calculator', 'choice', 'D-05', {
    options: [
      { value: 'hpi', label: 'HPI Sales Calculator' },
      { value: 'small_kareo', label: 'Small Kareo Practice Calculator' },
    ],
  }),
  property('deal', 'annual_claims', 'Annual Claims', 'number', 'D-05'),
  property('deal', 'estimated_decision_date', 'Estimated decision date', 'date', 'D-05'),
  { ...portalProperty('deal', 'hs_deal_stage_probability', 'Deal probability', 'number', 'D-05'), filledBy: 'portal' },
  property('deal', 'deal_meeting_required', 'Deal Meeting Required', 'yesNo', 'D-06'),
  property(
    'deal',
    'deal_approval_status',
    'Deal Approval Status',
    'choice',
    'D-06',
    options('Pending', 'Approved', 'Rejected'),
  ),
  property('deal', 'rate_range', 'Rate Range', 'choice', 'D-06', {
    options: [
      { value: 'below_4', label: 'Below 4 %' },
      { value: 'from_4_to_6', label: '4 % to 6 %' },
      { value: 'above_6', label: 'Above 6 %' },
    ],
  }),
  property(
    'deal',
    'pricing_model',
    'Pricing Model',
    'choice',
    'D-06',
    options('Percentage of collections', 'Per claim', 'Flat fee', 'Hybrid'),
  ),
  property('deal', 'verbal_commit_status', 'Verbal Commit Status', 'yesNo', 'D-06'),
  property(
    'deal',
    'contract_status',
    'Contract Status',
    'choice',
    'D-06',
    options('Not sent', 'Proposal sent', 'Proposal signed'),
  ),
  property(
    'deal',
    'client_data_confidence',
    'Level of Confidence in Client Data',
    'choice',
    'D-06',
    options('Low', 'Medium', 'High'),
  ),
];

/** D-08: S&OP properties of the deal that no other list has. */
const sopDeal: PropertyRow[] = [
  portalProperty('deal', 'hubspot_owner_id', 'Deal Owner', 'choice', 'D-08'),
  portalProperty('deal', 'amount', 'Deal Amount', 'number', 'D-08'),
  property('deal', 'term_months', 'Term (Months)', 'number', 'D-08'),
  property('deal', 'arr_at_signing', 'Annual Recurring Revenue (ARR) at Signing', 'number', 'D-08'),
  property('deal', 'non_recurring_revenue', 'Non-Recurring Revenue', 'number', 'D-08'),
  property('deal', 'target_go_live_date', 'Target Go Live Date', 'date', 'D-08'),
  property('deal', 'legacy_pm', 'Legacy PM', 'text', 'D-08'),
  property('deal', 'legacy_ehr', 'Legacy EHR', 'text', 'D-08'),
  property('deal', 'number_of_tax_ids', 'How many Tax IDs will be used by this practice?', 'number', 'D-08'),
  property('deal', 'annual_practice_charges', 'Annual Practice Charges', 'number', 'D-08'),
  property('deal', 'annual_visits', 'Annual Visits', 'number', 'D-08'),
  property('deal', 'backlog_details', 'Backlog Details', 'longText', 'D-08'),
  property('deal', 'user_license_restrictions', 'Are there any user license restrictions?', 'text', 'D-08'),
  property(
    'deal',
    'contract_provisions',
    'Any specific contract provisions or handling we need to be aware of?',
    'longText',
    'D-08',
  ),
];

/** D-09: S&OP properties of the company. */
const sopCompany: PropertyRow[] = [
  portalProperty('company', 'name', 'Company Name', 'text', 'D-09'),
  property(
    'company',
    'business_unit',
    'Business Unit',
    'choice',
    'D-09',
    options('Physician Services', 'Hospital Services', 'Small Practice'),
  ),
  property('company', 'provider_specialty', 'Provider Specialty', 'text', 'D-09'),
  property('company', 'number_of_providers', '# of Providers', 'number', 'D-09'),
  property('company', 'number_of_locations', 'Number of Locations', 'number', 'D-09'),
  property('company', 'current_pm', 'Current PM', 'text', 'D-09'),
  property('company', 'current_ehr', 'Current EHR', 'text', 'D-09'),
  property(
    'company',
    'current_rcm_processing',
    'Current RCM Processing',
    'choice',
    'D-09',
    options('In house', 'Outsourced', 'Mixed'),
  ),
  property('company', 'rcm_rate', 'RCM Rate', 'number', 'D-09'),
  property('company', 'minimum', 'Minimum', 'number', 'D-09'),
  property('company', 'support_global_note', 'Support Global Note', 'longText', 'D-09'),
  property('company', 'division', 'Division', 'choice', 'D-09', options('East', 'Central', 'West')),
];

/** D-12: Partner of Choice. */
const partnerOfChoice: PropertyRow[] = [
  property('deal', 'quoted_rcm_rate', 'Quoted RCM Rate', 'number', 'D-12'),
  property(
    'deal',
    'onboarding_questionnaire',
    'Onboarding Questionnaire',
    'choice',
    'D-12',
    options('Not sent', 'Sent', 'Uploaded'),
  ),
  property('deal', 'nda_status', 'NDA Status', 'choice', 'D-12', options('Not sent', 'Sent', 'Signed', 'Not required')),
  property('deal', 'baa_status', 'BAA Status', 'choice', 'D-12', options('Not sent', 'Sent', 'Signed', 'Not required')),
];

/** D-13, D-15, D-16, and the keys of our own records. */
const closingAndRules: PropertyRow[] = [
  property('deal', 'deal_lost_reason_category', 'Deal Lost Reason Category', 'choice', 'D-13', {
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
  }),
  property('deal', 'deal_lost_reason_details', 'Deal Lost Reason Details', 'longText', 'D-13'),
  property('deal', 'let_stand_reason', 'Let stand reason', 'longText', 'D-15'),
  engineProperty('deal', 'sop_missing_to_move_on', 'Missing to move on', 'longText', 'D-16'),
  keyProperty('note'),
  keyProperty('task'),
  keyProperty('ticket'),
];

export const defaultProperties: PropertyRow[] = [
  ...places,
  ...salesQualifiedLead,
  ...engaged,
  ...proposal,
  ...sopDeal,
  ...sopCompany,
  ...partnerOfChoice,
  ...closingAndRules,
];

/** D-08: what the S&OP asks of the deal, in the SOP's order. */
export const sopDealProperties = [
  'hubspot_owner_id',
  'pricing_model',
  'term_months',
  'amount',
  'arr_at_signing',
  'non_recurring_revenue',
  'target_go_live_date',
  'hp_products',
  'legacy_pm',
  'legacy_ehr',
  'number_of_tax_ids',
  'annual_practice_charges',
  'annual_practice_collections',
  'annual_visits',
  'backlog_details',
  'user_license_restrictions',
  'contract_provisions',
];

/** D-09: what the S&OP asks of the company, in the SOP's order. */
export const sopCompanyProperties = sopCompany.map(({ name }) => name);

/** D-12: the approved-solution catalogue, as values of HP Product(s). */
export const approvedProducts = ['rcm', 'coding', 'credentialing', 'it_services', 'pm_ehr'];
