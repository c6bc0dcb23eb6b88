/** Who the journal's `person:<user id>` is, and an `owner:<owner id>`: asked of HubSpot where a person reads it, kept nowhere. */
import type { NameOf } from '../domain/decision-words.ts';
import type { HubSpot } from '../hubspot/client.ts';

export async function staffNames(hubspot: Pick<HubSpot, 'owners'>): Promise<NameOf> {
  const owners = await hubspot.owners();
  const names = new Map<string, string>(
    owners.flatMap(({ id, userId, firstName, lastName }) => {
      const name = `${firstName} ${lastName}`.trim();
      return [[`person:${userId}`, name] as const, [`owner:${id}`, name] as const];
    }),
  );
  return (actor) => names.get(actor) || undefined;
}
