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
  ])('[R-03] what is no news of consent is left outside: %j', (forged) => expect(isConsentNews(forged)).toBe(false));

  it('[R-10] what a merged contact hands on is let in', () =>
    expect(isInheritance({ key: 'merged:1', done: { 'mail:request:1': 5 } })).toBe(true));

  it.each([undefined, null, {}, { key: 'k' }, { key: 'k', done: null }, { key: 'k', done: { a: 'yesterday' } }])(
    '[R-03] what is no inheritance is left outside: %j',
    (forged) => expect(isInheritance(forged)).toBe(false),
  );
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
