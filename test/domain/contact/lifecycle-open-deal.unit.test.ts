import { describe, expect, it } from 'vitest';
import { additional } from '../../../src/domain/contact/rules/additional.ts';
import { deal } from '../../../src/domain/contact/rules/deal.ts';
import { aSituation, DAY, type Given, NOW } from '../../support/contacts.ts';

const keys = (given: Given) => deal(aSituation(given)).effects.map(({ key }) => key);
const since = NOW - DAY;

describe('a contact that entered SQL', () => {
  it('[C-10] opens a deal for its company', () => {
    expect(deal(aSituation({ stage: 'sql', companyId: '401' })).effects).toMatchObject([
      { key: `deal:${since}`, command: { do: 'openDeal' }, decision: { kind: 'dealOpened', clause: 'C-10' } },
    ]);
  });

  it('[C-10] without company has its owner asked to associate one', () => {
    expect(keys({ stage: 'sql' })).toEqual([`deal:${since}`, `associateCompany:${since}`]);
  });

  it('[C-10] opens none beside its own open deal, but beside one of another pipeline', () => {
    expect(keys({ stage: 'sql', companyId: '401', deals: [{ kind: 'open' }] })).toEqual([]);
    const other = { kind: 'open', pipeline: 'upsell' } as const;
    expect(keys({ stage: 'sql', companyId: '401', deals: [other] })).toEqual([`deal:${since}`]);
  });

  it('[C-10] attaches to the deal of its company: that is for the activity to find', () => {
    expect(keys({ stage: 'sql', companyId: '401', deals: [{ kind: 'open', own: false }] })).toEqual([`deal:${since}`]);
  });

  it('[C-10] gives its deal the company that came later, whether or not the company has an open deal', () => {
    const alone = { kind: 'open', alone: true } as const;
    const given = deal(aSituation({ stage: 'sql', companyId: '401', deals: [alone] })).effects;
    expect(given).toMatchObject([
      {
        key: 'giveCompany:501:401',
        command: { do: 'giveCompany', dealId: '501', companyId: '401' },
        decision: { kind: 'dealGivenCompany', clause: 'C-10' },
      },
    ]);
    expect(keys({ stage: 'sql', companyId: '401', deals: [alone, { kind: 'open', own: false }] })).toEqual([
      'giveCompany:501:401',
    ]);
  });

  it('[C-10] leaves a deal as it is that is not its own, not alone, over, or without a company to give', () => {
    const alone = { kind: 'open', alone: true } as const;
    expect(keys({ stage: 'sql', deals: [alone] })).toEqual([`associateCompany:${since}`]);
    const company = { stage: 'sql', companyId: '401' } as const;
    expect(keys({ ...company, deals: [{ kind: 'open' }, { ...alone, own: false }] })).toEqual([]);
    expect(keys({ ...company, deals: [{ ...alone, kind: 'lost' }] })).toEqual([`deal:${since}`]);
  });

  it('[C-10] asks nobody to merge: two open deals around it may be of two companies, and of one it is their own matter', () => {
    const open = { kind: 'open', at: since } as const;
    expect(keys({ stage: 'sql', companyId: '401', deals: [open, open, { ...open, own: false }] })).toEqual([]);
  });

  it('[C-10] before the policy came into force opens none', () => {
    expect(keys({ stage: 'sql', since: Date.parse('2025-05-05') })).toEqual([]);
  });

  it.each(['target', 'mql', 'customer', 'excluded', 'additional', 'recycled'] as const)(
    '[C-10] [C-15] %s opens none',
    (stage) => {
      expect(keys({ stage })).toEqual([]);
    },
  );
});

describe('an Additional Sales Contact', () => {
  const open = { kind: 'open', own: false, at: since } as const;

  it('[C-15] joins the open deal of its company', () => {
    expect(additional(aSituation({ stage: 'additional', deals: [open] })).effects).toMatchObject([
      { key: 'join:501', command: { do: 'joinDeal', dealId: '501' }, decision: { kind: 'dealJoined', clause: 'C-15' } },
    ]);
  });

  it('[C-15] joins the older of two, and none when it is on one', () => {
    const joined = (deals: NonNullable<Given['deals']>) =>
      additional(aSituation({ stage: 'additional', deals })).effects;
    expect(joined([open, { ...open, at: since - DAY }])).toMatchObject([{ key: 'join:502' }]);
    expect(joined([open, { ...open, own: true }])).toEqual([]);
    expect(
      joined([
        { ...open, kind: 'won' },
        { ...open, pipeline: 'upsell' },
      ]),
    ).toEqual([]);
  });

  it('[C-15] is the only one that joins by this rule', () => {
    expect(additional(aSituation({ stage: 'mql', deals: [open] })).effects).toEqual([]);
  });
});
