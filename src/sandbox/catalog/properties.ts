/** The portal's property definitions and groups: HubSpot's own, and those that were created. */
import { HubSpotProblem, notFound, validationProblem } from '../problems.ts';
import { calculated, datetime, number, text, type PropertyDefinition, type StandardProperty } from './definition.ts';
import { objectTypes, type ObjectType, type ObjectTypeName } from './object-types.ts';
import { companyProperties } from './standard/companies.ts';
import { contactProperties } from './standard/contacts.ts';
import { dealProperties } from './standard/deals.ts';
import {
  callProperties,
  communicationProperties,
  emailProperties,
  meetingProperties,
  noteProperties,
  taskProperties,
} from './standard/engagements.ts';
import { leadProperties } from './standard/leads.ts';
import { ticketProperties } from './standard/tickets.ts';

export interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

const standard: Record<ObjectTypeName, { group: PropertyGroup; properties: StandardProperty[] }> = {
  contacts: { group: group('contactinformation', 'Contact information'), properties: contactProperties },
  companies: { group: group('companyinformation', 'Company information'), properties: companyProperties },
  deals: { group: group('dealinformation', 'Deal information'), properties: dealProperties },
  tickets: { group: group('ticketinformation', 'Ticket information'), properties: ticketProperties },
  notes: { group: group('note', 'Note information'), properties: noteProperties },
  tasks: { group: group('task', 'Task information'), properties: taskProperties },
  calls: { group: group('call', 'Call information'), properties: callProperties },
  emails: { group: group('email', 'Email information'), properties: emailProperties },
  communications: { group: group('communication', 'Message information'), properties: communicationProperties },
  meetings: { group: group('meeting', 'Meeting information'), properties: meetingProperties },
  leads: { group: group('leadinformation', 'Lead information'), properties: leadProperties },
};

/** HubSpot's limit for an object type (reference §4.7). */
const MAX_UNIQUE_PROPERTIES = 10;

export class PropertyCatalog {
  readonly #definitions = new Map<ObjectTypeName, Map<string, PropertyDefinition>>();
  readonly #groups = new Map<ObjectTypeName, Map<string, PropertyGroup>>();

  constructor() {
    for (const type of objectTypes) {
      const { group, properties } = standard[type.plural];
      const definitions = [...properties, ...systemProperties(type)].map((each) => ({
        ...each,
        groupName: group.name,
      }));
      this.#definitions.set(type.plural, new Map(definitions.map((each) => [each.name, each])));
      this.#groups.set(type.plural, new Map([[group.name, { ...group }]]));
    }
  }

  /** A definition in use, or nothing. */
  find(type: ObjectTypeName, name: string): PropertyDefinition | undefined {
    const definition = this.#all(type).get(name);
    return definition?.archived ? undefined : definition;
  }

  get(type: ObjectTypeName, name: string, archived = false): PropertyDefinition {
    const definition = this.#all(type).get(name);
    if (definition?.archived !== archived) throw notFound();
    return definition;
  }

  list(type: ObjectTypeName, archived = false): PropertyDefinition[] {
    return [...this.#all(type).values()].filter((each) => each.archived === archived);
  }

  /** Also brings an archived property of that name back, with the new definition, as HubSpot does. */
  create(type: ObjectTypeName, definition: PropertyDefinition): PropertyDefinition {
    const { name, groupName, hasUniqueValue } = definition;
    if (!/^[a-z][a-z0-9_]*$/.test(name)) throw validationProblem(`Property name '${name}' is not valid`);
    if (this.find(type, name)) {
      throw new HubSpotProblem(409, `A property named '${name}' already exists.`, {
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
      });
    }
    this.group(type, groupName);
    if (hasUniqueValue && this.list(type).filter((each) => each.hasUniqueValue).length >= MAX_UNIQUE_PROPERTIES) {
      throw validationProblem(`An object type can have at most ${MAX_UNIQUE_PROPERTIES} unique properties`);
    }
    this.#all(type).set(name, definition);
    return definition;
  }

  update(type: ObjectTypeName, name: string, change: Partial<PropertyDefinition>): PropertyDefinition {
    const definition = this.get(type, name);
    if (change.groupName !== undefined) this.group(type, change.groupName);
    const updated = { ...definition, ...change };
    this.#all(type).set(name, updated);
    return updated;
  }

  archive(type: ObjectTypeName, name: string): void {
    const definition = this.get(type, name);
    if (definition.hubspotDefined) throw validationProblem(`Property ${name} is HubSpot's own and cannot be archived`);
    definition.archived = true;
  }

  groups(type: ObjectTypeName): PropertyGroup[] {
    return [...this.#allGroups(type).values()].filter((each) => !each.archived);
  }

  group(type: ObjectTypeName, name: string): PropertyGroup {
    const found = this.#allGroups(type).get(name);
    if (!found || found.archived) throw new HubSpotProblem(404, `Property group '${name}' does not exist`);
    return found;
  }

  createGroup(type: ObjectTypeName, added: PropertyGroup): PropertyGroup {
    if (this.groups(type).some((each) => each.name === added.name)) {
      throw new HubSpotProblem(409, `A property group named '${added.name}' already exists.`, {
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory: 'Properties.GROUP_WITH_NAME_EXISTS',
      });
    }
    this.#allGroups(type).set(added.name, added);
    return added;
  }

  #all(type: ObjectTypeName): Map<string, PropertyDefinition> {
    return this.#definitions.get(type) ?? new Map<string, PropertyDefinition>();
  }

  #allGroups(type: ObjectTypeName): Map<string, PropertyGroup> {
    return this.#groups.get(type) ?? new Map<string, PropertyGroup>();
  }
}

function group(name: string, label: string): PropertyGroup {
  return { name, label, displayOrder: 0, archived: false };
}

/** What every record of HubSpot has. */
function systemProperties(type: ObjectType): StandardProperty[] {
  return [
    calculated(number('hs_object_id', 'Record ID')),
    calculated(datetime(type.created, 'Create date')),
    calculated(datetime(type.modified, 'Last modified date')),
    calculated(text('hs_object_source', 'Record source')),
    calculated(text('hs_object_source_id', 'Record source ID')),
    calculated(datetime('hubspot_owner_assigneddate', 'Owner assigned date')),
    calculated(text('hs_merged_object_ids', 'Merged record IDs')),
  ];
}
