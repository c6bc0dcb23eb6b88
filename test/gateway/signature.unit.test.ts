import { describe, expect, it } from 'vitest';
import { signV3 } from '../../src/hubspot/signature.ts';
import {
  aGateway,
  dealChange,
  NOW,
  OLD_SECRET,
  PUBLIC_URL,
  SECRET,
  signedRequest,
  type PostOptions,
} from './support.ts';

const body = JSON.stringify([dealChange()]);
const uri = `${PUBLIC_URL}/webhooks/hubspot`;
const MINUTE = 60_000;
const good = signV3({ secret: SECRET, method: 'POST', uri, body, timestamp: NOW });
const signature = (value: string | undefined): PostOptions => ({ headers: { 'X-HubSpot-Signature-v3': value } });

/** Every way to be refused is in battery/unsigned.ts. */
describe('a webhook that HubSpot did not sign', () => {
  it('is not found out to be malformed before the signature is checked', async () => {
    const { app } = aGateway();
    const response = await app.request(...signedRequest('not json', signature(good)));
    expect(response.status).toBe(401);
  });

  it('leaves no header and no value in the log', async () => {
    const { app, logged } = aGateway();
    await app.request(
      ...signedRequest(JSON.stringify([dealChange({ propertyValue: 'canary-1' })]), signature('canary-2')),
    );
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toMatch(/canary|userId/);
  });
});

describe('a webhook that HubSpot signed', () => {
  it.each<[string, PostOptions]>([
    ['now', {}],
    ['4 minutes ago', { timestamp: NOW - 4 * MINUTE }],
    ['30 seconds ahead of our clock', { timestamp: NOW + 30_000 }],
    ['with the secret before the rotation', { secret: OLD_SECRET }],
    ['and v1 beside it', { headers: { 'X-HubSpot-Signature': 'wrong', 'X-HubSpot-Signature-Version': 'v1' } }],
    ['whatever the forwarding headers say', { headers: { 'X-Forwarded-Host': 'evil.example', Host: 'evil.example' } }],
    ['with a query that a proxy added', { path: '/webhooks/hubspot?utm=1' }],
    ['under another content type', { headers: { 'Content-Type': 'text/plain' } }],
  ])('is taken: %s', async (_when, options) => {
    const { app, sent } = aGateway();
    const response = await app.request(...signedRequest(body, options));
    expect(response.status).toBe(204);
    expect(sent).toHaveLength(1);
  });
});
