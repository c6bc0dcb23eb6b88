/**
 * HubSpot's request signatures (reference `hubspot.md` §3). The gateway accepts only v3; v1 exists because HubSpot sends
 * both, and the sandbox with it.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** HubSpot asks receivers to refuse requests older than this. */
const MAX_AGE_MS = 5 * 60_000;
/** Ours: how far the sender's clock may be ahead. HubSpot's own helper accepts any future, which makes replays easy. */
const MAX_AHEAD_MS = 60_000;

/** The only escapes that HubSpot decodes before hashing. */
const DECODED: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/** Lower-case hex of sha256(secret + body); header `X-HubSpot-Signature` with `X-HubSpot-Signature-Version: v1`. */
export function signV1(secret: string, rawBody: string | Uint8Array): string {
  return createHash('sha256').update(secret).update(rawBody).digest('hex');
}

export interface SignedRequest {
  secret: string;
  method: string;
  /** Scheme, host, path and query exactly as in the webhook's target URL. */
  uri: string;
  body: string | Uint8Array;
  /** Milliseconds since 1970, as sent in `X-HubSpot-Request-Timestamp`. */
  timestamp: string | number;
}

/** Base64 of HMAC-SHA256 over method, URI, body and timestamp; header `X-HubSpot-Signature-v3`. */
export function signV3({ secret, method, uri, body, timestamp }: SignedRequest): string {
  return createHmac('sha256', secret)
    .update(method + decodeUri(uri))
    .update(body)
    .update(String(timestamp))
    .digest('base64');
}

export interface ReceivedRequest {
  /** More than one while a secret is being rotated; any of them may match. */
  secrets: string[];
  method: string;
  /** Comes from configuration, never from the request: a caller can set `Host` and `X-Forwarded-*` as they like. */
  uri: string;
  rawBody: Uint8Array;
  /** Header `X-HubSpot-Signature-v3`. */
  signature: string | undefined;
  /** Header `X-HubSpot-Request-Timestamp`. */
  timestamp: string | undefined;
  /** Milliseconds since 1970 on our clock. */
  now: number;
}

export type Verification =
  | { ok: true }
  | { ok: false; reason: 'missing' | 'stale' | 'future' | 'malformed' | 'mismatch' };

/**
 * Decides whether HubSpot sent this request, within the last five minutes.
 * `missing`: a header is absent or empty. `malformed`: the timestamp is no whole number of milliseconds. A signature of
 * the wrong shape is a `mismatch` like any other wrong signature.
 */
export function verifyV3({ secrets, method, uri, rawBody, signature, timestamp, now }: ReceivedRequest): Verification {
  if (!signature || !timestamp) return { ok: false, reason: 'missing' };
  // Digits only: Number() would also take '1e13', ' 12' and '0x1f', which other parsers read differently.
  if (!/^\d{1,15}$/.test(timestamp)) return { ok: false, reason: 'malformed' };
  const age = now - Number(timestamp);
  if (age > MAX_AGE_MS) return { ok: false, reason: 'stale' };
  if (age < -MAX_AHEAD_MS) return { ok: false, reason: 'future' };

  const given = Buffer.from(signature);
  // No early exit: the time taken must not tell which of the secrets is in use.
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(signV3({ secret, method, uri, body: rawBody, timestamp }));
    return expected.length === given.length && timingSafeEqual(expected, given);
  });
  return matches.includes(true) ? { ok: true } : { ok: false, reason: 'mismatch' };
}

function decodeUri(uri: string): string {
  return uri.replace(/%[0-9a-f]{2}/gi, (escape) => DECODED[escape.toUpperCase()] ?? escape);
}
