/** Histories of chance for properties of the report: what may happen to some deals and contacts within two years. */
import fc from 'fast-check';
import type { RecordFact } from '../../../src/journal/report-facts.ts';
import { factsOf, type Row } from './desk.ts';

const FIRST = Date.parse('2025-01-01T00:00:00Z');
const LAST = Date.parse('2026-12-31T00:00:00Z');
const PLACES = ['sql', 'engaged', 'proposal', 'partner_of_choice', 'closed_won', 'closed_lost'].map(
  (stage) => `new_business.${stage}`,
);
const CONTACTS = ['31', '32', '33', '34', '35'];

const time = fc.integer({ min: FIRST, max: LAST }).map((at) => new Date(at).toISOString());

const dealRow: fc.Arbitrary<Row> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.constantFrom('started', 'moved', 'won', 'bypassed', 'putBack', 'missing', 'closed'),
        time,
        place(),
        place(),
      )
      .map(([kind, at, from, to]) => ({ kind, at, from, to })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('gone', 'restored', 'backedOut', 'left', 'handedOff'), time)
      .map(([kind, at]) => ({ kind, at })),
  },
);

function place() {
  return fc.constantFrom(...PLACES);
}

const contactRow: fc.Arbitrary<Row> = fc.oneof(
  fc
    .tuple(time, fc.constantFrom('warm', 'cold'), fc.constantFrom('PAID_SEARCH', 'OFFLINE', ''))
    .map(([at, temperature, source]) => ({ kind: 'delivered', at, detail: { temperature, source, campaign: '' } })),
  fc
    .tuple(
      fc.constantFrom('accepted', 'rejected', 'outreachDue', 'outreachMade', 'outreachMissed', 'qualified', 'warm'),
      time,
    )
    .map(([kind, at]) => ({ kind, at })),
);

const amount = fc.option(
  fc.integer({ min: 0, max: 9_999_999 }).map((cents) => String(cents / 100)),
  { nil: '' },
);
const dealFacts = fc.record({
  hubspot_owner_id: fc.constantFrom('101', '102', '105', ''),
  arr_at_signing: amount,
  amount,
  term_months: fc.constantFrom('', '7', '36'),
  'company:': fc.constantFrom('5001', '5002'),
  hp_products: fc.constantFrom('', 'rcm', 'rcm;coding'),
  closedate: fc.constantFrom('', '2026-12-01', '2026-12-02T04:59:00Z'),
});

export interface History {
  deals: Record<string, Row[]>;
  contacts: Record<string, Row[]>;
  facts: RecordFact[];
}

const records = (ids: string[], row: fc.Arbitrary<Row>) =>
  fc
    .tuple(...ids.map(() => fc.array(row, { minLength: 1, maxLength: 7 })))
    .map((rows) => Object.fromEntries(ids.map((id, index) => [id, rows[index] ?? []])));

export const history: fc.Arbitrary<History> = fc
  .record({
    deals: records(['1', '2', '3', '4', '5', '6'], dealRow),
    contacts: records(CONTACTS, contactRow),
    values: fc.array(fc.tuple(fc.constantFrom('1', '2', '3', '4', '5', '6'), time, dealFacts), { maxLength: 12 }),
    links: fc.array(fc.tuple(fc.constantFrom('1', '2', '3', '4'), fc.constantFrom(...CONTACTS), time), {
      maxLength: 6,
    }),
    meetings: fc.array(fc.tuple(fc.constantFrom(...CONTACTS), time, fc.constantFrom('SCHEDULED', 'CANCELED')), {
      maxLength: 6,
    }),
  })
  .map(({ deals, contacts, values, links, meetings }) => ({
    deals,
    contacts,
    facts: [
      ...values.flatMap(([id, at, facts]) => factsOf('deal', id, at, facts)),
      ...links.flatMap(([id, contact, at]) => factsOf('deal', id, at, { [`contact:${contact}`]: 'yes' })),
      ...meetings.flatMap(([id, at, outcome]) => factsOf('contact', id, at, { 'meeting:9': outcome })),
    ],
  }));

export const reportTime = fc
  .integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: LAST })
  .map((at) => new Date(at).toISOString());
