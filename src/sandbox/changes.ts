/** What happened to a record, for webhooks to tell. */
import type { AssociationType } from './catalog/association-types.ts';
import type { ObjectTypeName } from './catalog/object-types.ts';

/** Who wrote: a person in HubSpot's screen, an app by the API, an import, a workflow of HubSpot's, or HubSpot itself. */
export interface Source {
  type: 'CRM_UI' | 'INTEGRATION' | 'IMPORT' | 'AUTOMATION_PLATFORM' | 'MERGE_OBJECTS' | 'CALCULATED';
  /** `userId:<n>` of a person, the id of the app or import, or empty. */
  id: string;
  userId?: number;
}

export interface RecordRef {
  type: ObjectTypeName;
  id: string;
}

interface ChangeBase {
  record: RecordRef;
  /** Milliseconds since 1970 on the sandbox's clock; the same as in the property's history. */
  at: number;
  source: Source;
}

export type Change =
  | (ChangeBase & { kind: 'creation' | 'deletion' | 'restore' | 'privacyDeletion' })
  | (ChangeBase & {
      /** `record` is the new one that the others have become. */
      kind: 'merge';
      primaryId: string;
      mergedIds: string[];
      propertiesMoved: number;
    })
  | (ChangeBase & {
      kind: 'propertyChange';
      property: string;
      value: string;
      /** Part of the record's creation: such events can be switched off. */
      initial: boolean;
    })
  | (ChangeBase & {
      kind: 'associationChange';
      other: RecordRef;
      typeId: number;
      category: AssociationType['category'];
      primary: boolean;
      removed: boolean;
    });
