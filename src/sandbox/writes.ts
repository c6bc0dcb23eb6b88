/**
 * Creating and updating records. A write is planned first, which checks everything, and committed after: so a
 * batch is refused before any part of it has happened.
 */
import type { AssociationType } from './catalog/association-types.ts';
import type { ObjectType, ObjectTypeName } from './catalog/object-types.ts';
import type { RecordRef, Source } from './changes.ts';
import { checkValues, isUnique, type CheckedValues, type PropertyInput } from './checks.ts';
import { closesDeal, computedOfDeal, hubspotItself, stageDates } from './deal-stages.ts';
import { associationTypesOf, inlineTarget, link, refuseMissing, type AssociationSpec } from './links.ts';
import type { Portal } from './portal.ts';
import { validationProblem } from './problems.ts';
import { valueOf, type CrmRecord } from './records.ts';

export interface InlineAssociation {
  to: { id: string };
  types: AssociationSpec[];
}

export interface CreatePlan extends CheckedValues {
  type: ObjectType;
  links: { to: RecordRef; types: AssociationType[] }[];
}

export interface UpdatePlan extends CheckedValues {
  type: ObjectType;
  record: CrmRecord;
}

/** `strict`: with the rules of the portal's admin, as on 2026-09 paths. */
export function planCreate(
  portal: Portal,
  type: ObjectType,
  properties: PropertyInput,
  associations: InlineAssociation[],
  strict: boolean,
): CreatePlan {
  const given = Object.entries(properties).filter(([, value]) => value !== null && value !== '');
  const { values, warnings } = checkValues(portal, type, { ...type.defaults, ...Object.fromEntries(given) }, strict);
  const unset = type.required.filter((group) => !group.some((name) => values.get(name)));
  if (unset.length > 0) {
    const message = `Error creating ${type.singular.toUpperCase()}. Some required properties were not set.`;
    throw validationProblem(message, { context: { properties: unset.flat() } });
  }
  const links = associations.map(({ to, types }) => {
    const toType = inlineTarget(portal, type.plural, types);
    return { to: { type: toType, id: to.id }, types: associationTypesOf(portal, type.plural, toType, types) };
  });
  const needed = type.requiredPrimary;
  if (needed && !links.some(({ to, types }) => to.type === needed && types.some(({ label }) => label === 'Primary'))) {
    throw validationProblem(
      `Error creating ${type.singular.toUpperCase()}. It needs a primary association to ${needed}.`,
    );
  }
  refuseMissing(
    portal,
    links.map(({ to }) => to),
  );
  return { type, values, warnings, links };
}

export function commitCreate(portal: Portal, source: Source, { type, values, links }: CreatePlan): CrmRecord {
  const at = portal.clock.tick();
  const record: CrmRecord = {
    type: type.plural,
    id: portal.nextId(),
    createdAt: at,
    updatedAt: at,
    history: new Map(),
  };
  portal.records.add(record);
  portal.tell({ kind: 'creation', record: { type: record.type, id: record.id }, at, source });
  apply(portal, record, source, at, values, true);
  setComputed(portal, record, at, { hs_object_source: source.type, hs_object_source_id: source.id });
  for (const { to, types } of links) {
    for (const each of types) link(portal, source, { type: record.type, id: record.id }, to, each);
  }
  return record;
}

export function planUpdate(
  portal: Portal,
  type: ObjectType,
  record: CrmRecord,
  properties: PropertyInput,
  strict: boolean,
): UpdatePlan {
  if (Object.keys(properties).length === 0) {
    throw validationProblem('No properties found to update, please provide at least one.');
  }
  const { values, warnings } = checkValues(portal, type, properties, strict, record);
  const stage = values.get('lifecyclestage');
  const present = valueOf(record, 'lifecyclestage');
  // A stage behind the present one is taken without a word and without effect; clearing it first works.
  if (stage && isBehind(portal, type.plural, stage, present)) values.set('lifecyclestage', present);
  return { type, record, values, warnings };
}

export function commitUpdate(portal: Portal, source: Source, { record, values }: UpdatePlan): CrmRecord {
  const at = portal.clock.tick();
  apply(portal, record, source, at, values, false);
  return record;
}

function apply(
  portal: Portal,
  record: CrmRecord,
  source: Source,
  at: number,
  values: Map<string, string>,
  initial: boolean,
): void {
  const ref = { type: record.type, id: record.id };
  const stageBefore = valueOf(record, 'dealstage');
  const write = (property: string, value: string, by: Source) => {
    const unique = isUnique(portal, record.type, property);
    if (!portal.records.set(record, property, { value, at, source: by }, unique)) return;
    record.updatedAt = at;
    portal.tell({ kind: 'propertyChange', record: ref, property, value, initial, at, source: by });
  };
  for (const [property, value] of values) write(property, value, source);

  if (values.has('hubspot_owner_id')) {
    setComputed(portal, record, at, { hubspot_owner_assigneddate: new Date(at).toISOString() });
  }
  if (record.type === 'tasks') {
    setComputed(portal, record, at, {
      hs_task_is_completed: String(valueOf(record, 'hs_task_status') === 'COMPLETED'),
    });
  }
  if (record.type === 'deals') {
    const stage = valueOf(record, 'dealstage');
    if (stage !== stageBefore) {
      setComputed(portal, record, at, stageDates(stageBefore, stage, at));
      if (closesDeal(portal, record) && valueOf(record, 'closedate') === '') {
        write('closedate', new Date(at).toISOString(), hubspotItself);
      }
    }
    setComputed(portal, record, at, computedOfDeal(portal, record));
  }
}

/** Without a webhook: HubSpot tells nobody of what it calculates. */
export function setComputed(portal: Portal, record: CrmRecord, at: number, values: Record<string, string>): void {
  for (const [property, value] of Object.entries(values)) {
    portal.records.set(record, property, { value, at, source: hubspotItself }, false);
  }
}

function isBehind(portal: Portal, type: ObjectTypeName, stage: string, present: string): boolean {
  const options = portal.properties.find(type, 'lifecyclestage')?.options ?? [];
  const order = (value: string) => options.find((option) => option.value === value)?.displayOrder ?? -1;
  return present !== '' && order(stage) < order(present);
}
