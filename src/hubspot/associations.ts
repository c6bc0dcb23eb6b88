/** The port's batch calls about associations (reference/hubspot §4.4, §4.5). */
import { z } from 'zod';
import { errorFromBatch } from './error.ts';
import { OBJECT_PATH, type RecordType } from './record.ts';
import { API_VERSION, type Call } from './transport.ts';

/** HubSpot's limits of one call. */
const MAX_READ = 1_000;
const MAX_CREATE = 2_000;

const id = z.union([z.string(), z.number()]).transform(String);
const pageSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      from: z.looseObject({ id }),
      to: z.array(z.looseObject({ toObjectId: id })),
      paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).optional(),
    }),
  ),
  errors: z.array(z.unknown()).default([]),
});
const createdSchema = z.looseObject({ errors: z.array(z.unknown()).default([]) });

export function associationCalls(call: Call) {
  return {
    /**
     * Ids of the associated records of one type, by the id asked for. Records that are gone or have none are left out.
     * One call for 1,000 records, and further ones for those with more than a page of associations.
     */
    async associatedIds(from: RecordType, ids: string[], to: RecordType): Promise<Map<string, string[]>> {
      const operation = 'associatedIds';
      const found = new Map<string, string[]>();
      let inputs: { id: string; after?: string }[] = [...new Set(ids)].map((one) => ({ id: one }));
      while (inputs.length > 0) {
        const body = { inputs: inputs.slice(0, MAX_READ) };
        const answer = await call({ operation, method: 'POST', path: `${batchPath(from, to)}/read`, body }, pageSchema);
        throwWorst(operation, answer.errors);
        const further = answer.results.flatMap(({ from: { id: one }, to: others, paging }) => {
          found.set(one, [...(found.get(one) ?? []), ...others.map(({ toObjectId }) => toObjectId)]);
          return paging?.next === undefined ? [] : [{ id: one, after: paging.next.after }];
        });
        inputs = [...inputs.slice(MAX_READ), ...further];
      }
      return found;
    },

    /** Associates one record with many, without a label. Repeating it changes nothing. */
    async associateMany(from: RecordType, fromId: string, to: RecordType, ids: string[]): Promise<void> {
      const operation = 'associateMany';
      for (let start = 0; start < ids.length; start += MAX_CREATE) {
        const pairs = ids.slice(start, start + MAX_CREATE).map((one) => ({ from: { id: fromId }, to: { id: one } }));
        const answer = await call(
          { operation, method: 'POST', path: `${batchPath(from, to)}/associate/default`, body: { inputs: pairs } },
          createdSchema,
        );
        throwWorst(operation, answer.errors);
      }
    },
  };
}

/** Throws for errors other than "not there" (HubSpot also says so of a record without associations), one worth trying again first. */
function throwWorst(operation: string, errors: unknown[]): void {
  const refusals = errors.map((error) => errorFromBatch(operation, error)).filter(({ kind }) => kind !== 'notFound');
  const worst = refusals.find(({ kind }) => kind === 'rateLimit' || kind === 'unavailable') ?? refusals[0];
  if (worst) throw worst;
}

function batchPath(from: RecordType, to: RecordType): string {
  return `/crm/associations/${API_VERSION}/${OBJECT_PATH[from]}/${OBJECT_PATH[to]}/batch`;
}
