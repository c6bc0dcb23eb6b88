/**
 * Signed links in mails. A token says what its link is for, whom it is about (ids only) and until when, and carries a MAC
 * under a key derived from LINK_SECRET. It holds no address and is no proof of who clicks: pages ask for what they need.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Where a link in a mail to a contact leads, and in which mail it stood. */
export interface ContactLink {
  /**
   * `consent`: opens the consent page; used once, which the journal knows. `unsubscribe`: only ever takes away, so it may be
   * used as often as anybody likes and practically never expires.
   */
  purpose: 'consent' | 'unsubscribe';
  portalId: string;
  contactId: string;
  /** Which asking for consent the mail belongs to. */
  round: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Opens the page on which the Sales VP decides on a back-out (B-02). It shows the deal; who decides has a code besides. */
export interface BackOutLink {
  purpose: 'backOut';
  portalId: string;
  dealId: string;
  /** HubSpot owner to whom it was mailed. */
  ownerId: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Opens a growth report on a page of its own (G-13). */
export interface ReportLink {
  purpose: 'report';
  portalId: string;
  /** HubSpot owner to whom it was mailed. */
  ownerId: string;
  /** Which report: milliseconds since 1970, and its version. */
  asOf: number;
  version: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export type LinkClaims = ContactLink | BackOutLink | ReportLink;
export type LinkPurpose = LinkClaims['purpose'];

/** A mail may be found again after years, and must still end mails. */
export const UNSUBSCRIBE_DAYS = 10 * 365;

/** Ours have some 150 characters; whatever is longer is not looked at. */
const MAX_TOKEN = 400;

const payloadSchema = z.union([
  z.tuple([z.enum(['consent', 'unsubscribe']), z.string(), z.string(), z.number().int(), z.number().int()]),
  z.tuple([z.literal('backOut'), z.string(), z.string(), z.string(), z.number().int()]),
  z.tuple([z.literal('report'), z.string(), z.string(), z.number().int(), z.number().int(), z.number().int()]),
]);

/**
 * The token of a link, URL-safe. The same claims under the same secret give the same token.
 * @param secrets LINK_SECRET's list; the first one signs
 */
export function signLink(secrets: readonly string[], claims: LinkClaims): string {
  const [secret] = secrets;
  if (secret === undefined) throw new Error('there is no secret to sign links with');
  const { purpose, portalId, expiresAt } = claims;
  const payload = Buffer.from(JSON.stringify([purpose, portalId, ...aboutOf(claims), expiresAt])).toString('base64url');
  return seal(secret, payload);
}

function aboutOf(claims: LinkClaims): (string | number)[] {
  if (claims.purpose === 'backOut') return [claims.dealId, claims.ownerId];
  if (claims.purpose === 'report') return [claims.ownerId, claims.asOf, claims.version];
  return [claims.contactId, claims.round];
}

/**
 * What a token says, if it was signed with one of the secrets and has not expired. Nothing tells why one is refused (K-05).
 * Whoever asks compares the purpose.
 * @param now milliseconds since 1970
 */
export function readLink(
  secrets: readonly string[],
  token: string,
  now: number,
): { ok: true; claims: LinkClaims } | { ok: false } {
  if (token.length > MAX_TOKEN) return { ok: false };
  const [, payload = ''] = token.split('.');
  if (!secrets.some((secret) => sameText(seal(secret, payload), token))) return { ok: false };
  const claims = claimsOf(payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString())));
  return now < claims.expiresAt ? { ok: true, claims } : { ok: false };
}

function claimsOf(payload: z.infer<typeof payloadSchema>): LinkClaims {
  if (payload[0] === 'report') {
    const [purpose, portalId, ownerId, asOf, version, expiresAt] = payload;
    return { purpose, portalId, ownerId, asOf, version, expiresAt };
  }
  const [purpose, portalId, , , expiresAt] = payload;
  if (purpose !== 'backOut') return { purpose, portalId, contactId: payload[2], round: payload[3], expiresAt };
  return { purpose, portalId, dealId: payload[2], ownerId: payload[3], expiresAt };
}

/** How a used token is remembered: who reads the journal cannot use the link. */
export function hashLink(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * A keyed hash of an address, for a proof of consent that stays when the address is erased: only who has the secret
 * can tell whether an address was meant. It starts with the version of its key.
 * @param secrets LINK_SECRET's list; the first one is used
 */
export function hashAddress(secrets: readonly string[], address: string): string {
  const [secret] = secrets;
  if (secret === undefined) throw new Error('there is no secret to hash with');
  return `${keyVersion(secret)}.${mac(derive(secret, 'address'), address.trim().toLowerCase())}`;
}

/**
 * How a personal approval code is kept (B-02), once for each secret that may have been the first one when it was made: a code is
 * short enough to be guessed from a plain hash, and not from one whose key the reader does not have.
 */
export function hashCode(secrets: readonly string[], code: string): string[] {
  return secrets.map((secret) => mac(derive(secret, 'approval'), code));
}

/** `<key version>.<payload>.<MAC of both>`. Compared as text, so that no second spelling of the same bytes is accepted. */
function seal(secret: string, payload: string): string {
  const head = `${keyVersion(secret)}.${payload}`;
  return `${head}.${mac(derive(secret, 'link'), head)}`;
}

/** Tells keys apart during a rotation and says nothing about them. */
function keyVersion(secret: string): string {
  return derive(secret, 'version').toString('base64url').slice(0, 6);
}

/** One secret, a key of its own for each use. */
function derive(secret: string, use: 'link' | 'address' | 'approval' | 'version'): Buffer {
  return createHmac('sha256', secret).update(`sop ${use} 1`).digest();
}

function mac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
