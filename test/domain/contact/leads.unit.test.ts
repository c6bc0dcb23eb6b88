import { describe, expect, it } from 'vitest';
import { leads } from '../../../src/domain/contact/rules/leads.ts';
import { leadRank, qualified } from '../../../src/domain/contact/rules/qualified.ts';
import { tickets } from '../../../src/domain/contact/rules/tickets.ts';
import { nothing } from '../../../src/domain/contact/situation.ts';
import { aContactPolicy, aSituation, DAY, type Given, NOW } from '../../support/contacts.ts';
import { decisions, fact, keys, owed, seen, wakes } from './support.ts';

const engagements = { call: seen(NOW - DAY, 'call', '801') };
const lead = (given: Given = {}) => aSituation({ stage: 'mql', engagements, ...given });
const open = [{ id: '901', open: true }];

const failing: [string, Given][] = [
  ['contactAllowed', { values: { do_not_contact: 'yes' } }],
  ['notUnsubscribed', { values: { hs_email_optout: 'true' } }],
  ['notUnsubscribed', { consent: { state: 'withdrawn', at: NOW - 1, proof: '5' } }],
  ['leadStage', { stage: 'target' }],
  ['leadStage', { stage: 'excluded' }],
  ['leadStage', { stage: 'recycled' }],
  ['leadStage', { stage: 'customer' }],
  [
    'positive',
    { values: { no_positive_impression: fact('yes', NOW - 1), no_positive_impression_reason: fact('*', NOW - 1) } },
  ],
  ['engaged', { engagements: {} }],
  ['engaged', { engagements: { call: seen(NOW - 120 * DAY) } }],
];

describe('a contact that is a lead', () => {
  it.each(['mql', 'sql'] as const)('[L-01] in %s gets one open HubSpot lead', (stage) => {
    const [effect, ...more] = leads(lead({ stage })).effects;
    expect(more).toEqual([]);
    expect(effect).toMatchObject({
      command: { do: 'lead', open: true, label: 'WARM' },
      decision: { kind: 'leadOpened', clause: 'L-01' },
    });
  });

  it('[L-01] tells last and next activity, and news updates the lead that is there', () => {
    const given = { activity: seen(NOW - DAY), nextActivity: seen(NOW + DAY), leads: open };
    const situation = lead(given);
    const proposal = leads(situation);
    expect(proposal.effects[0]?.command).toMatchObject({ lastActivity: NOW - DAY, nextActivity: NOW + DAY });
    expect(decisions(proposal)).toEqual([]);
    expect(wakes(proposal)).toEqual(['2026-03-03 10:00']);
    const done = { [keys(proposal)[0] ?? '']: NOW };
    expect(owed(leads, { ...situation, done })).toEqual([]);
    expect(owed(leads, lead({ ...given, activity: seen(NOW - 1), done }))).toHaveLength(1);
  });

  it('[L-01] gets the name of the company that the contact has now, if it is open', () => {
    const given = { activity: seen(NOW - DAY), leads: open };
    const done = { [keys(leads(lead({ ...given, companyId: '55' })))[0] ?? '']: NOW };
    expect(owed(leads, lead({ ...given, companyId: '55', done }))).toEqual([]);
    const [renaming, ...more] = owed(leads, lead({ ...given, companyId: '56', done }));
    expect([renaming?.command, ...more]).toMatchObject([{ do: 'lead', open: true, renamed: true }]);
    expect(owed(leads, lead({ ...given, companyId: '56', done: { [renaming?.key ?? '']: NOW } }))).toEqual([]);
    const closedByHand = { ...given, leads: [{ id: '901', open: false }] };
    expect(owed(leads, lead({ ...closedByHand, companyId: '56', done }))).toEqual([]);
    // News alone renames nothing.
    expect(
      leads(lead({ ...given, activity: seen(NOW), companyId: '55', done })).effects[0]?.command,
    ).not.toHaveProperty('renamed');
  });

  it('[L-01] a planned activity whose time has passed is no next one', () => {
    const proposal = leads(lead({ nextActivity: seen(NOW - 1) }));
    expect(proposal.effects[0]?.command).not.toHaveProperty('nextActivity');
    expect(proposal.wakes).toEqual([]);
  });

  it('[L-03] is hot when it is of the most valuable kind', () => {
    const label = (kind: string) => leads(lead({ values: { qualified_lead_kind: kind } })).effects[0]?.command;
    expect(label('ideal_customer')).toMatchObject({ label: 'HOT' });
    expect(label('target_account')).toMatchObject({ label: 'WARM' });
  });
});

describe('a contact that is no lead', () => {
  it.each(failing)('[L-01] (%s) gets none: %o', (_, given) => {
    expect(leads(lead(given))).toEqual(nothing);
  });

  it.each(failing)('[L-01] (%s) has its lead closed, with the reason: %o', (reason, given) => {
    const proposal = leads(lead({ ...given, leads: open }));
    expect(proposal.effects).toMatchObject([
      {
        command: { do: 'lead', open: false, reason },
        decision: { kind: 'leadClosed', detail: { reason }, evidence: [{ object: 'lead', id: '901' }] },
      },
    ]);
    const done = { [keys(proposal)[0] ?? '']: NOW };
    expect(owed(leads, lead({ ...given, leads: open, done, now: NOW + 1 }))).toEqual([]);
  });

  it('[L-01] opens, closes, opens again and closes again, saying the same each time', () => {
    const done: Record<string, number> = {};
    const told: boolean[] = [];
    const veto = (value: string) => ({
      no_positive_impression: fact(value, NOW - 1),
      no_positive_impression_reason: fact('*', NOW - 1),
    });
    let isOpen = false;
    for (const [turn, value] of ['no', 'yes', 'no', 'yes'].entries()) {
      const now = NOW + turn * 60_000;
      const given: Given = { values: veto(value), done, now, leads: isOpen ? open : [] };
      for (const { key, command } of owed(leads, lead(given))) {
        done[key] = now;
        if (command?.do === 'lead') isOpen = command.open;
      }
      told.push(isOpen);
    }
    expect(told).toEqual([true, false, true, false]);
  });

  it('[L-01] one that a rep disqualified stays closed until there is news', () => {
    const situation = lead({ activity: seen(NOW - DAY) });
    const done = { [keys(leads(situation))[0] ?? '']: NOW };
    const closedByHand = { leads: [{ id: '901', open: false }], done };
    expect(owed(leads, lead({ activity: seen(NOW - DAY), ...closedByHand }))).toEqual([]);
    expect(owed(leads, lead({ activity: seen(NOW), ...closedByHand }))).toHaveLength(1);
  });
});

