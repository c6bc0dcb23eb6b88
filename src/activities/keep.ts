/** Records of ours beside a contact, deal or ticket: made once, found again by their key (design, decision 6). */
import type { ObjectName, Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { BESIDE } from '../hubspot/create.ts';

export interface Kept {
  object: keyof typeof BESIDE;
  /** The business key: the same however often this runs. */
  key: string;
  properties: Record<string, string>;
  /** The record it belongs to. */
  on: { object: 'contact' | 'deal' | 'ticket'; id: string };
}

/**
 * Creates a record of ours together with its association, in one call, or leaves the one that has its key as it is: a task that
 * somebody completed meanwhile stays completed.
 */
export async function keepRecord(
  hubspot: HubSpot,
  policy: Policy,
  { object, key, properties, on }: Kept,
): Promise<void> {
  const association = { to: on.id, typeId: BESIDE[object][on.object] };
  const kept = await hubspot.createByKey(object, keyProperty(policy, object), { key, properties }, [association]);
  // It may have been made before, by two calls of which only the first one worked.
  if (!kept.isNew) await hubspot.associate(object, kept.id, on.object, on.id);
}

/** Name of the property by which our records of this type are found again. */
export function keyProperty(policy: Policy, object: ObjectName): string {
  const row = policy.properties.find((one) => one.object === object && one.unique === true);
  if (row === undefined) throw new Error(`the policy was checked to have a key for ${object}s`);
  return row.name;
}
