/** The small company of hand-computed.md, as its first section has it. */
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import type { Desk, Row } from './desk.ts';
import { factsOf } from './desk.ts';

/** Monday, 07:00 in New York. */
export const MEETING = '2026-11-16T12:00:00Z';
const LONG_AGO = '2026-01-01T00:00:00Z';
const BROUGHT = '2026-11-15T12:00:00Z';

const OWNERS: Record<string, string> = {
  '101': 'ruth.amado',
  '102': 'glen.foster',
  '103': 'vera.pike',
  '104': 'marcus.odell',
  '105': 'carla.west',
  '106': 'mia.lorenz',
  '107': 'sana.iqbal',
  '108': 'edwin.hale',
};
const mail = (name: string) => `${name}@healthprime.example`;

const nb = (stage: string) => `new_business.${stage}`;
const started = (at: string, to: string): Row => ({ kind: 'started', at, to });
const moved = (at: string, from: string, to: string): Row => ({ kind: 'moved', at, from, to });
const won = (at: string, kind = 'won'): Row => ({ kind, at, from: nb('partner_of_choice'), to: nb('closed_won') });

const DEALS: Record<string, Row[]> = {
  '1': [started('2026-10-01T12:00:00Z', nb('sql')), moved('2026-10-20T12:00:00Z', nb('sql'), nb('proposal'))],
  '2': [started('2026-10-02T12:00:00Z', nb('partner_of_choice'))],
  '3': [started('2026-10-03T12:00:00Z', nb('proposal'))],
  '4': [
    started('2026-10-04T12:00:00Z', nb('proposal')),
    { kind: 'missing', at: '2026-10-05T12:00:00Z', to: nb('proposal') },
  ],
  '5': [started('2026-10-05T12:00:00Z', nb('engaged'))],
  '6': [started('2026-10-06T12:00:00Z', nb('sql'))],
  '7': [started('2026-10-07T12:00:00Z', nb('sql'))],
  '8': [started('2026-10-08T12:00:00Z', 'expansion.engaged')],
  '21': [started('2026-10-22T12:00:00Z', nb('partner_of_choice')), won('2026-11-05T12:00:00Z')],
  '22': [
    started('2026-09-05T12:00:00Z', nb('partner_of_choice')),
    won('2026-10-10T12:00:00Z'),
    { kind: 'backedOut', at: '2026-11-01T12:00:00Z', from: nb('closed_won'), to: nb('closed_lost') },
  ],
  '23': [started('2026-11-01T12:00:00Z', nb('partner_of_choice')), won('2026-11-10T12:00:00Z', 'moved')],
  '24': [started('2025-12-05T12:00:00Z', nb('partner_of_choice')), won('2025-12-20T12:00:00Z')],
  '25': [
    started('2026-10-25T12:00:00Z', nb('partner_of_choice')),
    won('2026-11-02T12:00:00Z', 'moved'),
    won('2026-11-02T12:00:00Z', 'bypassed'),
    { kind: 'putBack', at: '2026-11-02T12:15:00Z', from: nb('closed_won'), to: nb('partner_of_choice') },
  ],
  '26': [
    started('2026-01-20T12:00:00Z', nb('partner_of_choice')),
    won('2026-02-03T12:00:00Z'),
    moved('2026-02-05T12:00:00Z', nb('closed_won'), nb('proposal')),
    { kind: 'closed', at: '2026-03-01T12:00:00Z', from: nb('proposal'), to: nb('closed_lost') },
  ],
  '27': [
    started('2026-04-20T12:00:00Z', nb('partner_of_choice')),
    won('2026-05-01T12:00:00Z'),
    { kind: 'gone', at: '2026-05-02T12:00:00Z', detail: { why: 'deleted' } },
  ],
};

