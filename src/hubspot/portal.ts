/** The port's calls about the portal itself: pipelines, property definitions, owners. */
import type { ObjectName } from '../domain/policy/types.ts';
import {
  listOf,
  ownersPageSchema,
  pipelineRulesSchema,
  pipelineSchema,
  propertyGroupSchema,
  propertySchema,
  stageSchema,
  tokenSchema,
  type Owner,
  type OwnersPage,
  type Pipeline,
  type PipelineRules,
  type Property,
  type PropertyChoice,
  type PropertyGroup,
  type Stage,
  type TokenFacts,
} from './schemas.ts';
import { API_VERSION, type Call } from './transport.ts';

/** Of contacts it is the one of their lifecycle stages. */
export type PipelineObject = 'deal' | 'ticket' | 'lead' | 'contact';

export interface StageInput {
  label: string;
  displayOrder: number;
  /** HubSpot wants strings: `{ probability: '0.2', isClosed: 'false' }` for deals. */
  metadata: Record<string, string>;
}

export interface PipelineInput {
  label: string;
  displayOrder: number;
  stages: StageInput[];
}

export interface PropertyInput {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  hasUniqueValue: boolean;
  options: PropertyChoice[];
  /** With `referencedObjectType` `OWNER`: the portal's users are the options. */
  externalOptions?: boolean;
  referencedObjectType?: string;
  /** May be put on forms; absent: not. */
  formField?: boolean;
}

export function portalCalls(call: Call) {
  return {
    /** Pipelines with their stages, archived ones left out. */
    async pipelines(object: PipelineObject): Promise<Pipeline[]> {
      const path = pipelinesPath(object);
      return (await call({ operation: 'pipelines', method: 'GET', path }, listOf(pipelineSchema))).results;
    },

    createPipeline(object: PipelineObject, body: PipelineInput): Promise<Pipeline> {
      return call({ operation: 'createPipeline', method: 'POST', path: pipelinesPath(object), body }, pipelineSchema);
    },

    createStage(object: PipelineObject, pipelineId: string, body: StageInput): Promise<Stage> {
      const path = `${pipelinesPath(object)}/${encodeURIComponent(pipelineId)}/stages`;
      return call({ operation: 'createStage', method: 'POST', path, body }, stageSchema);
    },

    updateStage(
      object: PipelineObject,
      pipelineId: string,
      stageId: string,
      body: Partial<StageInput>,
    ): Promise<Stage> {
      const path = `${pipelinesPath(object)}/${encodeURIComponent(pipelineId)}/stages/${encodeURIComponent(stageId)}`;
      return call({ operation: 'updateStage', method: 'PATCH', path, body }, stageSchema);
    },

    /** The admin's rules for moving in a deal pipeline and creating in it; throws kind `notFound` where there are none. */
    pipelineRules(pipelineId: string): Promise<PipelineRules> {
      const path = `/crm/pipelines-rules/${API_VERSION}/${DEAL_TYPE_ID}/${encodeURIComponent(pipelineId)}`;
      return call({ operation: 'pipelineRules', method: 'GET', path }, pipelineRulesSchema);
    },

    /**
     * Which account and app an access token of a private app is for, and its scopes. HubSpot wants the token in the body
     * besides the header. There is no dated path for it.
     */
    token(accessToken: string): Promise<TokenFacts> {
      const path = '/oauth/v2/private-apps/get/access-token-info';
      return call({ operation: 'token', method: 'POST', path, body: { tokenKey: accessToken } }, tokenSchema);
    },

    /** All property definitions of an object, HubSpot's own included. */
    async properties(object: ObjectName): Promise<Property[]> {
      const path = propertiesPath(object);
      return (await call({ operation: 'properties', method: 'GET', path }, listOf(propertySchema))).results;
    },

    async propertyGroups(object: ObjectName): Promise<PropertyGroup[]> {
      const path = `${propertiesPath(object)}/groups`;
      return (await call({ operation: 'propertyGroups', method: 'GET', path }, listOf(propertyGroupSchema))).results;
    },

    createGroup(object: ObjectName, body: { name: string; label: string }): Promise<PropertyGroup> {
      const path = `${propertiesPath(object)}/groups`;
      return call({ operation: 'createGroup', method: 'POST', path, body }, propertyGroupSchema);
    },

    createProperty(object: ObjectName, body: PropertyInput): Promise<Property> {
      const path = propertiesPath(object);
      return call({ operation: 'createProperty', method: 'POST', path, body }, propertySchema);
    },

    /** Changes what is given. Options replace the whole list: pass the ones to keep as they came. */
    updateProperty(
      object: ObjectName,
      name: string,
      body: { label?: string; formField?: boolean; options?: PropertyChoice[] },
    ): Promise<Property> {
      const path = `${propertiesPath(object)}/${encodeURIComponent(name)}`;
      return call({ operation: 'updateProperty', method: 'PATCH', path, body }, propertySchema);
    },

    /** All active owners, page by page. */
    async owners(): Promise<Owner[]> {
      const owners: Owner[] = [];
      let after: string | undefined;
      do {
        const query = { limit: '100', ...(after !== undefined && { after }) };
        const page: OwnersPage = await call(
          { operation: 'owners', method: 'GET', path: `/crm/owners/${API_VERSION}`, query },
          ownersPageSchema,
        );
        owners.push(...page.results);
        after = page.paging?.next?.after;
      } while (after !== undefined);
      return owners;
    },
  };
}

/** HubSpot's number of the object type (reference/hubspot §4.4). */
const DEAL_TYPE_ID = '0-3';

function pipelinesPath(object: PipelineObject): string {
  return `/crm/pipelines/${API_VERSION}/${object}s`;
}

function propertiesPath(object: ObjectName): string {
  return `/crm/properties/${API_VERSION}/${object}`;
}
