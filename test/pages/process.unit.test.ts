/** The pages in the process of production, as src/starters composes it, while Temporal is out of reach. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { runGateway } from '../../src/starters/parts.ts';
import { aToken, form, NOW, ONE_CLICK, SECRETS, standing, startSurroundings, type Surroundings } from './support.ts';

let around: Surroundings;
let gateway: Awaited<ReturnType<typeof runGateway>>;
let url: string;

beforeAll(async () => {
  around = await startSurroundings();
  const config: Config = {
    hubspot: { ...around.hubspotConfig, clientSecrets: [sandboxDefaults.clientSecret], callsPerTenSeconds: 100 },
    smtpUrl: 'smtp://127.0.0.1:1',
    databaseUrl: around.databaseUrl,
    publicUrl: 'https://sop.example.com',
    port: 0,
    linkSecrets: SECRETS,
    policy: 'default',
  };
  const nowhere = { connectionOptions: { address: '127.0.0.1:1' }, namespace: 'default' };
  gateway = await runGateway(
    config,
    nowhere,
    '127.0.0.1',
    createLogger(() => {}),
    () => NOW,
  );
  url = `http://127.0.0.1:${gateway.port}`;
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await around?.close();
});

// Each waits for a call to Temporal to give up.
it('[K-04] [R-04] consent is kept, and the person asked to try again', async () => {
  const { contactId, address } = await around.aContact();
  const link = `${url}/consent/${aToken(contactId, 'consent')}`;
  expect((await fetch(link)).status).toBe(200);
  const answer = await fetch(link, form({ email: address }));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
  expect(await standing(around.consents, contactId)).toMatchObject({ state: 'granted', at: NOW });
  expect((await fetch(link)).status).toBe(200);
}, 30_000);

it('[K-06] a withdrawal stands for the send gate, and the mail client is asked to try again', async () => {
  const { contactId } = await around.aContact();
  const answer = await fetch(`${url}/unsubscribe/${aToken(contactId, 'unsubscribe')}`, form(ONE_CLICK));
  expect(answer.status).toBe(503);
  expect(await standing(around.consents, contactId)).toMatchObject({ state: 'withdrawn', at: NOW });
}, 30_000);
