import { Signature } from '@hubspot/api-client';
import { describe, expect, test } from 'vitest';
import { signV1, signV3, verifyV3, type ReceivedRequest } from '../../src/hubspot/signature.ts';

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const uri = 'https://www.example.com/webhook_uri';
const jsonBody = '{"example_field":"example_value"}';

describe('signatures that HubSpot documents', () => {
  test('v1 of a webhook body', () => {
    const body =
      '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]';
    expect(signV1(secret, body)).toBe('232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de');
  });

  test.each([
    ["{'example_field':'example_value'}", '1693657560000', 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y='],
    ["{'example_field':'example_value'}", '1700000300000', 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw='],
    [jsonBody, '1700000300000', 'ZEux4lGY4urKtKJ9fqGCQDJ0FasZeSunWHlJMEoU3Bg='],
  ])('v3 of %s at %s', (body, timestamp, signature) => {
    expect(signV3({ secret, method: 'POST', uri, body, timestamp })).toBe(signature);
    expect(verify({ rawBody: Buffer.from(body), timestamp, signature, now: Number(timestamp) })).toEqual({ ok: true });
  });

  test("HubSpot's own client accepts what we sign", () => {
    const timestamp = Date.now();
    const signature = signV3({ secret, method: 'POST', uri, body: jsonBody, timestamp });
    const request = { clientSecret: secret, requestBody: jsonBody, url: uri, timestamp, method: 'POST' };
    expect(Signature.isValid({ ...request, signatureVersion: 'v3', signature })).toBe(true);
    expect(Signature.isValid({ ...request, signatureVersion: 'v1', signature: signV1(secret, jsonBody) })).toBe(true);
  });
});

describe('the URI that is signed', () => {
  test('has only the listed escapes decoded', () => {
    const escaped = 'https://x.example/a%2Fb%3Bc?to=me%40x.example&when=10%3A30&s=a%20b%2Bc%25';
    const decoded = 'https://x.example/a/b;c?to=me@x.example&when=10:30&s=a%20b%2Bc%25';
    expect(sign({ uri: escaped })).toBe(sign({ uri: decoded }));
    expect(sign({ uri: 'https://x.example/a%20b' })).not.toBe(sign({ uri: 'https://x.example/a b' }));
  });

  test('is part of the signature, as are method, body and time', () => {
    const signature = sign({});
    for (const change of [
      { uri: `${uri}/` },
      { method: 'PUT' },
      { rawBody: Buffer.from(`${jsonBody} `) },
      { timestamp: '1700000300001' },
    ]) {
      expect(verify({ signature, ...change })).toEqual({ ok: false, reason: 'mismatch' });
    }
  });
});

describe('a request is refused', () => {
  test.each<[string, Partial<ReceivedRequest>]>([
    ['missing', { signature: undefined }],
    ['missing', { signature: '' }],
    ['missing', { timestamp: undefined }],
    ['malformed', { timestamp: 'soon' }],
    ['malformed', { timestamp: '1e13' }],
    ['malformed', { timestamp: '-1700000300000' }],
    ['malformed', { timestamp: '1700000300000.5' }],
    ['malformed', { timestamp: '9'.repeat(40) }],
    ['stale', { now: 1700000300000 + 300_001 }],
    ['future', { now: 1700000300000 - 60_001 }],
    ['mismatch', { signature: 'x' }],
    ['mismatch', { signature: 'é'.repeat(44) }],
    ['mismatch', { secrets: ['another-secret'] }],
    ['mismatch', { secrets: [] }],
  ])('as %s: %j', (reason, change) => {
    expect(verify(change)).toEqual({ ok: false, reason });
  });

  test('not at the edges of the window', () => {
    expect(verify({ now: 1700000300000 + 300_000 })).toEqual({ ok: true });
    expect(verify({ now: 1700000300000 - 60_000 })).toEqual({ ok: true });
  });

  test('not while the secret is being rotated', () => {
    expect(verify({ secrets: ['the-new-one', secret] })).toEqual({ ok: true });
  });
});

/** A correctly signed request, with changes. */
function verify(change: Partial<ReceivedRequest>) {
  return verifyV3({
    secrets: [secret],
    method: 'POST',
    uri,
    rawBody: Buffer.from(jsonBody),
    signature: sign({}),
    timestamp: '1700000300000',
    now: 1700000300000,
    ...change,
  });
}

function sign(change: { uri?: string }) {
  return signV3({ secret, method: 'POST', uri, body: jsonBody, timestamp: '1700000300000', ...change });
}
