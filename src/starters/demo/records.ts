/** What the reps of the demo fill in, stage by stage, with values a salesperson would recognise. */
export const practice = {
  /** D-02. */
  sql: { enterprise_deal_status: 'no', hp_products: 'rcm;credentialing' },

  /** D-04. */
  engaged: { scope_confirmed: 'yes', annual_practice_collections: '4200000', collections_is_a_guess: 'yes' },
  providers: { number_of_providers: '14' },
  nextSteps: 'Next: send the pricing draft by Friday, call with the billing lead on Tuesday.',

  /** D-06 with the S&OP lists of D-08 and D-09. */
  proposal: {
    deal_meeting_required: 'no',
    deal_approval_status: 'approved',
    rate_range: 'from_4_to_6',
    pricing_model: 'percentage_of_collections',
    verbal_commit_status: 'yes',
    contract_status: 'proposal_sent',
    client_data_confidence: 'high',
    term_months: '36',
    amount: '189000',
    arr_at_signing: '189000',
    non_recurring_revenue: '8000',
    target_go_live_date: '2027-03-01',
    legacy_pm: 'Kareo',
    legacy_ehr: 'Kareo Clinical',
    number_of_tax_ids: '1',
    annual_practice_charges: '9100000',
    annual_visits: '38500',
    backlog_details: 'About 400 open rejections, no credit balances.',
    user_license_restrictions: 'None',
    contract_provisions: 'Termination for convenience after 12 months.',
  },
  company: {
    business_unit: 'physician_services',
    provider_specialty: 'Pediatrics',
    number_of_providers: '14',
    number_of_locations: '3',
    current_pm: 'Kareo',
    current_ehr: 'Kareo Clinical',
    current_rcm_processing: 'in_house',
    rcm_rate: '4.5',
    minimum: '6000',
    support_global_note: 'Bills weekly, two payers make up most of the volume.',
    division: 'east',
  },

  /** D-12. */
  partnerOfChoice: {
    quoted_rcm_rate: '4.5',
    contract_status: 'proposal_signed',
    onboarding_questionnaire: 'uploaded',
    nda_status: 'signed',
    baa_status: 'signed',
  },
} as const;
