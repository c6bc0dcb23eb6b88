/** Which record a person means. */
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Portal } from '../portal.ts';
import type { CrmRecord } from '../records.ts';
import { Refused } from './as-person.ts';
import { nameOf, objectWords } from './names.ts';

/** By id, or by a name that only one record has. `field`: where it was typed. */
export function meant(portal: Portal, type: ObjectTypeName, typed: string, field: string): CrmRecord {
  const wanted = typed.trim();
  const byId = portal.records.findActive({ type, id: wanted });
  if (byId) return byId;
  const named = portal.records.list(type).filter((each) => nameOf(each).toLowerCase() === wanted.toLowerCase());
  const [only] = named;
  if (only && named.length === 1) return only;
  const { one, many } = objectWords[type];
  const message = only
    ? `${named.length} ${many.toLowerCase()} have this name: choose one by its id.`
    : `${one} "${wanted}" is not there: take a name or an id from the list.`;
  throw new Refused(message, { [field]: message });
}
