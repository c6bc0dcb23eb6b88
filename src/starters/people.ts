/**
 * People at work in HubSpot's screen, for the demo and the tests: plain HTTP with the sandbox's header that says who sits
 * there. What they do is what a rep clicks; it is none of the engine's calls and not counted as such.
 */
import { z } from 'zod';
import type { Config } from '../config.ts';
import { createHubSpot } from '../hubspot/client.ts';
import type { PortalIds } from '../domain/deal/policy.ts';
import { portalIds } from '../hubspot/portal-ids.ts';
import type { Policy } from '../domain/policy/types.ts';

const idSchema = z.object({ id: z.string() });
const recordSchema = z.object({ properties: z.record(z.string(), z.string().nullable()) });
const linksSchema = z.object({ results: z.array(z.object({ toObjectId: z.number() })) });

/** HubSpot's own ids of what may become of a call. */
const CALL_OUTCOMES = {
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  voicemail: 'b2cf5968-551e-4856-9783-52b3da59a7d0',
  noAnswer: '73a0d17f-1163-4015-bdd5-ec830791da20',
};

const pipelinesSchema = z.object({
  results: z.array(z.object({ stages: z.array(z.object({ id: z.string(), label: z.string() })) })),
});

export interface NoteSeen {
  id: string;
  body: string;
}

export class People {
  private readonly hubspot: Config['hubspot'];
  private readonly ids: PortalIds;
  private readonly owners: { id: string; email?: string | undefined; name: string }[];

  private constructor(
    hubspot: Config['hubspot'],
    ids: PortalIds,
    owners: { id: string; email?: string | undefined; name: string }[],
  ) {
    this.hubspot = hubspot;
    this.ids = ids;
    this.owners = owners;
  }

  static async of({ hubspot }: Pick<Config, 'hubspot'>, policy: Policy): Promise<People> {
    const port = createHubSpot(hubspot);
    const owners = (await port.owners()).map(({ id, email, firstName, lastName }) => ({
      id,
      email,
      name: `${firstName ?? ''} ${lastName ?? ''}`.trim(),
    }));
    return new People(hubspot, await portalIds(port, policy), owners);
  }

  /** Whose id this is. */
  ownerById(id: string): { id: string; name: string } {
    const owner = this.owners.find((one) => one.id === id);
    if (owner === undefined) throw new Error(`Nobody in the portal has the owner id ${id}.`);
    return owner;
  }

  /** The owner with this e-mail address. */
  owner(email: string): { id: string; name: string } {
    const owner = this.owners.find((one) => one.email === email);
    if (owner === undefined) throw new Error(`Nobody in the portal has the address ${email}.`);
    return owner;
  }

  stageId(pipeline: string, stage: string): string {
    return this.ids.pipelines[pipeline]?.stages[stage] ?? stage;
  }

  /** A rep creates a deal in the first stage of a pipeline (or another); answers its id. */
  async createDeal(
    rep: { id: string },
    deal: { name: string; pipeline: string; stage: string; properties?: Record<string, string> },
  ): Promise<string> {
    return this.create(rep, 'deals', {
      dealname: deal.name,
      pipeline: this.ids.pipelines[deal.pipeline]?.id ?? deal.pipeline,
      dealstage: this.stageId(deal.pipeline, deal.stage),
      hubspot_owner_id: rep.id,
      ...deal.properties,
    });
  }

  /** A rep creates any other record; answers its id. */
  async create(rep: { id: string }, plural: string, properties: Record<string, string>): Promise<string> {
    return idSchema.parse(await this.call(rep, 'POST', `/crm/v3/objects/${plural}`, { properties })).id;
  }

  async change(rep: { id: string }, plural: string, id: string, properties: Record<string, string>): Promise<void> {
    await this.call(rep, 'PATCH', `/crm/v3/objects/${plural}/${id}`, { properties });
  }

  async associate(rep: { id: string }, from: string, fromId: string, to: string, toId: string): Promise<void> {
    await this.call(rep, 'PUT', `/crm/v4/objects/${from}/${fromId}/associations/default/${to}/${toId}`);
  }

