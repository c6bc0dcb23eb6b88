/** Who made a change in HubSpot: the same answer for webhooks and for property histories. */
import type { Actor } from '../domain/events.ts';

/**
 * @param source a webhook's `changeSource` or a history entry's `sourceType`; an open list of HubSpot's
 * @param sourceId `userId:<n>` for people, the app's id for writes through the API (reference `hubspot.md` §2.2)
 * @param ourAppId id of the app whose token we use, so that our own writes are recognised
 */
export function actorOf(source: string | undefined, sourceId: string | undefined, ourAppId: string): Actor {
  // Before the user: an import or a workflow has an owner too, but it is not that person working on this record.
  if (source === 'IMPORT') return 'import';
  if (source?.startsWith('MERGE') === true) return 'merge';
  if (source !== undefined && /^(AUTOMATION|WORKFLOW)/.test(source)) return 'automation';

  const person = /^userId:(\d+)$/.exec(sourceId ?? '')?.[1];
  if (person !== undefined) return `person:${person}`;
  if (sourceId === ourAppId) return 'us';
  if ((source === 'INTEGRATION' || source === 'API') && /^\d+$/.test(sourceId ?? '')) return `app:${sourceId}`;
  return 'unknown';
}
