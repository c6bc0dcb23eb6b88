/** Contacts that nobody entered one by one (K-02). Pure. */

/** HubSpot's value of "Record source" for contacts out of a file. */
const IMPORTED = 'IMPORT';

/**
 * It came by import, or was there before the engine: mail to many such at once is mass mail without consent.
 * @param source HubSpot's "Record source"
 * @param createdAt milliseconds since 1970; undefined where HubSpot does not say
 * @param since when the engine's rules began to count, milliseconds since 1970
 */
export function isTakenIn(source: string, createdAt: number | undefined, since: number): boolean {
  return source === IMPORTED || (createdAt !== undefined && createdAt < since);
}
