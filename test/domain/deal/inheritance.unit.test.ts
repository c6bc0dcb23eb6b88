/** At the door of a deal: what a merged one hands on is let in, and nothing else. */
import { describe, expect, it } from 'vitest';
import { decisionWords } from '../../../src/domain/decision-words.ts';
import { isInheritance } from '../../../src/domain/deal/merge/inheritance.ts';
import { dutyNote } from '../../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';

const settled = { pipeline: 'new_business', stage: 'closed_won', since: 5 };
const sale = { signedAt: 4, wonAt: 5, seller: '77' };
const request = { key: 'k', by: 'person:7', at: 6 };
const approved = { ...request, way: 'page', reason: 'client', sale };
const handed = {
  key: 'merged:1',
  dealId: '1',
  mergedAt: 9,
  settled,
  sale,
  done: ['onboarding'],
  effects: { 'handOff:5:accepted': 7 },
  ticket: '4711',
  backOut: { asked: request, approved },
};

it('[R-10] what a won deal hands on is let in', () => {
  expect(isInheritance(handed)).toBe(true);
  const { ticket: _, backOut: __, ...least } = handed;
  expect(isInheritance(least)).toBe(true);
  expect(isInheritance({ ...handed, settled: { ...settled, signed: true, enteredAt: 3 } })).toBe(true);
  expect(isInheritance({ ...handed, sale: { signedAt: 4, wonAt: 5, from: '2' }, backOut: {} })).toBe(true);
});

describe('what is none', () => {
  it.each([
    undefined,
    null,
    'won',
    [],
    {},
    { ...handed, key: undefined },
    { ...handed, dealId: '' },
    { ...handed, dealId: 'x'.repeat(300) },
    { ...handed, mergedAt: 1.5 },
    { ...handed, settled: null },
    { ...handed, settled: { ...settled, since: 'today' } },
    { ...handed, settled: { ...settled, signed: 'yes' } },
    { ...handed, settled: { ...settled, enteredAt: Number.NaN } },
    { ...handed, settled: { ...settled, inherits: true } },
    { ...handed, sale: {} },
    { ...handed, sale: { ...sale, seller: 7 } },
    { ...handed, done: 'onboarding' },
    { ...handed, done: [7] },
    { ...handed, done: Array.from({ length: 301 }, (_, n) => `once:${n}`) },
    { ...handed, effects: [] },
    { ...handed, effects: { key: 'yesterday' } },
    { ...handed, effects: Object.fromEntries(Array.from({ length: 301 }, (_, n) => [`key:${n}`, n])) },
    { ...handed, ticket: 7 },
    { ...handed, backOut: null },
    { ...handed, backOut: { asked: { key: 'k' } } },
    { ...handed, backOut: { approved: { ...approved, way: 'telepathy' } } },
    { ...handed, backOut: { approved: { ...approved, sale: undefined } } },
    { ...handed, backOut: { waiting: [request] } },
  ])('[R-03] [R-10] is left outside: %j', (forged) => expect(isInheritance(forged)).toBe(false));

  it('[B-02] a back-out that somebody claims to be approved backs nothing out', () => {
    expect(isInheritance({ ...handed, settled: { ...settled, backOut: true } })).toBe(false);
  });
});

describe('in words', () => {
  const decision = { seq: 1, happenedAt: 9, by: 'merge', evidence: [], policyVersion: 'p', clause: 'R-10' };

  it('[R-05] [R-10] `why` tells of the merge', () => {
    const to = 'new_business.closed_won';
    const words = (one: object) => decisionWords(defaultPolicy, { ...decision, kind: 'inherited', ...one });
    expect(words({ to, detail: { merged: '1', taken: true } })).toBe(
      'deal 1, which was won, was merged into it: it is signed by that win, and goes to Closed Won (New Business)',
    );
    expect(words({ detail: { merged: '1', taken: false } })).toBe(
      'deal 1, which was won, was merged into it; it stays what it is',
    );
    expect(decisionWords(defaultPolicy, { ...decision, kind: 'leftOpen', to: 'new_business.proposal' })).toBe(
      'stays in Proposal (New Business), signed',
    );
  });

  it('[R-10] the owner reads in a note why the deal is signed, and where it is now', () => {
    const note = (stays: boolean) =>
      dutyNote(defaultPolicy, 'mergedWin', { deal: '1', pipeline: 'upsell', stage: 'proposal', stays });
    expect(note(false)).toContain('went from <strong>Proposal</strong> to <strong>Closed Won</strong>');
    expect(note(true)).toContain('It stays in <strong>Proposal</strong>');
    for (const stays of [true, false]) expect(note(stays)).toContain('Deal 1, which was won, was merged into this one');
  });

  it('[R-10] names the stages as the deal’s own pipeline does', () => {
    const pipelines = defaultPolicy.pipelines.map((row) =>
      row.key === 'upsell'
        ? { ...row, stages: row.stages.map((one) => ({ ...one, label: `${one.label} of more` })) }
        : row,
    );
    const detail = { deal: '1', pipeline: 'upsell', stage: 'proposal', stays: false };
    expect(dutyNote({ ...defaultPolicy, pipelines }, 'mergedWin', detail)).toContain(
      'went from <strong>Proposal of more</strong> to <strong>Closed Won of more</strong>',
    );
  });
});
