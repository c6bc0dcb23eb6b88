/** G-09: required warm leads at rates of every kind. */
import { describe, expect, it } from 'vitest';
import { defaultGrowth } from '../../src/domain/policy/default-growth.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { DealFacts, DeliveryFacts } from '../../src/journal/report-rows.ts';
import { requiredLeads } from '../../src/reports/conversion.ts';
import type { Given, RegisterRows } from '../../src/reports/given.ts';
import { spansOf } from '../../src/reports/periods.ts';

const asOf = Date.parse('2026-11-16T12:00:00Z');
const MAY = Date.parse('2026-05-05T12:00:00Z');

/** So many warm leads delivered in May, of whom so many deals were won then. */
function given(closed: number, delivered: number, registers: RegisterRows, temperature = 'warm'): Given {
  return {
    portalId: '1',
    asOf,
    today: '2026-11-16',
    policy: defaultPolicy,
    growth: defaultGrowth,
    spans: spansOf(asOf, defaultGrowth, defaultPolicy.calendar),
    rows: {
      deals: Array.from({ length: closed }, (_, n) => deal(n, temperature)),
      deliveries: Array.from({ length: delivered }, (_, n) => delivery(n, temperature)),
      qualified: [],
      owners: [],
    },
    registers,
    broughtAt: {},
    companies: new Map(),
    staff: [],
  };
}

function delivery(n: number, temperature: string): DeliveryFacts {
  return {
    contact_id: String(n),
    seq: 1,
    at: MAY,
    temperature,
    source: '',
    campaign: '',
    answer: null,
    answer_id: null,
    answer_seq: null,
    answered_at: null,
    outreach_id: null,
    outreach_seq: null,
    outreach_at: null,
    missed_id: null,
    missed_seq: null,
    texts: {},
  };
}

function deal(n: number, temperature: string): DealFacts {
  return {
    id: String(n),
    place: 'new_business.closed_won',
    seq: 1,
    since: MAY,
    wins: [
      {
        id: String(n),
        seq: 1,
        at: MAY,
        ended: null,
        backed_out: null,
        lead: { contact_id: String(n), seq: 1, temperature },
        facts: {},
      },
    ],
    facts: {},
    texts: {},
  };
}

const target = (closed_business: number): RegisterRows => ({ targets: [{ month: '2026-11', closed_business }] });
const month = (closed: number, delivered: number, wanted: number) =>
  requiredLeads(given(closed, delivered, target(wanted))).month;

describe('required warm leads', () => {
  it.each([
    { closed: 1, delivered: 4, wanted: 5, rate: '0.2500', leads: 20 },
    // 3 × 7 ÷ 2 = 10.5
    { closed: 2, delivered: 7, wanted: 3, rate: '0.2857', leads: 11 },
    // 1 × 3 ÷ 1: the rounded rate of 0.3333 would ask for 4.
    { closed: 1, delivered: 3, wanted: 1, rate: '0.3333', leads: 3 },
    // A tiny rate is rounded to nothing in its text, not in what is divided by.
    { closed: 1, delivered: 30_000, wanted: 2, rate: '0.0000', leads: 60_000 },
    // More closed than delivered.
    { closed: 3, delivered: 2, wanted: 9, rate: '1.5000', leads: 6 },
    { closed: 3, delivered: 2, wanted: 1, rate: '1.5000', leads: 1 },
    { closed: 5, delivered: 5, wanted: 8, rate: '1.0000', leads: 8 },
    { closed: 1, delivered: 4, wanted: 0, rate: '0.2500', leads: 0 },
  ])('[G-09] are $leads for $wanted deals at $closed ÷ $delivered', ({ closed, delivered, wanted, rate, leads }) => {
    expect(month(closed, delivered, wanted)).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-30',
      target: { closedBusiness: wanted },
      rate: { of: closed, per: delivered, rate },
      required: { leads },
      delivered: { count: 0 },
      gap: { leads },
    });
  });

  it('[G-09] cannot be computed when no lead has led to closed business, and the inputs are shown', () => {
    const { rate, required, gap, target } = month(0, 3, 5);
    expect(rate).toMatchObject({ of: 0, per: 3, rate: '0.0000' });
    expect(target).toMatchObject({ closedBusiness: 5 });
    for (const figure of [required, gap]) {
      expect(figure).toEqual({
        unknown: 'it cannot be computed: of the warm leads delivered none has led to closed business',
      });
    }
  });

  it('[G-09] cannot be computed when no warm lead was delivered', () => {
    const { rate, required } = requiredLeads(given(2, 2, target(5), 'cold')).month;
    expect(rate).toEqual({ unknown: 'no warm lead was delivered in the period' });
    expect(required).toEqual({ unknown: 'it cannot be computed: no warm lead was delivered in the period' });
  });

  it('[G-09] [G-10] names who owes the target', () => {
    const { month: none, year } = requiredLeads(given(1, 4, {}));
    expect(none.target).toEqual({ unknown: 'nobody has brought the register targets yet; Exec owes it' });
    expect(none.required).toEqual(none.target);
    expect(year.gap).toEqual(none.target);
    const { year: partly } = requiredLeads(given(1, 4, target(5)));
    expect(partly.target).toMatchObject({ unknown: expect.stringMatching(/lacks 2026-01, .*2026-12; Exec owes it$/) });
  });

  it('[G-09] shows how much more marketing delivers than is needed', () => {
    const year = Array.from({ length: 12 }, (_, n) => ({
      month: `2026-${String(n + 1).padStart(2, '0')}`,
      closed_business: n === 0 ? 1 : 0,
    }));
    const { required, delivered, gap } = requiredLeads(given(2, 5, { targets: year })).year;
    expect(required).toEqual({ leads: 3 });
    expect(delivered).toMatchObject({ count: 5 });
    expect(gap).toEqual({ leads: -2 });
  });
});
