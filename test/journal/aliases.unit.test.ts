import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Consents, openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';

const portalId = '49547190';
const proof = {
  portalId,
  round: 1,
  address: 'dana@example.com',
  addressHash: 'h',
  wordingVersion: '1',
  source: 'consent page',
  ip: '127.0.0.1',
  userAgent: 'test',
};

let database: Awaited<ReturnType<typeof serveEmbedded>>;
let consents: Consents;
beforeAll(async () => {
  database = await serveEmbedded();
  consents = openConsents({ databaseUrl: database.url });
}, 60_000);
afterAll(async () => {
  await consents?.close();
  await database?.close();
});

describe('consents of contacts that became one', () => {
  it('[R-10] [K-04] what was decided under an old id counts for the survivor, through several merges', async () => {
    await consents.grant({ ...proof, tokenHash: 'a', contactId: '1', at: 1_000 });
    await consents.adopt(portalId, '1', '2');
    await consents.adopt(portalId, '2', '3');
    await consents.adopt(portalId, '2', '3');
    expect(await consents.standing(portalId, '3')).toEqual({ state: 'granted', at: 1_000, proof: 'a' });
    expect(await consents.proofs(portalId, '3')).toHaveLength(1);
  });

  it('[R-10] [K-06] a withdrawal by an old link after the merge ends the consent of the survivor', async () => {
    await consents.withdraw({ portalId, contactId: '1', source: 'one-click', at: 2_000 });
    expect(await consents.standing(portalId, '3')).toEqual({ state: 'withdrawn', at: 2_000 });
  });

  it('[R-10] erasing the survivor erases who it was under all ids', async () => {
    await consents.erase(portalId, '3');
    expect((await consents.proofs(portalId, '3')).map(({ address }) => address)).toEqual([undefined]);
  });
});
