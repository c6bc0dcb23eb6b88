/** How records come back, are forgotten and become one (reference `hubspot.md` §2.6, §10.3). */
import { endLeadWithoutPrimary } from './archive.ts';
import type { ObjectType } from './catalog/object-types.ts';
import type { RecordRef, Source } from './changes.ts';
import { isUnique } from './checks.ts';
import { hubspotItself } from './deal-stages.ts';
import { countContacts } from './links.ts';
import type { Portal } from './portal.ts';
import { validationProblem } from './problems.ts';
import { valueOf, type CrmRecord } from './records.ts';

/** Refuses while another record has a value that only one may have. */
export function restoreRecord(portal: Portal, source: Source, record: CrmRecord): void {
  for (const property of record.history.keys()) {
    const value = isUnique(portal, record.type, property) ? valueOf(record, property) : '';
    const holder = value === '' ? undefined : portal.records.findByUnique(record.type, property, value);
    if (holder) throw validationProblem(`Record ${holder.id} has the ${property} of this one now`);
  }
  delete record.archivedAt;
  portal.records.index(record, (property) => isUnique(portal, record.type, property));
  portal.tell({ kind: 'restore', record: refOf(record), at: portal.clock.tick(), source });
}

/** Nothing of the contact remains, in no history either. HubSpot tells of it twice, in either order. */
export function forgetContact(portal: Portal, source: Source, contact: CrmRecord): void {
  portal.records.remove(contact);
  for (const { to } of portal.associations.all(refOf(contact))) {
    portal.associations.removeAll(refOf(contact), to);
    countContacts(portal, to, portal.clock.now());
    endLeadWithoutPrimary(portal, source, to);
  }
  const kinds = ['privacyDeletion', 'deletion'] as const;
  for (const kind of portal.either() ? kinds : kinds.toReversed()) {
    portal.tell({ kind, record: refOf(contact), at: portal.clock.tick(), source });
  }
}

/**
 * Two records become a third, with an id of its own, by which the ids of both answer from now on. Values of the primary
 * one win; the other's fill what it lacks.
 */
export function mergeRecords(
  portal: Portal,
  source: Source,
  type: ObjectType,
  primary: CrmRecord,
  other: CrmRecord,
): CrmRecord {
  if (primary === other) throw validationProblem('A record cannot be merged with itself');
  if (!type.merges) throw validationProblem(`Records of ${type.id} cannot be merged`);
  const at = portal.clock.tick();
  const merged: CrmRecord = {
    type: type.plural,
    id: portal.nextId(),
    createdAt: Math.min(primary.createdAt, other.createdAt),
    updatedAt: at,
    history: new Map([...primary.history].map(([property, entries]) => [property, [...entries]])),
  };
  const bySystem = (value: string) => ({ value, at, source: hubspotItself });
  const moved = [...other.history.keys()].filter(
    (property) => valueOf(primary, property) === '' && valueOf(other, property) !== '',
  );
  for (const property of moved) {
    const entry = { value: valueOf(other, property), at, source: { ...source, type: 'MERGE_OBJECTS' as const } };
    merged.history.set(property, [entry, ...(merged.history.get(property) ?? [])]);
  }
  const secondary = valueOf(other, 'email');
  if (secondary !== '' && !moved.includes('email')) {
    const emails = [valueOf(primary, 'hs_additional_emails'), secondary].filter(Boolean).join(';');
    portal.records.set(merged, 'hs_additional_emails', bySystem(emails), false);
  }
  const before = [valueOf(primary, 'hs_merged_object_ids'), primary.id, other.id].filter(Boolean);
  portal.records.set(merged, 'hs_merged_object_ids', bySystem(before.join(';')), false);

  portal.records.replace([primary, other], merged);
  portal.records.index(merged, (property) => isUnique(portal, type.plural, property));
  for (const old of [primary, other]) portal.associations.move(refOf(old), refOf(merged));
  countContacts(portal, refOf(merged), at);
  portal.tell({
    kind: 'merge',
    record: refOf(merged),
    primaryId: primary.id,
    mergedIds: [other.id],
    propertiesMoved: moved.length,
    at,
    source,
  });
  return merged;
}

function refOf({ type, id }: CrmRecord): RecordRef {
  return { type, id };
}
