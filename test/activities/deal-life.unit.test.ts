/** What a merged deal hands on when nobody remembers it but the journal. */
import { describe, expect, it } from 'vitest';
import { createDealLifeActivities } from '../../src/activities/deal-life.ts';
import { type Inheritance, isInheritance } from '../../src/domain/deal/merge/inheritance.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { decisionsOf, type Row } from '../reports/support/desk.ts';

const WON = 'new_business.closed_won';
const BEFORE = 'new_business.partner_of_choice';
const LOST = 'new_business.closed_lost';
const at = (day: string) => `2026-${day}T12:00:00Z`;
const ms = (day: string) => Date.parse(at(day));
const contract = { object: 'deal', id: '1', property: 'contract_status', at: ms('01-09') };

const won = (day: string): Row => ({ kind: 'won', at: at(day), from: BEFORE, to: WON, evidence: [contract] });
const moved = (day: string, from: string, to: string): Row => ({ kind: 'moved', at: at(day), from, to });
const handedOff: Row = { kind: 'handedOff', at: at('01-10'), evidence: [{ object: 'ticket', id: '77' }] };
const gone: Row = { kind: 'gone', at: at('09-01'), detail: { why: 'merged', into: '3' } };

async function handedBy(rows: Row[], handed?: Inheritance): Promise<({ key: string } & Inheritance)[]> {
  const told: ({ key: string } & Inheritance)[] = [];
  const { handOverWin } = createDealLifeActivities({
    policy: defaultPolicy,
    journal: {
      history: async () => decisionsOf(rows).map((one) => ({ ...one, recordedAt: one.happenedAt })),
    },
    handOn: async (_portalId, _into, one) => void told.push(one),
  });
  await handOverWin({ portalId: '4711', dealId: '1', into: '3', mergedAt: ms('09-01'), ...(handed && { handed }) });
  return told;
}

const sale = { signedAt: ms('01-09'), wonAt: ms('01-10') };

describe('of a deal that only the journal remembers', () => {
  it('[R-10] [B-01] a win is handed on with its day, its contract’s day, and the ticket that is there', async () => {
    const [told] = await handedBy([won('01-10'), handedOff, gone]);
    expect(told).toEqual({
      key: 'merged:1',
      dealId: '1',
      mergedAt: ms('09-01'),
      settled: { pipeline: 'new_business', stage: 'closed_won', since: ms('01-10') },
      sale,
      done: ['onboarding'],
      effects: {},
      ticket: '77',
    });
    expect(isInheritance(told)).toBe(true);
  });

  it('[R-10] [D-18] a hand-off that was accepted is no news to the deal that goes on', async () => {
    const accepted: Row = { kind: 'handOffAccepted', at: at('01-12') };
    const [told] = await handedBy([won('01-10'), handedOff, accepted, gone]);
    expect(told?.effects).toEqual({ [`handOff:${ms('01-10')}:accepted`]: ms('01-12') });
  });

  it.each<[string, Row[], Partial<Inheritance['settled']>, Inheritance['sale']]>([
    [
      'opened again',
      [won('01-10'), moved('02-01', WON, BEFORE)],
      { stage: 'partner_of_choice', signed: true, since: ms('02-01') },
      sale,
    ],
    [
      'won again',
      [won('01-10'), moved('02-01', WON, BEFORE), won('03-01')],
      { stage: 'closed_won', since: ms('03-01') },
      sale,
    ],
    [
      'lost',
      [won('01-10'), { kind: 'backedOut', at: at('02-01'), from: WON, to: LOST }],
      { stage: 'closed_lost' },
      sale,
    ],
    [
      'lost and opened again',
      [won('01-10'), moved('02-01', WON, LOST), moved('03-01', LOST, BEFORE)],
      { stage: 'partner_of_choice' },
      sale,
    ],
    [
      'dragged away and put back',
      [won('01-10'), moved('02-01', WON, LOST), { kind: 'putBack', at: at('02-02'), from: LOST, to: WON }],
      { stage: 'closed_won' },
      sale,
    ],
    [
      'won through a merge of its own',
      [
        {
          kind: 'inherited',
          at: at('04-01'),
          from: BEFORE,
          to: WON,
          evidence: [
            { object: 'deal', id: '1' },
            { object: 'deal', id: '9', property: 'dealstage', at: ms('01-10') },
          ],
        },
      ],
      { stage: 'closed_won' },
      { signedAt: ms('01-10'), wonAt: ms('01-10') },
    ],
  ])('[R-10] [B-04] so is one that was %s', async (_what, rows, settled, expected) => {
    const [told] = await handedBy([...rows, gone]);
    expect(told).toMatchObject({ settled, sale: expected });
    expect(told?.settled.signed === true).toBe(settled.signed === true);
  });

  it.each<[string, Row[]]>([
    ['never won', [moved('01-01', 'new_business.sql', BEFORE), moved('02-01', BEFORE, LOST)]],
    [
      'put back from Closed Won',
      [moved('01-01', BEFORE, WON), { kind: 'putBack', at: at('01-02'), from: WON, to: BEFORE }],
    ],
    ['not known to it', []],
  ])('[R-10] nothing is handed on where it was %s', async (_what, rows) => {
    expect(await handedBy([...rows, gone])).toEqual([]);
  });
});

it('[R-10] what its workflow remembers counts, and the journal is not asked', async () => {
  const settled = { pipeline: 'new_business', stage: 'closed_won', since: 5 };
  const handed = { dealId: '8', mergedAt: 9, settled, sale: { signedAt: 4, wonAt: 5 }, done: [], effects: {} };
  expect(await handedBy([won('01-10')], handed)).toEqual([{ key: 'merged:8', ...handed }]);
});