  /** A rep writes a note on a deal, with files if given by name. */
  async writeNote(rep: { id: string }, dealId: string, text: string, files: string[] = []): Promise<string> {
    const ids = await Promise.all(files.map((name) => this.upload(rep, name)));
    const id = await this.create(rep, 'notes', {
      hs_note_body: text,
      hs_timestamp: await this.now(),
      ...(ids.length === 0 ? {} : { hs_attachment_ids: ids.join(';') }),
    });
    await this.associate(rep, 'notes', id, 'deals', dealId);
    return id;
  }

  /** A rep logs a call to a contact that was just made; answers its id. */
  async logCall(rep: { id: string }, contactId: string, outcome: keyof typeof CALL_OUTCOMES): Promise<string> {
    const id = await this.create(rep, 'calls', {
      hs_call_direction: 'OUTBOUND',
      hs_call_disposition: CALL_OUTCOMES[outcome],
      hs_call_status: 'COMPLETED',
      hs_timestamp: await this.now(),
      hubspot_owner_id: rep.id,
    });
    await this.associate(rep, 'calls', id, 'contacts', contactId);
    return id;
  }

  private async now(): Promise<string> {
    return z.object({ now: z.string() }).parse(await this.call(undefined, 'GET', '/__sandbox/clock')).now;
  }

  private async upload(rep: { id: string }, name: string): Promise<string> {
    const form = new FormData();
    form.set('file', new Blob(['sample']), name);
    form.set('folderPath', '/deals');
    form.set('options', JSON.stringify({ access: 'PRIVATE' }));
    const response = await fetch(`${this.hubspot.baseUrl}/files/v3/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.hubspot.accessToken}`, 'x-sandbox-user': rep.id },
      body: form,
    });
    return idSchema.parse(await response.json()).id;
  }

  /** Ids of records of another type that hang on a deal, or on a record of the type `on`. */
  async seeAssociated(id: string, plural: string, on = 'deals'): Promise<string[]> {
    const answer = await this.call(undefined, 'GET', `/crm/v4/objects/${on}/${id}/associations/${plural}`);
    return linksSchema.parse(answer).results.map(({ toObjectId }) => String(toObjectId));
  }

  /** Properties of all records of another type that hang on a contact. */
  async seeOnContact(
    contactId: string,
    plural: string,
    properties: string[],
  ): Promise<Record<string, string | null>[]> {
    const ids = await this.seeAssociated(contactId, plural, 'contacts');
    return Promise.all(ids.map((id) => this.see(plural, id, properties)));
  }

  async see(plural: string, id: string, properties: string[]): Promise<Record<string, string | null>> {
    const answer = await this.call(
      undefined,
      'GET',
      `/crm/v3/objects/${plural}/${id}?properties=${properties.join(',')}`,
    );
    return recordSchema.parse(answer).properties;
  }

  async changeDeal(rep: { id: string }, dealId: string, properties: Record<string, string>): Promise<void> {
    await this.change(rep, 'deals', dealId, properties);
  }

  /** What a rep sees on the deal. */
  async seeDeal(dealId: string, properties: string[]): Promise<Record<string, string | null>> {
    return this.see('deals', dealId, ['dealstage', 'pipeline', ...properties]);
  }

  /** The notes on a deal's timeline, oldest first. */
  async seeNotes(dealId: string): Promise<NoteSeen[]> {
    const ids = await this.seeAssociated(dealId, 'notes');
    return Promise.all(
      ids.toSorted().map(async (id) => {
        const note = await this.see('notes', id, ['hs_note_body']);
        return { id, body: note['hs_note_body'] ?? '' };
      }),
    );
  }

  /** Pipelines of tickets with their stages. */
  async ticketPipelines(): Promise<z.infer<typeof pipelinesSchema>['results']> {
    return pipelinesSchema.parse(await this.call(undefined, 'GET', '/crm/v3/pipelines/tickets')).results;
  }

  async call(rep: { id: string } | undefined, method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.hubspot.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.hubspot.accessToken}`,
        'content-type': 'application/json',
        ...(rep === undefined ? {} : { 'x-sandbox-user': rep.id }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
