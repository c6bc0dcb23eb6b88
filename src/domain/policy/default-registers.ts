/** Who keeps the registers of the growth report in the shipped policy. */
import { approvedProducts } from './default-properties.ts';
import type { RegisterRules } from './register-types.ts';

export const defaultRegisters: RegisterRules = {
  owners: {
    // "as defined by the Exec Team"
    targets: 'Exec',
    'lead-promises': 'Marketing',
    campaigns: 'Marketing',
    'lead-costs': 'Marketing',
    events: 'Marketing',
    collateral: 'Marketing',
    projects: 'Marketing',
    'cost-of-sale': 'Exec',
    // "approved for sale by the Product Team with terms deemed acceptable by Sales Leadership"
    'approved-solutions': 'Sales VP',
    'client-owners': 'Client success',
    'client-solutions': 'Client success',
    whitespace: 'Client success',
    feedback: 'Sales manager',
  },
  currencies: [{ code: 'USD', decimals: 2 }],
  sourceProperty: 'sop_delivered_source',
  solutionProperty: 'hp_products',
  solutions: approvedProducts,
  clause: 'G-10',
};
