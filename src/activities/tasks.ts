/** Our tasks in HubSpot: made once, done with when their occasion is over, handed on with the record (design, decision 6). */
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ifThere } from '../hubspot/error.ts';
import { type Kept, keepRecord, keyProperty } from './keep.ts';

export interface KeptTask extends Pick<Kept, 'key' | 'on'> {
  /** Plain text. */
  subject: string;
  /** HTML. */
  body: string;
  /** Milliseconds since 1970. */
  dueAt: number;
  /** Who has to do it; undefined: nobody in particular. */
  ownerId: string | undefined;
}

/** Creates the task; completed or deleted by a person, it stays so. */
export async function keepTask(hubspot: HubSpot, policy: Policy, { key, on, ...task }: KeptTask): Promise<void> {
  await keepRecord(hubspot, policy, { object: 'task', key, on, properties: taskProperties(task) });
}

/** By HubSpot's names: a task nobody has begun. */
export function taskProperties({
  subject,
  body,
  dueAt,
  ownerId,
}: Omit<KeptTask, 'key' | 'on'>): Record<string, string> {
  return {
    hs_task_subject: subject,
    hs_task_body: body,
    hs_task_status: 'NOT_STARTED',
    hs_task_type: 'TODO',
    hs_timestamp: new Date(dueAt).toISOString(),
    ...(ownerId ? { hubspot_owner_id: ownerId } : {}),
  };
}

const STATUS = 'hs_task_status';
const COMPLETED = 'COMPLETED';
/** Who changes one of these has made the task their own. */
const IN_HAND = [STATUS, 'hs_task_subject', 'hs_task_body'];
const OWNER = 'hubspot_owner_id';

/**
 * Completes a task of ours whose occasion is over, or gives it to another owner. One that a person has in hand is theirs, and so is
 * one that a person has given to somebody when it comes to owners; one that is completed or gone needs nothing. Safe to repeat; a
 * call, and a write.
 */
export async function changeTask(
  hubspot: HubSpot,
  policy: Policy,
  { key, change }: { key: string; change: { ownerId: string } | 'complete' },
): Promise<void> {
  const names = change === 'complete' ? IN_HAND : [...IN_HAND, OWNER];
  const task = await hubspot.readByKey('task', keyProperty(policy, 'task'), key, names);
  if (task === undefined || task.values[STATUS]?.value === COMPLETED) return;
  if (Object.values(task.values).some(({ by }) => by.startsWith('person:'))) return;
  const properties = change === 'complete' ? { [STATUS]: COMPLETED } : { [OWNER]: change.ownerId };
  await ifThere(hubspot.updateRecord('task', task.id, properties));
}

/** Whether a task of ours is over: completed, when and by whom, or not there any more. */
export async function lookAtTask(
  hubspot: HubSpot,
  policy: Policy,
  key: string,
): Promise<{ isOver: boolean; at?: number; by?: string }> {
  const task = await hubspot.readByKey('task', keyProperty(policy, 'task'), key, [STATUS]);
  if (task === undefined) return { isOver: true };
  const status = task.values[STATUS];
  return status?.value === COMPLETED ? { isOver: true, at: status.at, by: status.by } : { isOver: false };
}
