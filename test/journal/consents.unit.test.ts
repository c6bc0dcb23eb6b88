/** The same behaviour on PostgreSQL and on the embedded database. */
import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ConsentProof, type Consents, openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { JournalUnavailable } from '../../src/journal/errors.ts';
import { findPostgres, type TestDatabase } from './support/postgres.ts';

const NOW = Date.UTC(2026, 10, 23, 15, 0, 0, 123);
const portalId = '4711';

function consentTests(start: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let consents: Consents;
  let sql: Client;
  let count = 0;

  beforeAll(async () => {
    database = await start();
    consents = openConsents({ databaseUrl: database.url });
    sql = new Client({ connectionString: database.url });
    await consents.standing(portalId, 'nobody');
    await sql.connect();
  }, 60_000);

  afterAll(async () => {
    await Promise.all([consents?.close(), sql?.end()]);
    await database?.close();
  });

  const aContact = () => `contact-${(count += 1)}`;
  function aProof(contactId: string, given: Partial<ConsentProof> = {}): ConsentProof {
    return {
      tokenHash: `token-${(count += 1)}`,
      portalId,
      contactId,
      round: 1,
      address: 'Ann@lakeside.example',
      addressHash: 'v1.hash',
      at: NOW,
      wordingVersion: '2026-11-1',
      source: 'consent page',
      ip: '192.0.2.7',
      userAgent: 'Browser/1.0',
      ...given,
    };
  }

  it('[K-04] keeps the proof as it was given', async () => {
    const contactId = aContact();
    const proof = aProof(contactId);
    expect(await consents.grant(proof)).toBe('granted');
    expect(await consents.proofs(portalId, contactId)).toEqual([proof]);
    expect(await consents.standing(portalId, contactId)).toEqual({ state: 'granted', at: NOW, proof: proof.tokenHash });
    expect(await consents.proofs('4712', contactId)).toEqual([]);
    expect(await consents.standing('4712', contactId)).toBeUndefined();
  });

  it('[K-04] cuts a user agent that is none', async () => {
    const contactId = aContact();
    await consents.grant(aProof(contactId, { userAgent: 'x'.repeat(10_000) }));
    expect((await consents.proofs(portalId, contactId))[0]?.userAgent).toHaveLength(500);
  });

  it('[K-03] lets a token give consent once: again only before the workflow was told, and by the same address', async () => {
    const contactId = aContact();
    const proof = aProof(contactId);
    const other = { ...proof, address: 'bob@lakeside.example' };
    expect(await consents.isUsed(proof.tokenHash)).toBe(false);
    expect(await consents.grant(proof)).toBe('granted');
    expect(await consents.grant({ ...proof, address: 'ann@Lakeside.example', at: NOW + 5 })).toBe('granted');
    expect(await consents.grant(other)).toBe('used');
    expect(await consents.isUsed(proof.tokenHash)).toBe(false);
    await consents.confirm(proof.tokenHash);
    await consents.confirm(proof.tokenHash);
    expect(await consents.isUsed(proof.tokenHash)).toBe(true);
    expect(await consents.grant(proof)).toBe('used');
    expect(await consents.proofs(portalId, contactId)).toEqual([proof]);
  });

  it('[K-03] keeps one proof of many that come with one token at once', async () => {
    const contactId = aContact();
    const proof = aProof(contactId);
    const other = openConsents({ databaseUrl: database.url });
    onTestFinished(() => other.close());
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        (n % 2 ? other : consents).grant({
          ...proof,
          address: n % 3 ? 'ann@lakeside.example' : `${n}@x.example`,
          at: NOW + n,
        }),
      ),
    );
    expect(answers).toContain('granted');
    expect(await consents.proofs(portalId, contactId)).toHaveLength(1);
  });

  it('[K-06] [K-08] stands by the latest decision, in whatever order and however often they are written', async () => {
    type Act = { what: 'grant' | 'withdraw'; at: number };
    const acts = fc.array(
      fc.record<Act>({ what: fc.constantFrom('grant', 'withdraw'), at: fc.integer({ min: NOW, max: NOW + 4 }) }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        const contactId = aContact();
        const write = ({ what, at }: Act) =>
          what === 'grant'
            ? consents.grant(aProof(contactId, { tokenHash: `${contactId}-${at}`, at }))
            : consents.withdraw({ portalId, contactId, source: 'HubSpot', at });
        await Promise.all([...given, ...given.slice(0, 2)].map(write));
        const last = Math.max(...given.map(({ at }) => at));
        const isWithdrawn = given.some(({ what, at }) => what === 'withdraw' && at === last);
        expect(await consents.standing(portalId, contactId)).toEqual(
          isWithdrawn
            ? { state: 'withdrawn', at: last }
            : { state: 'granted', at: last, proof: `${contactId}-${last}` },
        );
      }),
      { numRuns: 60 },
    );
  });

  it('[K-06] a withdrawal that was accepted is seen by everybody who asks afterwards', async () => {
    const contactId = aContact();
    const other = openConsents({ databaseUrl: database.url });
    onTestFinished(() => other.close());
    await consents.grant(aProof(contactId));
    await consents.withdraw({ portalId, contactId, source: 'one-click', at: NOW + 1 });
    expect(await other.standing(portalId, contactId)).toEqual({ state: 'withdrawn', at: NOW + 1 });
  });

  it('[R-10] forgets who it was and keeps that it was: hash, time and wording', async () => {
    const contactId = aContact();
    const proof = aProof(contactId);
    await consents.grant(proof);
    await consents.confirm(proof.tokenHash);
    await consents.erase(portalId, contactId);
    await consents.erase(portalId, contactId);
    const { address: _, ip: __, userAgent: ___, ...kept } = proof;
    expect(await consents.proofs(portalId, contactId)).toEqual([kept]);
    const { rows } = await sql.query('SELECT * FROM consent_proofs WHERE contact_id = $1', [contactId]);
    expect(JSON.stringify(rows)).not.toMatch(/lakeside|192\.0|Browser/);
    expect(await consents.grant(proof)).toBe('used');
  });

  it.each([
    ['a proof cannot be changed', `UPDATE consent_proofs SET at = now()`],
    ['nor its wording', `UPDATE consent_proofs SET wording_version = 'other'`],
    ['nor its address', `UPDATE consent_proofs SET address = 'bob@lakeside.example'`],
    ['nor brought back', `UPDATE consent_proofs SET ip = '192.0.2.8' WHERE ip IS NULL`],
    ['nor be unused again', `UPDATE consent_proofs SET confirmed_at = NULL`],
    ['nor deleted', `DELETE FROM consent_proofs`],
    ['nor all of them', `TRUNCATE consent_proofs`],
    ['a withdrawal cannot be changed', `UPDATE consent_withdrawals SET at = now()`],
    ['nor deleted', `DELETE FROM consent_withdrawals`],
    ['nor all of them', `TRUNCATE consent_withdrawals`],
  ])('[K-04] %s: the database itself refuses', async (_, statement) => {
    const contactId = aContact();
    for (const at of [NOW, NOW + 1]) {
      const proof = aProof(contactId, { at });
      await consents.grant(proof);
      await consents.confirm(proof.tokenHash);
      await consents.withdraw({ portalId, contactId, source: 'HubSpot', at });
    }
    const erased = aContact();
    await consents.grant(aProof(erased));
    await consents.erase(portalId, erased);
    await expect(sql.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
}

describe('consents on the embedded database', () => consentTests(() => serveEmbedded()));

const postgres = findPostgres();
if ('missing' in postgres) {
  it(`PostgreSQL was not tried: ${postgres.missing}`, () => expect(postgres.missing).not.toBe(''));
} else {
  describe('consents on PostgreSQL', () => consentTests(postgres.start));
}

it('[K-06] without the database nothing is accepted and nothing is known', async () => {
  const served = await serveEmbedded();
  await served.close();
  const consents = openConsents({ databaseUrl: served.url });
  onTestFinished(() => consents.close());
  const withdrawal = { portalId, contactId: '1', source: 'one-click', at: NOW };
  await expect(consents.withdraw(withdrawal)).rejects.toThrow(JournalUnavailable);
  await expect(consents.standing(portalId, '1')).rejects.toThrow(JournalUnavailable);
}, 60_000);
