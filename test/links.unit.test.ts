/** Tokens of links: what was signed can be read, and nothing else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BackOutLink,
  type ContactLink,
  hashAddress,
  hashCode,
  hashLink,
  readLink,
  signLink,
} from '../src/links.ts';

const NOW = Date.UTC(2026, 10, 23, 15);
const SECRETS = ['the-secret-that-links-are-signed-with'];
const claims: ContactLink = {
  purpose: 'consent',
  portalId: '49547190',
  contactId: '101',
  round: 1,
  expiresAt: NOW + 1_000,
};
const token = signLink(SECRETS, claims);
const refused = { ok: false };

const someClaims = fc.record({
  purpose: fc.constantFrom('consent' as const, 'unsubscribe' as const),
  portalId: fc.stringMatching(/^[1-9]\d{0,15}$/),
  contactId: fc.stringMatching(/^[1-9]\d{0,15}$/),
  round: fc.nat(99),
  expiresAt: fc.integer({ min: NOW + 1, max: NOW + 1e12 }),
});

describe('a link', () => {
  it('[K-03] says what was signed, and is the same for the same', () => {
    fc.assert(
      fc.property(someClaims, (given) => {
        const signed = signLink(SECRETS, given);
        expect(signed).toMatch(/^[\w.-]{60,300}$/);
        expect(signLink(SECRETS, given)).toBe(signed);
        expect(readLink(SECRETS, signed, NOW)).toEqual({ ok: true, claims: given });
      }),
    );
  });

  it('[K-03] ends with its last millisecond', () => {
    expect(readLink(SECRETS, token, claims.expiresAt - 1)).toMatchObject({ ok: true });
    expect(readLink(SECRETS, token, claims.expiresAt)).toEqual(refused);
    expect(readLink(SECRETS, token, claims.expiresAt + 1_000)).toEqual(refused);
  });

  it('[K-05] is refused when any one of its characters is another', () => {
    const others = [...new Set('AZaz09-_.')];
    const spoilt = token
      .split('')
      .flatMap((right, at) =>
        others.filter((one) => one !== right).map((one) => token.slice(0, at) + one + token.slice(at + 1)),
      );
    expect(spoilt.length).toBeGreaterThan(700);
    expect(spoilt.filter((one) => readLink(SECRETS, one, NOW).ok)).toEqual([]);
  });

  it('[K-05] cannot be turned to another purpose, contact, account, round or time', () => {
    const [version = '', , mac = ''] = token.split('.');
    const forge = (given: Partial<ContactLink>) => {
      const { purpose, portalId, contactId, round, expiresAt } = { ...claims, ...given };
      const payload = JSON.stringify([purpose, portalId, contactId, round, expiresAt]);
      return `${version}.${Buffer.from(payload).toString('base64url')}.${mac}`;
    };
    expect(forge({})).toBe(token);
    for (const given of [
      { purpose: 'unsubscribe' },
      { contactId: '102' },
      { portalId: '49547191' },
      { round: 2 },
      { expiresAt: NOW + 9_999_999 },
    ] as const) {
      expect(readLink(SECRETS, forge(given), NOW)).toEqual(refused);
    }
  });

  it.each([
    ['nothing', ''],
    ['no token', 'hello'],
    ['two dots', '..'],
    ['more behind it', `${token}.x`],
    ['an end of line', `${token}\n`],
    ['padding', `${token}=`],
    ['a bit of it', token.slice(0, -1)],
    ['another alphabet', token.replaceAll('-', '+').replaceAll('_', '/') + '+'],
    ['10 kB', 'A'.repeat(10_240)],
    ['10 kB behind it', token + 'A'.repeat(10_240)],
    ['other scripts', 'ж.é.\u0000'],
  ])('[K-05] that is %s is refused without an error', (_, given) => {
    expect(readLink(SECRETS, given, NOW)).toEqual(refused);
  });

  it('[K-03] signed with the old secret works while both are there, and not after', () => {
    const rotating = ['the-new-secret-that-links-are-signed-with', ...SECRETS];
    expect(readLink(rotating, token, NOW)).toEqual({ ok: true, claims });
    const renewed = signLink(rotating, claims);
    expect(renewed).not.toBe(token);
    expect(readLink(rotating.slice(0, 1), renewed, NOW)).toEqual({ ok: true, claims });
    expect(readLink(rotating.slice(0, 1), token, NOW)).toEqual(refused);
    expect(readLink([], token, NOW)).toEqual(refused);
  });

  it('[K-05] is remembered by a hash that is no link', () => {
    expect(hashLink(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(readLink(SECRETS, hashLink(token), NOW)).toEqual(refused);
  });
});

describe('a link to a back-out', () => {
  const link: BackOutLink = {
    purpose: 'backOut',
    portalId: '49547190',
    dealId: '501',
    ownerId: '77',
    expiresAt: NOW + 1_000,
  };
  const signed = signLink(SECRETS, link);

  it('[B-02] says which deal it is about and to whom it was mailed', () => {
    expect(readLink(SECRETS, signed, NOW)).toEqual({ ok: true, claims: link });
    expect(readLink(SECRETS, signed, link.expiresAt)).toEqual(refused);
  });

  it('[B-02] cannot be turned to another deal, person, account or time, nor made of a contact’s', () => {
    const [version = '', , mac = ''] = signed.split('.');
    const forge = (payload: unknown[]) =>
      `${version}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${mac}`;
    const { portalId, dealId, ownerId, expiresAt } = link;
    expect(forge(['backOut', portalId, dealId, ownerId, expiresAt])).toBe(signed);
    for (const payload of [
      ['backOut', portalId, '502', ownerId, expiresAt],
      ['backOut', portalId, dealId, '78', expiresAt],
      ['backOut', '1', dealId, ownerId, expiresAt],
      ['backOut', portalId, dealId, ownerId, expiresAt + 1],
      ['consent', portalId, dealId, 1, expiresAt],
    ]) {
      expect(readLink(SECRETS, forge(payload), NOW)).toEqual(refused);
    }
  });
});

it('[B-02] a code is hashed under each secret, and nobody without one can make its hash', () => {
  const rotating = ['the-new-secret-that-links-are-signed-with', ...SECRETS];
  const [renewed, before] = hashCode(rotating, 'ABCDE12345');
  expect(hashCode(SECRETS, 'ABCDE12345')).toEqual([before]);
  expect(renewed).not.toBe(before);
  expect(hashCode(SECRETS, 'ABCDE12346')).not.toContain(before);
});

it('[R-10] an address is hashed under a key: the same for all spellings, another one under another secret', () => {
  const hash = hashAddress(SECRETS, 'Ann@Lakeside.example ');
  expect(hash).toBe(hashAddress(SECRETS, 'ann@lakeside.example'));
  expect(hash).not.toBe(hashAddress(SECRETS, 'bob@lakeside.example'));
  const other = hashAddress(['another-secret-of-the-same-length-as-it'], 'ann@lakeside.example');
  expect(other.split('.')[0]).not.toBe(hash.split('.')[0]);
  expect(other.split('.')[1]).not.toBe(hash.split('.')[1]);
});
