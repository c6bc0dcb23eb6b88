/** The id of a record as people give it: the number, or the record's address as they copied it from HubSpot. */
import { recordOfUrl } from '../../hubspot/record-url.ts';

/**
 * @param given blanks around it do not count
 * @throws Error for anything else, for another kind of record and for another portal's
 */
export function recordId(entity: 'contact' | 'deal', given: string, portalId: string): string {
  const text = given.trim();
  if (/^\d+$/.test(text)) return text;
  const found = recordOfUrl(text);
  if (found === undefined)
    throw new Error(`"${given}" is no ${entity} id; give the record's address, or the number at its end.`);
  if (found.object !== entity) throw new Error(`This is the address of a ${found.object}; give that of a ${entity}.`);
  if (found.portalId !== portalId)
    throw new Error(`This ${entity} belongs to portal ${found.portalId}, and this engine to portal ${portalId}.`);
  return found.id;
}
