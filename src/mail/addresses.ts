/** Addresses and names as they come out of a CRM: written by anybody, so nothing of them is trusted. Pure. */
import { domainToASCII } from 'node:url';

/** RFC 5321 §4.5.3.1: 64 characters before the @, 254 in all. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/** One word of letters, digits and a few signs, or several joined by dots. No quotes: what needs them reads like several addresses. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/** At least two labels, the last one no number. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

export type Address = { is: 'one'; address: string } | { is: 'none' } | { is: 'bad' };

/**
 * The one address in a field. A domain in another script is written in ASCII, as mail servers want it; a local part in
 * another script would need a server that can do it (SMTPUTF8) and counts as bad.
 */
export function readAddress(field: string): Address {
  const text = field.trim();
  if (text === '') return { is: 'none' };
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = domainToASCII(text.slice(at + 1));
  const fits = local.length <= MAX_LOCAL && local.length + 1 + domain.length <= MAX_ADDRESS;
  return at > 0 && fits && LOCAL.test(local) && DOMAIN.test(domain)
    ? { is: 'one', address: `${local}@${domain}` }
    : { is: 'bad' };
}

/** Longer than any name that is one. */
const MAX_TEXT = 100;
const MAX_FIRST_NAME = 40;

/** One line without control characters and without those that turn the direction of writing (what reads as one thing and is another). */
export function cleanLine(text: string): string {
  const line = text.replaceAll(/\p{Cf}/gu, '').replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ');
  // Cut or not, half a character must not be left.
  return line
    .trim()
    .slice(0, MAX_TEXT)
    .replaceAll(/\p{Cs}/gu, '')
    .trim();
}

/** A first name to greet somebody with. What mail programs would make a link of, or is too long to be a name, is none. */
export function greetingName(field: string, otherwise: string): string {
  const name = cleanLine(field);
  const looksLikeLink = /:\/\/|@|www\.|\p{L}\.\p{L}{2,}/iu.test(name);
  return name === '' || name.length > MAX_FIRST_NAME || looksLikeLink ? otherwise : name;
}
