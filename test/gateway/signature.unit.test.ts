import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { signV1, signV3 } from '../../src/hubspot/signature.ts';
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
const timestamp = (value: string | undefined): PostOptions => ({ headers: { 'X-HubSpot-Request-Timestamp': value } });
const signedFor = (other: { method?: string; uri?: string; body?: string }) =>
  signature(signV3({ secret: SECRET, method: 'POST', uri, body, timestamp: NOW, ...other }));

const refused: [why: string, reason: string, options: PostOptions, sentBody?: string | Uint8Array][] = [
  ['no signature', 'missing', signature(undefined)],
  ['an empty signature', 'missing', signature('')],
  ['no timestamp', 'missing', timestamp(undefined)],
  ['an empty timestamp', 'missing', timestamp('')],
  ['a wrong secret', 'mismatch', { secret: 'some-other-secret-of-that-length' }],
  ['hex instead of base64', 'mismatch', signature(Buffer.from(good, 'base64').toString('hex'))],
  ['base64url instead of base64', 'mismatch', signature(Buffer.from(good, 'base64').toString('base64url'))],
  [
    'only v1',
    'missing',
    { headers: { 'X-HubSpot-Signature-v3': undefined, 'X-HubSpot-Signature': signV1(SECRET, body) } },
  ],
  ['a v1 signature in the v3 header', 'mismatch', signature(signV1(SECRET, body))],
  ['a truncated signature', 'mismatch', signature(good.slice(0, -4))],
  ['a longer signature', 'mismatch', signature(`${good}AAAA`)],
  ['a signature of 10 kB', 'mismatch', signature('A'.repeat(10_000))],
  ['the signature twice', 'mismatch', signature(`${good}, ${good}`)],
  ['two timestamps', 'malformed', timestamp(`${NOW}, ${NOW}`)],
  ['5 minutes and 1 second old', 'stale', { timestamp: NOW - 5 * MINUTE - 1_000 }],
  ['a replay after 6 minutes', 'stale', { timestamp: NOW - 6 * MINUTE }],
  ['1 hour ahead', 'future', { timestamp: NOW + 60 * MINUTE }],
  ['seconds instead of milliseconds', 'stale', { timestamp: NOW / 1_000 }],
  ['a negative timestamp', 'malformed', { timestamp: -NOW }],
  ['NaN', 'malformed', { timestamp: 'NaN' }],
  ['1e13', 'malformed', { timestamp: '1e13' }],
  ['a hexadecimal timestamp', 'malformed', { timestamp: `0x${NOW.toString(16)}` }],
  ['a timestamp other than the signed one', 'mismatch', timestamp(String(NOW - 1))],
  ['a body that was serialised again', 'mismatch', signature(good), JSON.stringify([dealChange()], null, 1)],
  ['a trailing line break', 'mismatch', signature(good), `${body}\n`],
  ['a gzipped body under the signature of the plain one', 'mismatch', signature(good), gzipSync(body)],
  ['another path', 'mismatch', signedFor({ uri: `${PUBLIC_URL}/webhooks/other` })],
  ['another query', 'mismatch', signedFor({ uri: `${uri}?a=1` })],
  ['another host', 'mismatch', signedFor({ uri: 'https://evil.example/webhooks/hubspot' })],
  ['another scheme', 'mismatch', signedFor({ uri: uri.replace('https', 'http') })],
  ['another method', 'mismatch', signedFor({ method: 'PUT' })],
  [
    'a spoofed host that the signature was made for',
    'mismatch',
    {
      headers: {
        'X-HubSpot-Signature-v3': signedHost('evil.example'),
        Host: 'evil.example',
        'X-Forwarded-Host': 'evil.example',
      },
    },
  ],
];

function signedHost(host: string): string {
  return signV3({ secret: SECRET, method: 'POST', uri: `https://${host}/webhooks/hubspot`, body, timestamp: NOW });
}

describe('a webhook that HubSpot did not sign', () => {
  it.each(refused)('is refused and counted: %s (%s)', async (_why, reason, options, sentBody) => {
    const { app, sent, metrics } = aGateway();
    const response = await app.request(...signedRequest(sentBody ?? body, options));
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: `signature_${reason}` });
    expect(sent).toEqual([]);
    expect(await metrics()).toContain(`gateway_webhook_posts_total{outcome="signature_${reason}"} 1`);
  });

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

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('is not taken by %s', async (method) => {
    const { app, sent } = aGateway();
    const response = await app.request('/webhooks/hubspot', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe('POST');
    expect(sent).toEqual([]);
  });
});
