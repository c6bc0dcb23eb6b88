import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApprovalCodes, openApprovalCodes } from '../../src/journal/approval-codes.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const postgres = findPostgres();
const NOW = Date.UTC(2026, 10, 23, 15);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const limit = { max: 5, since: NOW - 60 * MINUTE };

function codeTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let codes: ApprovalCodes;
  /** As another process has it open. */
  let other: ApprovalCodes;
  let deals = 0;

  beforeAll(async () => {
    database = await start();
    [codes, other] = [
      openApprovalCodes({ databaseUrl: database.url }),
      openApprovalCodes({ databaseUrl: database.url }),
    ];
  }, 60_000);
  afterAll(async () => {
    await Promise.all([codes?.close(), other?.close()]);
    await database?.close();
  });

  /** A code for a deal of its own. */
  async function aCode() {
    deals += 1;
    const code = { hash: `hash-${deals}`, portalId: '1', dealId: `${deals}`, ownerId: '77' };
    await codes.issue({ ...code, issuedAt: NOW, expiresAt: NOW + 15 * MINUTE }, limit);
    const { hash, portalId, dealId } = code;
    const occasion = { at: NOW + MINUTE, maxTries: 3, keptMs: 48 * HOUR, key: `deal-1-${dealId}:backOut:1` };
    return { hashes: [hash], portalId, dealId, ...occasion };
  }

  it('[B-02] names the person it was made for, once; the same occasion is told the same again', async () => {
    const code = await aCode();
    expect(await codes.redeem(code)).toEqual({ ok: true, ownerId: '77', at: code.at });
    expect(await other.redeem({ ...code, at: NOW + 20 * MINUTE })).toEqual({ ok: true, ownerId: '77', at: code.at });
    expect(await codes.redeem({ ...code, key: 'deal-1-1:backOut:2' })).toEqual({ ok: false, why: 'usedCode' });
    expect(await codes.present(code)).toBe('usedCode');
  });

  it('[B-02] is taken by one of twenty who bring it at once', async () => {
    const code = await aCode();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? codes : other).redeem({ ...code, key: `occasion ${n}` })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((one) => !one.ok && one.why === 'usedCode')).toHaveLength(19);
  });

  it('[B-02] is not taken from the instant at which it expires', async () => {
    const code = await aCode();
    const late = { ...code, at: NOW + 15 * MINUTE };
    expect(await codes.present(late)).toBe('expiredCode');
    expect(await codes.redeem(late)).toEqual({ ok: false, why: 'expiredCode' });
  });

  it('[B-02] that was brought in time is taken though the workers were down for a day', async () => {
    const code = await aCode();
    const brought = NOW + 15 * MINUTE - 1;
    expect(await codes.present({ ...code, at: brought })).toBeUndefined();
    expect(await codes.redeem({ ...code, at: NOW + 24 * HOUR })).toEqual({ ok: true, ownerId: '77', at: brought });
    expect(await codes.present({ ...code, at: brought })).toBe('usedCode');
  });

  it('[B-02] that was brought in time is not good for ever: nobody decides by it months later, and as of then', async () => {
    const code = await aCode();
    expect(await codes.present(code)).toBeUndefined();
    const late = { ...code, at: code.at + 48 * HOUR };
    expect(await codes.present(late)).toBe('expiredCode');
    expect(await codes.redeem(late)).toEqual({ ok: false, why: 'expiredCode' });
    expect(await codes.redeem({ ...late, at: late.at - 1 })).toEqual({ ok: true, ownerId: '77', at: code.at });
  });

  it('[B-02] is void once it was shown to another deal, where others may have read it', async () => {
    const code = await aCode();
    const elsewhere = { ...code, dealId: 'another', key: 'deal-1-another:backOut:1' };
    // On a page it is shown to nobody.
    expect(await codes.present(elsewhere)).toBe('otherDeal');
    expect(await codes.present(code)).toBeUndefined();
    expect(await codes.redeem(elsewhere)).toEqual({ ok: false, why: 'otherDeal' });
    expect(await codes.redeem(elsewhere)).toEqual({ ok: false, why: 'otherDeal' });
    expect(await codes.redeem(code)).toEqual({ ok: false, why: 'usedCode' });
  });

  it('[B-02] does not work in another portal', async () => {
    const code = await aCode();
    expect(await codes.redeem({ ...code, portalId: '2' })).toEqual({ ok: false, why: 'wrongCode' });
  });

  it('[B-02] is dead after as many wrong ones, and looking counts as no try', async () => {
    const code = await aCode();
    const wrong = { ...code, hashes: ['nobody has this'] };
    for (let look = 0; look < 5; look += 1) expect(await codes.present(wrong)).toBe('wrongCode');
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await codes.redeem(wrong)).toEqual({ ok: false, why: 'wrongCode' });
    }
    expect(await codes.present(code)).toBe('tooManyTries');
    expect(await codes.redeem(code)).toEqual({ ok: false, why: 'tooManyTries' });
  });

  it('[B-02] is found under the secret before a rotation', async () => {
    const code = await aCode();
    expect(await codes.redeem({ ...code, hashes: ['of the new secret', ...code.hashes] })).toMatchObject({ ok: true });
  });

  it('[B-02] a deal has so many codes in a time, and another one then', async () => {
    deals += 1;
    const ask = (n: number, since: number) =>
      codes.issue(
        {
          hash: `many-${n}`,
          portalId: '1',
          dealId: `${deals}`,
          ownerId: '77',
          issuedAt: NOW + n,
          expiresAt: NOW + MINUTE,
        },
        { max: 2, since },
      );
    expect([await ask(1, NOW), await ask(2, NOW), await ask(3, NOW)]).toEqual(['issued', 'issued', 'tooMany']);
    expect(await ask(4, NOW + 1)).toBe('issued');
  });
}

describe('codes on the embedded database', () => codeTests(() => serveEmbedded()));

if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('codes on PostgreSQL', () => codeTests(postgres.start));
}