describe('a ticket "Lead creation"', () => {
  const asked = { tickets: [{ id: '401', at: NOW - 60_000 }] };

  it('[L-02] is answered: the lead is made', () => {
    expect(tickets(lead(asked)).effects).toMatchObject([
      {
        key: 'ticket:401',
        command: { do: 'answerTicket', ticketId: '401', made: true, missing: [] },
        decision: { kind: 'ticketAnswered', evidence: [{ object: 'ticket', id: '401' }] },
      },
    ]);
  });

  it('[L-02] is answered: everything that is missing for one', () => {
    const values = { do_not_contact: 'yes', hs_email_optout: 'true' };
    expect(tickets(lead({ ...asked, stage: 'target', engagements: {}, values })).effects[0]?.command).toEqual({
      do: 'answerTicket',
      ticketId: '401',
      made: false,
      missing: ['contactAllowed', 'notUnsubscribed', 'leadStage', 'engaged'],
    });
  });

  it('[L-02] each is answered by itself, none without one', () => {
    expect(keys(tickets(lead({ tickets: [...asked.tickets, { id: '402', at: NOW }] })))).toEqual([
      'ticket:401',
      'ticket:402',
    ]);
    expect(tickets(lead())).toEqual(nothing);
  });
});

describe('the criteria of a campaign', () => {
  const campaign = (company: Record<string, string>, values: Given['values'] = {}) =>
    qualified(lead({ company, companyId: '201', values: { lead_campaign: 'non_epic_hospitals', ...values } }));
  const meets = { billing_system: 'cerner', net_patient_revenue: '100000001' };

  it.each(['allscripts', 'cerner', 'athenahealth', 'medhost', 'meditech', 'mckesson', 'medsphere'])(
    '[L-04] a hospital on %s with more than $100M qualifies',
    (system) => {
      const proposal = campaign({ ...meets, billing_system: system });
      expect(proposal.show).toEqual({ qualified_lead_kind: 'target_account' });
      expect(proposal.effects).toMatchObject([
        { decision: { kind: 'qualifiedLead', clause: 'L-04', detail: { campaign: 'non_epic_hospitals' } } },
      ]);
      expect(proposal.effects[0]?.decision?.evidence).toContainEqual({ object: 'company', id: '201' });
    },
  );

  it.each<[string, Record<string, string>]>([
    ['Epic', { ...meets, billing_system: 'epic' }],
    ['Epic beside another', { ...meets, billing_system: 'cerner;epic' }],
    ['another system', { ...meets, billing_system: 'other' }],
    ['an unknown system', { net_patient_revenue: '100000001' }],
    ['exactly $100M', { ...meets, net_patient_revenue: '100000000' }],
    ['unknown revenue', { billing_system: 'cerner' }],
    ['revenue that is no number', { ...meets, net_patient_revenue: 'a lot' }],
    ['nothing known', {}],
  ])('[L-04] %s does not', (_, company) => {
    expect(campaign(company)).toEqual(nothing);
  });

  it('[L-04] what is not known of a company is not "not Epic" either', () => {
    const criteria = [{ property: 'billing_system', isNot: ['epic'] }];
    const policy = aContactPolicy(({ leads: rules }) => ({
      leads: { ...rules, campaigns: rules.campaigns.map((one) => ({ ...one, criteria })) },
    }));
    const values = { lead_campaign: 'non_epic_hospitals' };
    expect(qualified(lead({ policy, values }))).toEqual(nothing);
    expect(qualified(lead({ policy, values, company: { billing_system: 'cerner' } })).effects).toHaveLength(1);
  });

  it.each<[string, Given['values']]>([
    ['another campaign', { lead_campaign: 'trade_show' }],
    ['no campaign', { lead_campaign: '' }],
    ['a kind that a person chose', { qualified_lead_kind: 'affiliate' }],
    ['a kind that a person took away', { qualified_lead_kind: fact('', NOW, 'person:7', 'target_account') }],
  ])('[L-04] nothing is filled in for %s', (_, values) => {
    expect(campaign(meets, values)).toEqual(nothing);
  });

  it('[L-04] what was filled in stays, and is recorded once', () => {
    const filled = campaign(meets, { qualified_lead_kind: fact('target_account', NOW, 'us') });
    expect(filled.show).toEqual({ qualified_lead_kind: 'target_account' });
    expect(keys(filled)).toEqual(['qualified:non_epic_hospitals:target_account']);
  });

  it('[L-03] kinds have an order of value', () => {
    const policy = aContactPolicy();
    const kinds = ['affiliate', '', 'target_account', 'ideal_customer'];
    const sorted = kinds.toSorted((a, b) => leadRank(a, policy) - leadRank(b, policy));
    expect(sorted).toEqual(['ideal_customer', 'target_account', 'affiliate', '']);
  });
});
