/** Associating records: checks, counts and the changes that webhooks tell of. */
import { ownsPrimary, type Association, type Link } from './associations.ts';
import { endLeadWithoutPrimary } from './archive.ts';
import type { AssociationType } from './catalog/association-types.ts';
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
  portal: Portal,
  from: ObjectTypeName,
  to: ObjectTypeName,
  specs: AssociationSpec[],
): AssociationType[] {
  return specs.map(({ associationCategory, associationTypeId }) => {
    const type = portal.associationTypes
      .between(from, to)
      .find(({ category, id }) => category === associationCategory && id === associationTypeId);
    if (type) return type;
    const pair = `${findObjectType(from).id} to ${findObjectType(to).id}`;
    throw validationProblem(`Association type ${associationCategory} ${associationTypeId} from ${pair} is not valid`);
  });
}

/** The object that an association on a create points to: the request names only the type of association. */
export function inlineTarget(portal: Portal, from: ObjectTypeName, [spec]: AssociationSpec[]): ObjectTypeName {
  const target =
    spec && portal.associationTypes.targetOf(from, { category: spec.associationCategory, id: spec.associationTypeId });
  if (!target) throw validationProblem(`Association type ${spec?.associationTypeId ?? 'none'} is not valid`);
  return target;
}

export function defaultTypeOf(portal: Portal, from: ObjectTypeName, to: ObjectTypeName): AssociationType {
  const type = portal.associationTypes.default(from, to);
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
  return portal.associations.list(current(portal, from), toType).filter(({ to }) => portal.records.findActive(to));
}

/** Adds a type of association. One with a label brings the unlabelled one along; a primary one replaces the one before. */
export function link(portal: Portal, source: Source, asked: RecordRef, other: RecordRef, type: AssociationType): void {
  const [from, to] = [current(portal, asked), current(portal, other)];
  if (type.label === 'Primary') {
    for (const held of primaryHolders(portal, from, to, type)) {
      tell(portal, source, portal.associations.remove(held.from, held.to, held.type), true);
    }
  }
  if (type.label !== null) {
    tell(portal, source, portal.associations.add(from, to, defaultTypeOf(portal, from.type, to.type)), false);
  }
  tell(portal, source, portal.associations.add(from, to, type), false);
}

/** Takes all types between two records away. */
export function unlink(portal: Portal, source: Source, asked: RecordRef, other: RecordRef): void {
  const [from, to] = [current(portal, asked), current(portal, other)];
  tell(portal, source, portal.associations.removeAll(from, to), true);
  for (const each of [from, to]) endLeadWithoutPrimary(portal, source, each);
}

/** Takes some types away, and leaves the others. */
export function unlinkTypes(
  portal: Portal,
  source: Source,
  asked: RecordRef,
  other: RecordRef,
  types: AssociationType[],
): void {
  const [from, to] = [current(portal, asked), current(portal, other)];
  for (const type of types) tell(portal, source, portal.associations.remove(from, to, type), true);
  for (const each of [from, to]) endLeadWithoutPrimary(portal, source, each);
}

/** By the id that a record has now, when it is asked for by one that it had before a merge. */
function current(portal: Portal, { type, id }: RecordRef): RecordRef {
  return { type, id: portal.records.find({ type, id })?.id ?? id };
}

/** The primary associations that a new one replaces, whichever side asks. */
function primaryHolders(portal: Portal, from: RecordRef, to: RecordRef, type: AssociationType): Link[] {
  const [owner, chosen] = ownsPrimary(from, to) ? [from, to] : [to, from];
  return portal.associations
    .list(owner, chosen.type)
    .filter((each) => each.to.id !== chosen.id)
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
      category: type.category,
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
