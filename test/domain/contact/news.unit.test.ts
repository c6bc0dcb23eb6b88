/** What others than HubSpot tell a contact, and what anybody could: no signal may break an entity. */
import { describe, expect, it } from 'vitest';
import { heardConsent, inherited, isConsentNews, isInheritance } from '../../../src/domain/contact/news.ts';
import { withoutPolicy, withPolicy } from '../../../src/domain/contact/results.ts';
import { newContact } from '../../../src/domain/contact/state.ts';
import { aContactPolicy } from '../../support/contacts.ts';

const consent = { key: 'granted-1', state: 'granted', at: 1_000, proof: '1' } as const;

describe('at the door of a contact', () => {
  it('[K-04] news of consent is let in', () => expect(isConsentNews(consent)).toBe(true));

  it.each([
    undefined,
    null,
    'granted',
    {},
    { ...consent, key: 5 },
    { ...consent, state: 'maybe' },
    { ...consent, at: '1000' },
    { ...consent, at: Number.NaN },
    { ...consent, proof: null },
    { ...consent, proof: '' },
  ])('[R-03] what is no news of consent is left outside: %j', (forged) => expect(isConsentNews(forged)).toBe(false));

  it('[R-10] what a merged contact hands on is let in', () =>
    expect(isInheritance({ key: 'merged:1', done: { 'mail:request:1': 5 } })).toBe(true));

  const settled = { stage: 'mql', since: 5, by: 'person:7', qualified: true, evidenceFrom: 0 } as const;

  it('[R-10] and its consent and its stage with it', () => {
    const { key: _, ...fact } = consent;
    expect(isInheritance({ key: 'merged:1', done: {}, settled, consent: fact })).toBe(true);
    expect(isInheritance({ key: 'merged:1', done: {}, settled: undefined, consent: undefined })).toBe(true);
  });

  it.each([
    undefined,
    null,
    {},
    { key: 'k' },
    { key: 'k', done: null },
    { key: 'k', done: { a: 'yesterday' } },
    { key: 'k', done: {}, consent: null },
    { key: 'k', done: {}, consent: { state: 'granted', at: 9e15 } },
    { key: 'k', done: {}, consent: { ...consent, at: 1.5 } },
    { key: 'k', done: {}, settled: null },
    { key: 'k', done: {}, settled: {} },
    { key: 'k', done: {}, settled: { ...settled, stage: 'president' } },
    { key: 'k', done: {}, settled: { ...settled, since: Number.NaN } },
  ])('[R-03] what is no inheritance is left outside: %j', (forged) => expect(isInheritance(forged)).toBe(false));
});

describe('what is heard', () => {
  it('[K-06] of two words of one instant the withdrawal counts, whichever comes first', () => {
    const withdrawn = { ...consent, state: 'withdrawn' } as const;
    expect(heardConsent(heardConsent(newContact('1'), consent), withdrawn).consent?.state).toBe('withdrawn');
    expect(heardConsent(heardConsent(newContact('1'), withdrawn), consent).consent?.state).toBe('withdrawn');
  });

  it('[R-10] [K-02] what was done for a merged contact was done for the survivor', () => {
    const survivor = inherited(
      { ...newContact('2'), done: { 'review:1': 7 } },
      { done: { 'mail:request:1': 5 }, consent },
    );
    expect(survivor.done).toEqual({ 'mail:request:1': 5, 'review:1': 7 });
    expect(survivor.consent?.state).toBe('granted');
  });
});

it('[R-10] [L-01] what the lead of a merged contact said last says nothing of the survivor’s own', () => {
  const own = { ...newContact('2'), done: { 'lead:open:0:WARM:::55': 7 } };
  expect(inherited(own, { done: { 'lead:open:0:HOT:::66': 9 } }).done).toEqual(own.done);
  expect(inherited(newContact('3'), { done: { 'lead:open:0:HOT:::66': 9 } }).done).toEqual({
    'lead:open:0:HOT:::66': 9,
  });
});

describe('a contact whose rules cannot be loaded', () => {
  it('[R-05] shows why, since when, and is calm once they are there', () => {
    const first = withoutPolicy(newContact('1'), 'auth', 1_000);
    const again = withoutPolicy(first, 'auth', 2_000);
    expect(again.attention).toEqual({ reason: 'auth', since: 1_000, triedAt: 2_000 });
    const loaded = withPolicy(again, { policy: aContactPolicy(), seq: 4 });
    expect(loaded).toMatchObject({ seq: 4 });
    expect(loaded.attention).toBeUndefined();
  });
});
