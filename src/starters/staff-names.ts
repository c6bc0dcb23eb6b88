/** Who the journal's `person:<user id>` is: asked of HubSpot where a person reads it, kept nowhere. */
import type { NameOf } from '../domain/decision-words.ts';
import type { HubSpot } from '../hubspot/client.ts';

export async function staffNames(hubspot: Pick<HubSpot, 'owners'>): Promise<NameOf> {
  const owners = await hubspot.owners();
  const names = new Map(
    owners.map(({ userId, firstName, lastName }) => [
      `person:${userId}`,
      `${firstName ?? ''} ${lastName ?? ''}`.trim(),
    ]),
  );
  return (actor) => names.get(actor) || undefined;
}
