/** One desk for all tests of a file, in a database of its own. */
import { afterAll, beforeAll } from 'vitest';
import { serveEmbedded } from '../../../src/journal/embedded.ts';
import { type Desk, openDesk, type PortalDesk } from './desk.ts';

/**
 * Opened before the file's tests and closed after them.
 * @param prepare writes what they all start from
 */
export function useDesk(prepare: (desk: Desk) => Promise<void> = async () => {}) {
  let database: { url: string; close(): Promise<void> } | undefined;
  let opened: Desk | undefined;
  let portals = 0;
  beforeAll(async () => {
    database = await serveEmbedded();
    opened = await openDesk(database.url);
    await prepare(opened);
  }, 60_000);
  afterAll(async () => {
    await opened?.close();
    await database?.close();
  });
  const desk = (): Desk => {
    if (opened === undefined) throw new Error('the desk is opened before the tests run');
    return opened;
  };
  return {
    desk,
    /** Nothing is known of it yet. */
    newPortal(): PortalDesk {
      portals += 1;
      return desk().of(`portal-${portals}`);
    },
  };
}
