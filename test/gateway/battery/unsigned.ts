/** Requests that HubSpot did not sign, or not for us, not now, not this body. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { signV1, signV3 } from '../../../src/hubspot/signature.ts';
import { dealChange, NOW, PUBLIC_URL, SECRET, signedRequest, type PostOptions } from '../support.ts';
import type { BadRequest } from './request.ts';

const body = JSON.stringify([dealChange()]);
const uri = `${PUBLIC_URL}/webhooks/hubspot`;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const good = signV3({ secret: SECRET, method: 'POST', uri, body, timestamp: NOW });

const signature = (value: string | undefined): PostOptions => ({ headers: { 'X-HubSpot-Signature-v3': value } });
const timestamp = (value: string | undefined): PostOptions => ({ headers: { 'X-HubSpot-Request-Timestamp': value } });
const signedFor = (other: { method?: string; uri?: string; body?: string; secret?: string }) =>
  signature(signV3({ secret: SECRET, method: 'POST', uri, body, timestamp: NOW, ...other }));
const headers = (given: Record<string, string | undefined>): PostOptions => ({ headers: given });

const spoofed = (header: string): PostOptions => ({
  headers: { ...signedFor({ uri: 'https://evil.example/webhooks/hubspot' }).headers, [header]: 'evil.example' },
});

/** HubSpot's version 2: lower-case hex of sha256 over secret, method, address and body. */
const v2 = createHash('sha256').update(`${SECRET}POST${uri}${body}`).digest('hex');

