/** The shipped rule of internal referrals (HP "Pipelines: New Business, Expansion & Upsell"), and the properties it needs. */
import type { ReferralRule } from './referral-types.ts';
import { engineProperty, property } from './rows.ts';
import type { PropertyRow } from './types.ts';

export const defaultReferral: ReferralRule = {
  pipeline: 'upsell',
  keyProperty: 'sop_referral_key',
  date: 'referral_date',
  employee: 'referring_employee_email',
  interest: 'referral_interest',
  lastForm: 'recent_conversion_date',
  // HubSpot writes both in one go.
  lastFormWithinMinutes: 5,
  takenOn: 'sop_referral_taken_on',
  dealEmployees: 'sop_referring_employee',
  dealDate: 'sop_referred_on',
  // As for a lead that engaged (C-06): whoever was referred expects to hear of us.
  dueBusinessDays: 1,
  clause: 'D-19, "usually generated from the Internal Referral Form by other employees"',
};

export const referralProperties: PropertyRow[] = [
  property('contact', 'referral_date', 'Referral date', 'date', 'D-19', { inForms: true }),
  property('contact', 'referring_employee_email', 'Referring employee (e-mail)', 'text', 'D-19', { inForms: true }),
  property('contact', 'referral_interest', 'What the client is interested in', 'longText', 'D-19', { inForms: true }),
  engineProperty('contact', 'sop_referral_taken_on', 'Referral taken up on', 'datetime', 'D-19'),
  property('deal', 'sop_referral_key', 'Referral key', 'text', 'D-19', { filledBy: 'engine', unique: true }),
  engineProperty('deal', 'sop_referring_employee', 'Referring employee', 'text', 'D-19'),
  engineProperty('deal', 'sop_referred_on', 'Referred on', 'date', 'D-19'),
];