const FACTS: Record<string, Record<string, string>> = {
  '1': {
    hubspot_owner_id: '101',
    hp_products: 'rcm;coding',
    arr_at_signing: '120000',
    term_months: '36',
    non_recurring_revenue: '5000',
    closedate: '2026-12-15T17:00:00Z',
    next_action_owner: '107',
    next_action_date: '2026-11-20',
    target_go_live_date: '2027-02-01',
    revenue_start_date: '2027-03-01',
  },
  '2': {
    hubspot_owner_id: '101',
    arr_at_signing: '120000',
    term_months: '24',
    hs_deal_stage_probability: '0.9499999999999999555910790149937',
  },
  '3': { hubspot_owner_id: '101', arr_at_signing: '1000000', hs_deal_stage_probability: '0.6' },
  '4': { hubspot_owner_id: '101', next_action_owner: 'Dr. Nobody', next_action_date: '2026-11-10' },
  '5': { hubspot_owner_id: '102', amount: '50000.10', currency: 'USD', term_months: '7', arr_at_signing: '' },
  '6': { hubspot_owner_id: '102', amount: '1000', currency: 'USD', deal_currency_code: 'EUR' },
  '7': {},
  '8': { hubspot_owner_id: '105', arr_at_signing: '1e4', 'company:': '5001', hp_products: 'it_services' },
  '21': { 'company:': '5001', hp_products: 'rcm', arr_at_signing: '60000', non_recurring_revenue: '1000' },
  '22': { 'company:': '5002', hp_products: 'coding', arr_at_signing: '24000' },
  '23': { 'company:': '5003', hp_products: 'rcm;coding;credentialing;it_services;pm_ehr' },
  '24': { 'company:': '5001', hp_products: 'coding', arr_at_signing: '30000' },
  '25': { hubspot_owner_id: '102', arr_at_signing: '9000', term_months: '12' },
  '26': { arr_at_signing: '7000.5' },
  '27': { arr_at_signing: '99999' },
};

/** The contact that led to a deal. */
const OF_DEAL: Record<string, string> = { '21': '31', '22': '32', '24': '33' };

function lead(at: string, temperature: string, source: string, campaign = ''): Row {
  return { kind: 'delivered', at, detail: { temperature, source, campaign, leadKind: 'affiliate', ownerId: '107' } };
}
const due = (at: string): Row => ({ kind: 'outreachDue', at });
const qualified = (at: string): Row => ({ kind: 'qualified', at, from: 'contact.mql', to: 'contact.sql' });

const LEADS: Record<string, Row[]> = {
  '31': [
    due('2026-10-20T14:00:00Z'),
    lead('2026-10-20T14:00:00Z', 'warm', 'PAID_SEARCH', 'non_epic_hospitals'),
    { kind: 'outreachMade', at: '2026-10-20T16:00:00Z' },
    { kind: 'accepted', at: '2026-10-21T14:00:00Z' },
    qualified('2026-10-28T14:00:00Z'),
  ],
  '32': [due('2026-09-01T14:00:00Z'), lead('2026-09-01T14:00:00Z', 'cold', 'OFFLINE')],
  '33': [due('2025-12-01T14:00:00Z'), lead('2025-12-01T14:00:00Z', 'warm', 'OFFLINE')],
  '34': [
    due('2026-11-03T15:00:00Z'),
    lead('2026-11-03T15:00:00Z', 'warm', 'PAID_SEARCH', 'non_epic_hospitals'),
    { kind: 'outreachMissed', at: '2026-11-04T15:00:00Z' },
    { kind: 'accepted', at: '2026-11-04T16:00:00Z' },
    { kind: 'rejected', at: '2026-11-04T17:00:00Z' },
  ],
  '35': [
    due('2026-11-12T09:00:00Z'),
    { kind: 'outreachMade', at: '2026-11-12T09:30:00Z' },
    lead('2026-11-12T10:00:00Z', 'warm', 'ORGANIC_SEARCH'),
    qualified('2026-11-13T10:00:00Z'),
  ],
  '36': [
    due('2026-11-10T15:00:00Z'),
    lead('2026-11-10T15:00:00Z', 'cold', 'OFFLINE'),
    { kind: 'accepted', at: '2026-11-11T15:00:00Z' },
    { kind: 'outreachMade', at: '2026-11-11T21:00:00Z' },
    qualified('2026-11-12T15:00:00Z'),
  ],
  '37': [due('2026-11-09T12:30:00Z'), lead('2026-11-09T12:30:00Z', 'cold', 'OFFLINE')],
  '38': [due('2026-11-16T12:00:00.001Z'), lead('2026-11-16T12:00:00.001Z', 'warm', 'PAID_SEARCH')],
  '39': [
    due('2026-08-20T14:00:00Z'),
    lead('2026-08-20T14:00:00Z', 'warm', 'PAID_SEARCH', 'non_epic_hospitals'),
    { kind: 'outreachMade', at: '2026-08-21T14:00:00Z' },
    { kind: 'accepted', at: '2026-08-21T15:00:00Z' },
  ],
};

