/** What a request to the page says: who sits there, and which record is meant. */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { objectTypes, type ObjectTypeName } from '../catalog/object-types.ts';
import { findOwner, owners, type Owner } from '../catalog/owners.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';

/** The cookie with the owner id of the one who is at work; nobody is kept out, so it proves nothing. */
export const COOKIE = 'sandbox_user';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** The first of the staff until somebody else is chosen. */
export function meOf(c: Context): Owner {
  const me = findOwner(getCookie(c, COOKIE) ?? '') ?? owners[0];
  if (!me) throw new Error('The portal has no staff');
  return me;
}

/** The object in the path, or nothing when there is no such object. */
export function typeOf(c: Context): ObjectTypeName | undefined {
  return objectTypes.find(({ plural }) => plural === c.req.param('objectType'))?.plural;
}

/** The record in the path, deleted or not; after a merge what it has become. */
export function recordOf(portal: Portal, c: Context): CrmRecord | undefined {
  const type = typeOf(c);
  return type && portal.records.find({ type, id: c.req.param('id') ?? '' });
}

/**
 * Pages of other sites can send forms and text here, too. Browsers say where a request comes from, older ones by its origin;
 * others say nothing. A site whose name was made to lead to this machine counts as here, but gives itself away by that name.
 */
export function isFromHere(c: Context): boolean {
  const host = c.req.header('host') ?? '';
  if (!LOOPBACK.test(host)) return false;
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin') ?? `http://${host}`;
  return site === undefined ? origin === `http://${host}` : site === 'same-origin' || site === 'none';
}
