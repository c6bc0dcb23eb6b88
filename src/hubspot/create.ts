/** Creating a record together with its associations, once per key (reference/hubspot §4.5, §4.7, §4.8). */
import type { ObjectName } from '../domain/policy/types.ts';
import { HubSpotError } from './error.ts';
import { OBJECT_PATH } from './record.ts';
import type { UpsertInput } from './records.ts';
import { recordSchema } from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

/** HubSpot's own association types for a record that is created with them. A primary one brings the unlabelled one along. */
export const ASSOCIATION_TYPE = {
  dealToContact: 3,
  dealToPrimaryCompany: 5,
  leadToPrimaryContact: 578,
  ticketToDeal: 28,
  ticketToContact: 16,
  ticketToPrimaryCompany: 26,
} as const;

/** Those of what is written down beside a record. */
export const BESIDE = {
  note: { contact: 202, deal: 214, ticket: 228 },
  task: { contact: 204, deal: 216, ticket: 230 },
  email: { contact: 198, deal: 210, ticket: 224 },
} as const;

export interface InlineAssociation {
  /** Id of the other record; its type follows from the type of association. */
  to: string;
  typeId: number;
}

/** The holder of a key may give it back between HubSpot's refusal and the look at who it is. */
const MAX_ROUNDS = 3;

/** @param findByKey the port's, see records.ts */
export function createCalls(
  call: Call,
  findByKey: (object: ObjectName, keyProperty: string, key: string) => Promise<string | undefined>,
) {
  return {
    /**
     * Creates a record under a unique key, or answers the one that has it, as it is: unlike an upsert it changes nothing that
     * is there already. Of many who ask at once one creates; HubSpot refuses the others, and they find it.
     * Throws kind `rejected` for properties or associations that HubSpot does not take, and what {@link isKeyTaken} tells of
     * where a record has the key that cannot be found, an archived one say.
     */
    async createByKey(
      object: ObjectName,
      keyProperty: string,
      { key, properties }: UpsertInput,
      associations: InlineAssociation[],
    ): Promise<{ id: string; isNew: boolean }> {
      const body = {
        properties: { ...properties, [keyProperty]: key },
        associations: associations.map(({ to, typeId }) => ({
          to: { id: to },
          types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }],
        })),
      };
      const path = `/crm/objects/${API_VERSION}/${OBJECT_PATH[object]}`;
      for (let round = 1; ; round += 1) {
        try {
          const created = await call({ operation: 'createByKey', method: 'POST', path, body }, recordSchema);
          return { id: created.id, isNew: true };
        } catch (error) {
          if (!isKeyTaken(error, keyProperty)) throw error;
          const id = await findByKey(object, keyProperty, key);
          if (id !== undefined) return { id, isNew: false };
          if (round === MAX_ROUNDS) throw error;
        }
      }
    },
  };
}

/** HubSpot refuses a second record with the same unique value: 409, or 400 that names the property; which, it does not document. */
export function isKeyTaken(error: unknown, keyProperty: string): boolean {
  if (!(error instanceof HubSpotError)) return false;
  return (
    error.kind === 'conflict' || (error.kind === 'rejected' && error.propertyNames?.includes(keyProperty) === true)
  );
}
