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
 * @param subjects how subjects of automatic answers begin, in small letters (policy)
 *
 * Recognised in `hs_email_headers`: `Auto-Submitted` other than `no` (RFC 3834), any `X-Auto…` header, `X-Failed-Recipients`,
 * `Precedence` bulk, junk, list or auto_reply, an empty `Return-Path`, `Content-Type: multipart/report`, and a sender
 * mailer-daemon or postmaster; they may stand in a field `headers` of their own. Mail that was logged without these headers
 * is judged by its subject.
 */
export function isAutomatic(headers: string | undefined, subject: string, subjects: string[]): boolean {
  const begins = subject.trim().toLowerCase();
  if (subjects.some((one) => begins.startsWith(one))) return true;
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
    const { headers: nested, ...all } = headersSchema.catch({}).parse(JSON.parse(headers ?? '{}'));
    return { ...all, ...headersSchema.catch({}).parse(nested) };
  } catch {
    return {};
  }
}

function addressOf(value: unknown): string {
  const address = addressSchema.safeParse(value);
  if (address.success) return address.data.email;
  return typeof value === 'string' ? value : '';
}
