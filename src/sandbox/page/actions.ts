/** What the buttons of a record do. Each is one or a few calls of HubSpot's API by the person at the screen. */
import { z } from 'zod';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import { findObjectType } from '../catalog/object-types.ts';
import { restoreRecord } from '../lifecycle.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { Refused, type AsPerson } from './as-person.ts';
import type { CreateForm } from './create.ts';
import { meant } from './find-record.ts';
import type { Screen } from './layout.ts';
import { nameOf, objectWords, recordPath } from './names.ts';
import { placeProperties } from './pipelines.ts';
import { fromForm, showValue } from './values.ts';

/** With the portal's rules for writes, as in HubSpot's screen. */
export const OBJECTS = '/crm/objects/2026-09';

export interface Work extends Screen {
  call: AsPerson;
  form: FormData;
}

/** What the person reads, and where the browser goes next if anywhere. */
export interface Done {
  message: string;
  go?: string;
}

const idSchema = z.object({ id: z.string() });

export function idOf(answer: unknown): string {
  return idSchema.parse(answer).id;
}

/** A text field of the form, '' when it is not there. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

export async function changeProperties(work: Work, record: CrmRecord): Promise<Done> {
  const properties = propertiesOf(work, record.type);
  const count = Object.keys(properties).length;
  if (count === 0) throw new Refused('Nothing was changed.');
  await write(work, record, properties);
  return { message: `Saved ${count === 1 ? 'one property' : `${count} properties`} of ${nameOf(record)}.` };
}

export async function moveRecord(work: Work, record: CrmRecord): Promise<Done> {
  const { portal, form } = work;
  const { pipeline, stage } = placeProperties(record.type);
  const [toPipeline, toStage] = [textOf(form, 'pipeline'), textOf(form, 'stage')];
  const moved = pipeline !== undefined && toPipeline !== '' && toPipeline !== valueOf(record, pipeline);
  await write(work, record, { ...(moved ? { [pipeline]: toPipeline } : {}), [stage]: toStage });
  const definition = portal.properties.get(record.type, stage);
  return { message: `${nameOf(record)} is now in ${showValue(portal, record, definition, toStage)}.` };
}

/** A lifecycle stage behind the present one is taken without effect, so HubSpot's screen clears it first. */
async function write({ call }: Work, record: CrmRecord, properties: Record<string, string>): Promise<void> {
  const path = `${OBJECTS}/${record.type}/${record.id}`;
  await call('PATCH', path, { properties });
  const wanted = properties['lifecyclestage'];
  if (wanted === undefined || valueOf(record, 'lifecyclestage') === wanted) return;
  await call('PATCH', path, { properties: { lifecyclestage: '' } });
  await call('PATCH', path, { properties: { lifecyclestage: wanted } });
}

/** The properties that the form names, as the API takes them. */
export function propertiesOf({ portal, form }: Work, type: ObjectTypeName): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const name of new Set(form.keys())) {
    const definition = portal.properties.find(type, name);
    const sent = form.getAll(name).filter((value) => typeof value === 'string');
    if (definition) properties[name] = fromForm(definition, sent);
  }
  return properties;
}

export async function createRecord(work: Work, type: ObjectTypeName, { with: others }: CreateForm): Promise<Done> {
  const { portal, form, call } = work;
  const [pipelineId = '', stageId = ''] = textOf(form, 'place').split(':');
  const parts = findObjectType(type).pipeline;
  const place = parts && stageId !== '' ? { [parts.pipeline]: pipelineId, [parts.stage]: stageId } : {};
  const named = others
    .filter((other) => textOf(form, `with:${other}`).trim() !== '')
    .map((other) => meant(portal, other, textOf(form, `with:${other}`), `with:${other}`));
  const filled = Object.entries(propertiesOf(work, type)).filter(([, value]) => value !== '');
  const id = idOf(
    await call('POST', `${OBJECTS}/${type}`, {
      properties: { ...Object.fromEntries(filled), ...place },
      associations: named.map((other) => ({
        to: { id: other.id },
        types: [specOf(typeBetween(portal, type, other.type))],
      })),
    }),
  );
  return { message: `${objectWords[type].one} created.`, go: recordPath({ type, id }) };
}

/** The first company of a record becomes its primary one, and so does the contact of a lead, as in HubSpot's screen. */
function typeBetween(portal: Portal, from: ObjectTypeName, to: ObjectTypeName) {
  const all = portal.associationTypes.between(from, to);
  const type = all.find(({ label }) => label === 'Primary') ?? all.find(({ label }) => label === null);
  if (type) return type;
  throw new Refused(`HubSpot does not associate ${from} with ${to}.`);
}

function specOf({ category, id }: { category: string; id: number }) {
  return { associationCategory: category, associationTypeId: id };
}

export async function associate({ portal, call, form }: Work, record: CrmRecord): Promise<Done> {
  const type = findObjectType(textOf(form, 'type')).plural;
  const other = meant(portal, type, textOf(form, 'other'), 'other');
  const [category = '', id = ''] = textOf(form, 'label').split(':');
  const isFirst = associationsOf(portal, record, type).length === 0;
  const path = `${OBJECTS}/${record.type}/${record.id}/associations`;
  if (id !== '') await call('PUT', `${path}/${type}/${other.id}`, [specOf({ category, id: Number(id) })]);
  else if (isFirst) await call('PUT', `${path}/${type}/${other.id}`, [specOf(typeBetween(portal, record.type, type))]);
  else await call('PUT', `${path}/default/${type}/${other.id}`);
  return { message: `${nameOf(record)} and ${nameOf(other)} are associated.` };
}

export async function dissociate({ call, form }: Work, record: CrmRecord): Promise<Done> {
  const type = findObjectType(textOf(form, 'type')).plural;
  await call('DELETE', `${OBJECTS}/${record.type}/${record.id}/associations/${type}/${textOf(form, 'id')}`);
  return { message: 'The association is gone.' };
}

export async function deleteRecord({ call }: Work, record: CrmRecord): Promise<Done> {
  await call('DELETE', `${OBJECTS}/${record.type}/${record.id}`);
  return { message: `${nameOf(record)} is deleted.`, go: recordPath(record) };
}

/** HubSpot has no API for it; what a person does here is told of like everything else. */
export async function restore({ portal, me }: Work, record: CrmRecord): Promise<Done> {
  if (record.archivedAt === undefined) throw new Refused('This record is not deleted.');
  restoreRecord(portal, { type: 'CRM_UI', id: `userId:${me.userId}`, userId: me.userId }, record);
  return { message: `${nameOf(record)} is back.`, go: recordPath(record) };
}

export async function merge({ portal, call, form }: Work, record: CrmRecord): Promise<Done> {
  const other = meant(portal, record.type, textOf(form, 'other'), 'other');
  const merged = await call('POST', `${OBJECTS}/${record.type}/merge`, {
    primaryObjectId: record.id,
    objectIdToMerge: other.id,
  });
  return {
    message: `${nameOf(other)} was merged into ${nameOf(record)}.`,
    go: recordPath({ type: record.type, id: idOf(merged) }),
  };
}