const rows: [what: string, reason: string, options: PostOptions, sentBody?: string | Uint8Array][] = [
  ['no signature', 'missing', signature(undefined)],
  ['an empty signature', 'missing', signature('')],
  ['no timestamp', 'missing', timestamp(undefined)],
  ['an empty timestamp', 'missing', timestamp('')],
  ['neither', 'missing', headers({ 'X-HubSpot-Signature-v3': undefined, 'X-HubSpot-Request-Timestamp': undefined })],
  ['v1 only', 'missing', headers({ 'X-HubSpot-Signature-v3': undefined, 'X-HubSpot-Signature': signV1(SECRET, body) })],
  ['v2 only', 'missing', headers({ 'X-HubSpot-Signature-v3': undefined, 'X-HubSpot-Signature': v2 })],
  ['v3 in the header of v1', 'missing', headers({ 'X-HubSpot-Signature-v3': undefined, 'X-HubSpot-Signature': good })],

  ['a wrong secret', 'mismatch', { secret: 'some-other-secret-of-that-length' }],
  ['the secret with a space', 'mismatch', { secret: `${SECRET} ` }],
  ['hex instead of base64', 'mismatch', signature(Buffer.from(good, 'base64').toString('hex'))],
  ['base64url instead of base64', 'mismatch', signature(Buffer.from(good, 'base64').toString('base64url'))],
  ['base64 in lower case', 'mismatch', signature(good.toLowerCase())],
  ['a v1 signature in the v3 header', 'mismatch', signature(signV1(SECRET, body))],
  ['a v2 signature in the v3 header', 'mismatch', signature(v2)],
  ['a truncated signature', 'mismatch', signature(good.slice(0, -4))],
  ['one character of it', 'mismatch', signature(good.slice(0, 1))],
  ['a longer signature', 'mismatch', signature(`${good}AAAA`)],
  ['a signature of 10 kB', 'mismatch', signature('A'.repeat(10_000))],
  ['a signature in quotes', 'mismatch', signature(`"${good}"`)],
  ['a signature with a prefix', 'mismatch', signature(`v3=${good}`)],
  ['a flipped bit', 'mismatch', signature(`${good.startsWith('A') ? 'B' : 'A'}${good.slice(1)}`)],
  ['the signature twice', 'mismatch', signature(`${good}, ${good}`)],
  ['a body that was serialised again', 'mismatch', signature(good), JSON.stringify([dealChange()], null, 1)],
  ['a trailing line break', 'mismatch', signature(good), `${body}\n`],
  ['a leading byte order mark', 'mismatch', signature(good), `\uFEFF${body}`],
  ['one more event than was signed', 'mismatch', signature(good), JSON.stringify([dealChange(), dealChange()])],
  ['no body under the signature of one', 'mismatch', signature(good), ''],
  ['no JSON under the signature of some', 'mismatch', signature(good), 'not json'],
  ['a gzipped body under the signature of the plain one', 'mismatch', signature(good), gzipSync(body)],
  ['another path', 'mismatch', signedFor({ uri: `${PUBLIC_URL}/webhooks/other` })],
  ['a path with a slash at its end', 'mismatch', signedFor({ uri: `${uri}/` })],
  ['another query', 'mismatch', signedFor({ uri: `${uri}?a=1` })],
  [
    'a query in another order',
    'mismatch',
    { path: '/webhooks/hubspot?a=1&b=2', ...signedFor({ uri: `${uri}?b=2&a=1` }) },
  ],
  ['another host', 'mismatch', signedFor({ uri: 'https://evil.example/webhooks/hubspot' })],
  ['another port', 'mismatch', signedFor({ uri: 'https://sop.example.com:8443/webhooks/hubspot' })],
  ['another scheme', 'mismatch', signedFor({ uri: uri.replace('https', 'http') })],
  ['another method', 'mismatch', signedFor({ method: 'PUT' })],
  ['a method in lower case', 'mismatch', signedFor({ method: 'post' })],
  ['the signed host in Host', 'mismatch', spoofed('Host')],
  ['the signed host in X-Forwarded-Host', 'mismatch', spoofed('X-Forwarded-Host')],
  ['the signed host in Forwarded', 'mismatch', spoofed('Forwarded')],
  ['a timestamp other than the signed one', 'mismatch', timestamp(String(NOW - 1))],
  ['the signed timestamp with a zero before it', 'mismatch', timestamp(`0${NOW}`)],

  ['5 minutes and 1 second old', 'stale', { timestamp: NOW - 5 * MINUTE - SECOND }],
  ['a replay after 6 minutes', 'stale', { timestamp: NOW - 6 * MINUTE }],
  ['a replay after a day', 'stale', { timestamp: NOW - 24 * 60 * MINUTE }],
  ['seconds instead of milliseconds', 'stale', { timestamp: NOW / 1_000 }],
  ['the time 0', 'stale', { timestamp: 0 }],
  ['1 minute and 1 second ahead', 'future', { timestamp: NOW + MINUTE + SECOND }],
  ['1 hour ahead', 'future', { timestamp: NOW + 60 * MINUTE }],
  ['microseconds instead of milliseconds', 'malformed', { timestamp: NOW * 1_000 }],
  ['the largest time that is read', 'future', { timestamp: '9'.repeat(15) }],

  ['two timestamps', 'malformed', timestamp(`${NOW}, ${NOW}`)],
  ['a negative timestamp', 'malformed', { timestamp: -NOW }],
  ['NaN', 'malformed', { timestamp: 'NaN' }],
  ['Infinity', 'malformed', { timestamp: 'Infinity' }],
  ['1e13', 'malformed', { timestamp: '1e13' }],
  ['a fraction of a millisecond', 'malformed', { timestamp: `${NOW}.5` }],
  ['a hexadecimal timestamp', 'malformed', { timestamp: `0x${NOW.toString(16)}` }],
  ['a date in words', 'malformed', { timestamp: new Date(NOW).toISOString() }],
  ['a plus sign', 'malformed', { timestamp: `+${NOW}` }],
  ['an underscore', 'malformed', { timestamp: '1_795_262_400_000' }],
  ['a timestamp of 16 digits', 'malformed', { timestamp: '9'.repeat(16) }],
];

export const unsigned: BadRequest[] = rows.map(([what, reason, options, sentBody = body]) => ({
  what,
  outcome: `signature_${reason}`,
  request: signedRequest(sentBody, options),
}));

/** Not signed, with another method: no body is read. */
export const otherMethods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
