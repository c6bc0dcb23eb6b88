/** The CRM objects of the sandbox: one row each (reference `hubspot.md` §4.4, §4.8, §10.1). */
import { HubSpotProblem } from '../problems.ts';

export type ObjectTypeName =
  | 'contacts'
  | 'companies'
  | 'deals'
  | 'tickets'
  | 'notes'
  | 'tasks'
  | 'calls'
  | 'meetings'
  | 'emails'
  | 'communications'
  | 'leads';

export interface ObjectType {
  /** As in paths and in `associations` of an answer; the name by which the sandbox's code speaks of a type. */
  plural: ObjectTypeName;
  /** As in association names and webhook types. */
  singular: string;
  id: `0-${number}`;
  /** Two records can become one. */
  merges: boolean;
  /** Webhooks come as `deal.propertyChange`; the others only as `object.propertyChange`. */
  ownWebhooks: boolean;
  created: 'createdate' | 'hs_createdate';
  modified: 'lastmodifieddate' | 'hs_lastmodifieddate';
  /** Properties of a GET that asks for none, next to the dates and `hs_object_id`. */
  shown: string[];
  /** A create without one of each group is refused. */
  required: string[][];
  /** Values that a create leaves out. */
  defaults?: Record<string, string>;
  /** A create without a primary association to such a record is refused. */
  requiredPrimary?: ObjectTypeName;
  /** Properties that hold the pipeline and its stage. */
  pipeline?: { pipeline: string; stage: string };
}

const engagement: Pick<ObjectType, 'ownWebhooks' | 'merges' | 'created' | 'modified' | 'shown'> = {
  ownWebhooks: false,
  merges: false,
  created: 'hs_createdate',
  modified: 'hs_lastmodifieddate',
  shown: [],
};

export const objectTypes: readonly ObjectType[] = [
  {
    plural: 'contacts',
    singular: 'contact',
    id: '0-1',
    ownWebhooks: true,
    merges: true,
    created: 'createdate',
    modified: 'lastmodifieddate',
    shown: ['email', 'firstname', 'lastname'],
    required: [['email', 'firstname', 'lastname']],
    // Whoever is entered by hand or by an app came from no visit of the website.
    defaults: { lifecyclestage: 'lead', hs_analytics_source: 'OFFLINE' },
  },
  {
    plural: 'companies',
    singular: 'company',
    id: '0-2',
    ownWebhooks: true,
    merges: true,
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    shown: ['domain', 'name'],
    required: [['name', 'domain']],
  },
  {
    plural: 'deals',
    singular: 'deal',
    id: '0-3',
    ownWebhooks: true,
    merges: true,
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    shown: ['amount', 'closedate', 'dealname', 'dealstage', 'pipeline'],
    required: [['dealname'], ['dealstage']],
    defaults: { pipeline: 'default' },
    pipeline: { pipeline: 'pipeline', stage: 'dealstage' },
  },
  {
    plural: 'tickets',
    singular: 'ticket',
    id: '0-5',
    ownWebhooks: true,
    merges: true,
    created: 'createdate',
    modified: 'hs_lastmodifieddate',
    shown: ['content', 'hs_pipeline', 'hs_pipeline_stage', 'hs_ticket_category', 'hs_ticket_priority', 'subject'],
    required: [['subject'], ['hs_pipeline_stage']],
    defaults: { hs_pipeline: '0' },
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
  },
  { plural: 'notes', singular: 'note', id: '0-46', required: [['hs_timestamp']], ...engagement },
  {
    plural: 'tasks',
    singular: 'task',
    id: '0-27',
    required: [['hs_timestamp']],
    defaults: { hs_task_status: 'NOT_STARTED', hs_task_priority: 'NONE', hs_task_type: 'TODO' },
    ...engagement,
  },
  { plural: 'calls', singular: 'call', id: '0-48', required: [['hs_timestamp']], ...engagement },
  { plural: 'meetings', singular: 'meeting', id: '0-47', required: [['hs_timestamp']], ...engagement },
  {
    plural: 'emails',
    singular: 'email',
    id: '0-49',
    required: [['hs_timestamp'], ['hs_email_direction']],
    ...engagement,
  },
  { plural: 'communications', singular: 'communication', id: '0-18', required: [['hs_timestamp']], ...engagement },
  {
    plural: 'leads',
    singular: 'lead',
    id: '0-136',
    ownWebhooks: false,
    merges: false,
    created: 'hs_createdate',
    modified: 'hs_lastmodifieddate',
    shown: [],
    required: [['hs_lead_name']],
    requiredPrimary: 'contacts',
    defaults: { hs_pipeline: 'lead-pipeline-id', hs_pipeline_stage: 'new-stage-id' },
    pipeline: { pipeline: 'hs_pipeline', stage: 'hs_pipeline_stage' },
  },
];

const byAnyName = new Map(
  objectTypes.flatMap((type) => [type.plural, type.singular, type.id].map((name) => [name, type])),
);

/** By plural, singular or id, as HubSpot's paths allow. */
export function findObjectType(name: string): ObjectType {
  const type = byAnyName.get(name.toLowerCase());
  if (!type) throw new HubSpotProblem(400, `Unable to infer object type from: ${name}`);
  return type;
}
