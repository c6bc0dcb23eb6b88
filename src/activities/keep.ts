/** Records of ours beside a contact, deal or ticket: made once, found again by their key (design, decision 6). */
import type { ObjectName, Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';

export interface Kept {
  object: ObjectName;
  /** The business key: the same however often this runs. */
  key: string;
  properties: Record<string, string>;
  /** The record it belongs to. */
  on: { object: ObjectName; id: string };
}

/** Creates or finds a record of ours by its key and associates it. */
export async function keepRecord(
  hubspot: HubSpot,
  policy: Policy,
  { object, key, properties, on }: Kept,
): Promise<void> {
  const keyName = keyProperty(policy, object);
  // A task that somebody completed meanwhile stays completed.
  const existing = object === 'task' ? await hubspot.findByKey(object, keyName, key) : undefined;
  const [kept] = existing === undefined ? await hubspot.upsertByKey(object, keyName, [{ key, properties }]) : [];
  const id = existing ?? kept?.id;
  if (id !== undefined) await hubspot.associate(object, id, on.object, on.id);
}

/** Name of the property by which our records of this type are found again. */
export function keyProperty(policy: Policy, object: ObjectName): string {
  const row = policy.properties.find((one) => one.object === object && one.unique === true);
  if (row === undefined) throw new Error(`the policy was checked to have a key for ${object}s`);
  return row.name;
}
