/** Who sent a request, as far as its connection tells. */
import { isIPv6 } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Part of the proof of a consent (K-04). */
export interface Visitor {
  /** The other end of the connection: behind a proxy the proxy's. Headers that claim another are anybody's to set. */
  ip: string;
  userAgent: string;
}

export function visitorOf(c: Context): Visitor {
  const address = getConnInfo(c).remote.address ?? '';
  return {
    ip: address.replace(/^::ffff:(?=\d+\.)/, ''),
    userAgent: c.req.header('user-agent') ?? '',
  };
}

/** One household or office has a whole /64 of IPv6 addresses, and must not have as many tries. */
export function network(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
