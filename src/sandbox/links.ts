/** Associating records: checks, counts and the changes that webhooks tell of. */
import type { Association, Link } from './associations.ts';
import {
  associationTypes,
  defaultAssociationType,
  findAssociationType,
  type AssociationType,
} from './catalog/association-types.ts';
import { findObjectType, type ObjectTypeName } from './catalog/object-types.ts';
import type { RecordRef, Source } from './changes.ts';
import type { Portal } from './portal.ts';
import { validationProblem } from './problems.ts';

/** As requests name a type of association. */
export interface AssociationSpec {
  associationCategory: string;
  associationTypeId: number;
}

/** The types that were asked for; refuses those that HubSpot does not have between the two objects. */
export function associationTypesOf(
  from: ObjectTypeName,
  to: ObjectTypeName,
  specs: AssociationSpec[],
): AssociationType[] {
  return specs.map(({ associationCategory, associationTypeId }) => {
    const type = associationCategory === 'HUBSPOT_DEFINED' && findAssociationType(from, to, associationTypeId);
    if (type) return type;
    const pair = `${findObjectType(from).id} to ${findObjectType(to).id}`;
    throw validationProblem(`Association type ${associationCategory} ${associationTypeId} from ${pair} is not valid`);
  });
}

/** The object that an association on a create points to: the request names only the type of association. */
export function inlineTarget(from: ObjectTypeName, specs: AssociationSpec[]): ObjectTypeName {
  const type = associationTypes.find((each) => each.from === from && each.id === specs[0]?.associationTypeId);
  if (!type) throw validationProblem(`Association type ${specs[0]?.associationTypeId ?? 'none'} is not valid`);
  return type.to;
}

export function defaultTypeOf(from: ObjectTypeName, to: ObjectTypeName): AssociationType {
  const type = defaultAssociationType(from, to);
  if (type) return type;
  throw validationProblem(`No default association from ${findObjectType(from).id} to ${findObjectType(to).id}`);
}

/** The ids among these that are no active record, worded as HubSpot does. */
export function refuseMissing(portal: Portal, refs: RecordRef[]): void {
  const missing = refs.filter((ref) => !portal.records.findActive(ref));
  if (missing.length === 0) return;
  const names = missing.map(({ type }) => findObjectType(type).singular.toUpperCase());
  throw validationProblem('One or more associations are invalid', {
    context: {
      INVALID_OBJECT_IDS: missing.map(({ id }, index) => `${names[index]}=${id} is not valid`),
      objectId: missing.map(({ id }) => id),
      objectType: [...new Set(names)],
    },
  });
}

/** Associations whose other side is not archived. */
export function associationsOf(portal: Portal, from: RecordRef, toType: ObjectTypeName): Association[] {
  return portal.associations.list(from, toType).filter(({ to }) => portal.records.findActive(to));
}

/** Adds a type of association. A primary one replaces the primary before it and brings the unlabelled one along. */
export function link(portal: Portal, source: Source, from: RecordRef, to: RecordRef, type: AssociationType): void {
  if (type.label === 'Primary') {
    for (const other of primaryHolders(portal, from, to, type)) {
      tell(portal, source, portal.associations.remove(other.from, other.to, other.type), true);
    }
    tell(portal, source, portal.associations.add(from, to, defaultTypeOf(from.type, to.type)), false);
  }
  tell(portal, source, portal.associations.add(from, to, type), false);
}

/** Takes all types between two records away. */
export function unlink(portal: Portal, source: Source, from: RecordRef, to: RecordRef): void {
  tell(portal, source, portal.associations.removeAll(from, to), true);
}

/** Primary always means: the primary company of a record, whichever side asks. */
function primaryHolders(portal: Portal, from: RecordRef, to: RecordRef, type: AssociationType): Link[] {
  const [owner, company] = to.type === 'companies' ? [from, to] : [to, from];
  return portal.associations
    .list(owner, 'companies')
    .filter((each) => each.to.id !== company.id)
    .flatMap((each) =>
      each.types.filter(({ label }) => label === type.label).map((held) => ({ from: owner, to: each.to, type: held })),
    );
}

function tell(portal: Portal, source: Source, links: Link[], removed: boolean): void {
  if (links.length === 0) return;
  const at = portal.clock.tick();
  for (const { from, to, type } of links) {
    countContacts(portal, from, at);
    portal.tell({
      kind: 'associationChange',
      record: from,
      other: to,
      at,
      source,
      typeId: type.id,
      primary: type.label === 'Primary',
      removed,
    });
  }
}

/** Keeps the number of contacts right, which HubSpot calculates. */
export function countContacts(portal: Portal, ref: RecordRef, at: number): void {
  const record = portal.records.find(ref);
  if (!record || !portal.properties.find(ref.type, 'num_associated_contacts')) return;
  const value = String(associationsOf(portal, ref, 'contacts').length);
  portal.records.set(record, 'num_associated_contacts', { value, at, source: { type: 'CALCULATED', id: '' } }, false);
}
