/** Creating a record together with its associations, once per key (reference/hubspot §4.5, §4.7, §4.8). */
import type { ObjectName } from '../domain/policy/types.ts';
import { HubSpotError } from './error.ts';
import { OBJECT_PATH, type UpsertInput } from './records.ts';
import { recordSchema } from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

/** HubSpot's own association types for a record that is created with them. A primary one brings the unlabelled one along. */
export const ASSOCIATION_TYPE = {
  dealToContact: 3,
  dealToPrimaryCompany: 5,
  leadToPrimaryContact: 578,
} as const;

export interface InlineAssociation {
  /** Id of the other record; its type follows from the type of association. */
  to: string;
  typeId: (typeof ASSOCIATION_TYPE)[keyof typeof ASSOCIATION_TYPE];
}

/** @param findByKey the port's, see records.ts */
export function createCalls(
  call: Call,
  findByKey: (object: ObjectName, keyProperty: string, key: string) => Promise<string | undefined>,
) {
  return {
    /**
     * Creates a record under a unique key, or answers the one that has it, as it is: unlike an upsert it changes nothing that
     * is there already. Of many who ask at once one creates; HubSpot refuses the others, and they find it.
     * Throws kind `rejected` for properties or associations that HubSpot does not take.
     */
    async createByKey(
      object: ObjectName,
      keyProperty: string,
      { key, properties }: UpsertInput,
      associations: InlineAssociation[],
    ): Promise<{ id: string; isNew: boolean }> {
      try {
        const created = await call(
          {
            operation: 'createByKey',
            method: 'POST',
            path: `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}`,
            body: {
              properties: { ...properties, [keyProperty]: key },
              associations: associations.map(({ to, typeId }) => ({
                to: { id: to },
                types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
              })),
            },
          },
          recordSchema,
        );
        return { id: created.id, isNew: true };
      } catch (error) {
        // A value that is taken is a 409 or a 400, which of them HubSpot does not document.
        if (!(error instanceof HubSpotError) || (error.kind !== 'conflict' && error.kind !== 'rejected')) throw error;
        const id = await findByKey(object, keyProperty, key);
        if (id === undefined) throw error;
        return { id, isNew: false };
      }
    },
  };
}
