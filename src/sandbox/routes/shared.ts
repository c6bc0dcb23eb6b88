/** What several route families need. */
import type { Portal } from '../portal.ts';
import { notFound, objectNotFound, validationProblem } from '../problems.ts';
import type { ObjectType } from '../catalog/object-types.ts';
import { isUnique } from '../checks.ts';
import type { CrmRecord } from '../records.ts';

export const MAX_BATCH = 100;

/** An active record by its id, or by the value of a property that is unique. */
export function findRecord(
  portal: Portal,
  type: ObjectType,
  id: string,
  idProperty?: string | null,
): CrmRecord | undefined {
  if (!idProperty || idProperty === 'hs_object_id') return portal.records.findActive({ type: type.plural, id });
  if (!isUnique(portal, type.plural, idProperty)) {
    throw validationProblem(`Unable to perform update/upsert by non-unique ${type.id} property ${idProperty}`);
  }
  return portal.records.findByUnique(type.plural, idProperty, id);
}

/** Right after its creation, a record may not be readable yet, although webhooks tell of it (reference §2.2). */
export function isReadable({ clock, lag }: Portal, { createdAt }: CrmRecord): boolean {
  return createdAt <= clock.now() - lag.read * 1_000;
}

export function getRecord(portal: Portal, type: ObjectType, id: string, idProperty?: string | null): CrmRecord {
  const record = findRecord(portal, type, id, idProperty);
  if (record) return record;
  throw idProperty ? notFound() : objectNotFound(id);
}

/** One input of a batch that failed while others went through. */
export interface BatchError {
  status: 'error';
  category: string;
  message: string;
  subCategory?: string;
  context: Record<string, string[]>;
}

/** The envelope of batch answers: 207 as soon as one input failed. */
export function batchAnswer(portal: Portal, results: unknown[], errors: BatchError[] = [], success: 200 | 201 = 200) {
  const time = new Date(portal.clock.now()).toISOString();
  return {
    status: errors.length > 0 ? (207 as const) : success,
    body: {
      status: 'COMPLETE',
      results,
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: time,
      completedAt: time,
    },
  };
}

export function refuseLargeBatch(count: number, max: number): void {
  if (count > max) throw validationProblem(`The number of inputs (${count}) exceeds the maximum of ${max}`);
}

export function refuseDuplicates(ids: string[]): void {
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (twice.length > 0) {
    throw validationProblem(
      `Duplicate IDs found in batch input: [${[...new Set(twice)].join(', ')}]. IDs must be unique`,
    );
  }
}
