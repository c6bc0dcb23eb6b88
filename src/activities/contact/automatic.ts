/** Telling an answer that a person wrote from one that a program sent (T-02: automatic answers and bounces are no engagement). */
import { z } from 'zod';

/** HubSpot keeps headers as JSON text: addresses as objects, whatever else the sender's program logged as text. */
const headersSchema = z.record(z.string(), z.unknown());
const addressSchema = z.looseObject({ email: z.string() });

/** Precedences that no person's mail has. */
const PRECEDENCES = new Set(['bulk', 'junk', 'list', 'auto_reply']);
/** Who writes when a mail did not arrive (RFC 2142, RFC 3464). */
const DAEMONS = /^(mailer-daemon|postmaster)@/i;

/**
 * Recognised in `hs_email_headers`: `Auto-Submitted` other than `no` (RFC 3834), any `X-Auto…` header, `X-Failed-Recipients`,
 * `Precedence` bulk, junk, list or auto_reply, an empty `Return-Path`, `Content-Type: multipart/report`, and a sender
 * mailer-daemon or postmaster. Mail that was logged without these headers counts as written by a person.
 */
export function isAutomatic(headers: string | undefined): boolean {
  return Object.entries(parse(headers)).some(([name, value]) => {
    const key = name.toLowerCase();
    if (key === 'from' || key === 'sender') return DAEMONS.test(addressOf(value));
    if (typeof value !== 'string') return false;
    const text = value.trim().toLowerCase();
    if (key === 'auto-submitted') return text !== '' && text !== 'no';
    if (key === 'precedence') return PRECEDENCES.has(text);
    if (key === 'return-path') return text === '<>';
    if (key === 'content-type') return text.startsWith('multipart/report');
    return key.startsWith('x-auto') || key === 'x-failed-recipients';
  });
}

function parse(headers: string | undefined): Record<string, unknown> {
  try {
    return headersSchema.catch({}).parse(JSON.parse(headers ?? '{}'));
  } catch {
    return {};
  }
}

function addressOf(value: unknown): string {
  const address = addressSchema.safeParse(value);
  if (address.success) return address.data.email;
  return typeof value === 'string' ? value : '';
}
