/** Which pipelines the screens show, and where a record stands in them. */
import { findObjectType, type ObjectTypeName } from '../catalog/object-types.ts';
import type { Pipeline } from '../catalog/pipelines.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';
import { inOrder } from './values.ts';

/** The properties that place a record on the board; contacts have one pipeline, of their lifecycle stages. */
export function placeProperties(type: ObjectTypeName): { pipeline?: string; stage: string } {
  return findObjectType(type).pipeline ?? { stage: 'lifecyclestage' };
}

export function hasStages(type: ObjectTypeName): boolean {
  return type === 'contacts' || findObjectType(type).pipeline !== undefined;
}

export function recordsIn(portal: Portal, type: ObjectTypeName, { id }: Pipeline): CrmRecord[] {
  const { pipeline } = placeProperties(type);
  const all = portal.records.list(type);
  return pipeline === undefined ? all : all.filter((record) => valueOf(record, pipeline) === id);
}

/** Where a record is created unless somebody says otherwise: HubSpot's own pipeline only where the portal has no other. */
export function preferredPipeline(portal: Portal, type: ObjectTypeName): Pipeline | undefined {
  return ownFirst(portal, type)[0];
}

/** What a board shows unless somebody says otherwise: the pipeline with the most records, of equals the preferred one. */
export function fullestPipeline(portal: Portal, type: ObjectTypeName): Pipeline | undefined {
  const size = (each: Pipeline) => recordsIn(portal, type, each).length;
  return ownFirst(portal, type).toSorted((a, b) => size(b) - size(a))[0];
}

/** In the portal's order, but its own before HubSpot's, which is there from the beginning and used by nobody. */
function ownFirst(portal: Portal, type: ObjectTypeName): Pipeline[] {
  const { pipeline = '' } = placeProperties(type);
  const hubspots = findObjectType(type).defaults?.[pipeline];
  return inOrder(portal.pipelines.list(type)).sort((a, b) => Number(a.id === hubspots) - Number(b.id === hubspots));
}