const MEETINGS: { contact: string; id: string; at: string; outcome: string }[] = [
  { contact: '31', id: '901', at: '2026-10-30T14:00:00Z', outcome: 'SCHEDULED' },
  { contact: '35', id: '902', at: '2026-11-11T14:00:00Z', outcome: 'COMPLETED' },
  { contact: '36', id: '903', at: '2026-11-11T14:00:00Z', outcome: 'SCHEDULED' },
  { contact: '36', id: '903', at: '2026-11-12T14:00:00Z', outcome: 'CANCELED' },
];

/** Writes all of it. */
export async function writeCompany(desk: Desk): Promise<void> {
  for (const [id, rows] of Object.entries(DEALS)) await desk.decide('deal', id, rows);
  for (const [id, rows] of Object.entries(LEADS)) await desk.decide('contact', id, rows);
  await desk.addFacts(
    [
      ...Object.entries(FACTS).flatMap(([id, values]) => factsOf('deal', id, LONG_AGO, values)),
      ...factsOf('deal', '1', '2026-11-12T18:00:00Z', { 'action:call': 'call/801' }),
      ...Object.entries(OF_DEAL).flatMap(([id, contact]) =>
        factsOf('deal', id, LONG_AGO, { [`contact:${contact}`]: 'yes' }),
      ),
      ...MEETINGS.flatMap(({ contact, id, at, outcome }) =>
        factsOf('contact', contact, at, { [`meeting:${id}`]: outcome }),
      ),
    ],
    [
      ...Object.entries(OWNERS).flatMap(([id, name]) =>
        factsOf('owner', id, '1970-01-01T00:00:00Z', { email: mail(name) }),
      ),
      ...factsOf('deal', '1', LONG_AGO, { dealname: 'Oakdale', next_action: 'Call back', existing_blockers: 'Budget' }),
      ...factsOf('deal', '4', LONG_AGO, { dealname: 'Elm', next_action: '' }),
      ...factsOf('contact', '34', '2026-11-04T16:59:00Z', { lead_rejection_reason: 'Not a hospital' }),
      ...['5001', '5002'].flatMap((id) => factsOf('company', id, LONG_AGO, { name: `Client ${id}` })),
    ],
  );
  await writeRegisters(desk);
}

