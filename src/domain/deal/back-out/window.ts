/** Until when a signed deal can be backed out (B-01). */
import { addDays, atHour } from '../../time.ts';

/**
 * The first instant at which it is too late: the midnight, in the policy's zone, that ends the last calendar day. The day after the
 * signing is the first one. Milliseconds since 1970.
 */
export function windowEnd(signedAt: number, windowDays: number, timeZone: string): number {
  return addDays(atHour(signedAt, 0, timeZone), windowDays + 1, timeZone);
}