async function writeRegisters(desk: Desk): Promise<void> {
  const months = Array.from({ length: 12 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}`);
  const isNovember = (month: string) => month === '2026-11';
  await desk.bring(
    'targets',
    BROUGHT,
    months.map((month) => ({
      month,
      closed_business: isNovember(month) ? 4 : 2,
      revenue: isNovember(month) ? '200000.00' : '100000.00',
    })),
  );
  await desk.bring('lead-promises', BROUGHT, [
    { month: '2026-10', warm_leads: 3 },
    { month: '2026-11', warm_leads: 5 },
  ]);
  await desk.bring('campaigns', BROUGHT, [
    {
      campaign: 'non_epic_hospitals',
      name: 'Non-Epic hospitals',
      source: 'PAID_SEARCH',
      starts_on: '2026-10-01',
      ends_on: '2026-12-31',
      expected_warm_leads: 60,
      budget: '24000.00',
      currency: 'USD',
    },
    {
      campaign: 'brand',
      name: 'Brand',
      source: 'ORGANIC_SEARCH',
      starts_on: '2026-11-16',
      ends_on: '2026-11-16',
      expected_warm_leads: 0,
      budget: '500.00',
      currency: 'USD',
    },
    {
      campaign: 'summer',
      name: 'Summer',
      source: 'PAID_SEARCH',
      starts_on: '2026-06-01',
      ends_on: '2026-11-15',
      expected_warm_leads: 9,
      budget: '900.00',
      currency: 'USD',
    },
  ]);
  await desk.bring('lead-costs', BROUGHT, [
    { month: '2026-08', source: 'PAID_SEARCH', amount: '310.00', currency: 'USD' },
    { month: '2026-09', source: 'PAID_SEARCH', amount: '300.00', currency: 'USD' },
    { month: '2026-10', source: 'PAID_SEARCH', campaign: 'non_epic_hospitals', amount: '600.00', currency: 'USD' },
    { month: '2026-10', source: 'PAID_SEARCH', amount: '20.00', currency: 'USD' },
    { month: '2026-11', source: 'PAID_SEARCH', amount: '900.00', currency: 'USD' },
    { month: '2026-11', source: 'OFFLINE', amount: '60.00', currency: 'USD' },
    { month: '2026-11', source: 'REFERRALS', amount: '30.00', currency: 'USD' },
  ]);
  await desk.bring('events', BROUGHT, [
    {
      event: 'Forum',
      starts_on: '2027-02-09',
      ends_on: '2027-02-11',
      projected_leads: 25,
      cost: '15000.00',
      currency: 'USD',
    },
    { event: 'Open house', starts_on: '2026-11-16', projected_leads: 0, cost: '100.00', currency: 'USD' },
    {
      event: 'Past',
      starts_on: '2026-11-14',
      ends_on: '2026-11-15',
      projected_leads: 4,
      cost: '80.00',
      currency: 'USD',
    },
  ]);
  await desk.bring('collateral', BROUGHT, [
    {
      title: 'Denials',
      available_on: '2026-11-02',
      change: 'new',
      kind: 'collateral',
      link: 'https://files.example/d',
    },
    { title: 'Website', available_on: '2026-10-18', change: 'updated', kind: 'website' },
    { title: 'Too old', available_on: '2026-10-17', change: 'updated', kind: 'video' },
    { title: 'To come', available_on: '2026-11-20', change: 'new', kind: 'video' },
  ]);
  await desk.bring('projects', BROUGHT, [
    { project: 'New website', starts_on: '2027-01-11', ends_on: '2027-04-30', cost: '60000.00', currency: 'USD' },
    { project: 'Done', starts_on: '2026-09-01', ends_on: '2026-10-01', cost: '1.00', currency: 'USD' },
  ]);
  await desk.bring(
    'cost-of-sale',
    BROUGHT,
    months.slice(0, 11).map((month) => ({ month, amount: isNovember(month) ? '500.00' : '1000.00', currency: 'USD' })),
  );
  await desk.bring('approved-solutions', BROUGHT, [
    ...['rcm', 'coding', 'credentialing', 'it_services'].map((solution) => ({ solution, approved_on: '2026-01-01' })),
    { solution: 'pm_ehr', approved_on: '2026-12-01' },
  ]);
  await desk.bring('client-owners', BROUGHT, [
    { company_id: '5001', client: 'Client 5001', owner: mail('carla.west') },
    { company_id: '5002', client: 'Client 5002', owner: mail('carla.west') },
  ]);
  await desk.bring('client-solutions', BROUGHT, [
    { company_id: '5001', solution: 'credentialing', client: 'Client 5001', since: '2026-12-01' },
    { company_id: '5002', solution: 'credentialing', client: 'Client 5002', since: '2026-03-01' },
  ]);
  await desk.bring('whitespace', BROUGHT, [
    {
      company_id: '5001',
      client: 'Client 5001',
      solution: 'credentialing',
      most_recent_action: 'Showed the figures',
      next_action: 'Send new times',
      next_action_owner: mail('carla.west'),
      next_action_on: '2026-11-15',
      projected_close_on: '2027-02-15',
      projected_implementation_on: '2027-04-01',
      projected_revenue_start_on: '2027-05-01',
      annualized_revenue: '48000.00',
      total_contract_value: '144000.00',
      blockers: 'Budget is frozen',
    },
    {
      company_id: '5002',
      client: 'Client 5002',
      solution: 'credentialing',
      next_action: 'Ask again',
      next_action_owner: mail('somebody.else'),
      next_action_on: '2026-11-27',
    },
  ]);
  await desk.bring('feedback', BROUGHT, [
    { given_on: '2026-11-10', number: 1, given_by: mail('ruth.amado'), topic: 'messaging', feedback: 'It opens doors' },
    { given_on: '2026-10-01', number: 1, given_by: mail('ruth.amado'), topic: 'market', feedback: 'Too long ago' },
  ]);
}

/** Its policy has a name that does not change with the rules. */
export const companyPolicy = { ...defaultPolicy, version: 'by hand' };
