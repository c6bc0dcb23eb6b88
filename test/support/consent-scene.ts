/** Contacts, their mails and their pages on a whole system with a mail server of its own. For end-to-end tests. */
import { z } from 'zod';
import { nextBusinessTime } from '../../src/domain/business-hours.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { createHubSpot, type HubSpot } from '../../src/hubspot/client.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { type Inbox, startInbox } from '../../src/inbox/inbox.ts';
import type { ReceivedMail } from '../../src/inbox/mail.ts';
import type { SmtpBehaviour } from '../../src/inbox/smtp.ts';
import { contactWorkflowId } from '../../src/workflows/ids.ts';
import { contactStateQuery } from '../../src/workflows/messages.ts';
import { startTestStack, type TestStack, type TestStackOptions } from './stack.ts';

const statusesSchema = z.object({
  results: z.array(
    z.object({
      subscriptionName: z.string(),
      status: z.string(),
      legalBasis: z.string().optional(),
      legalBasisExplanation: z.string().optional(),
    }),
  ),
});

const { contacts } = defaultPolicy;
if (contacts === undefined) throw new Error('The shipped policy has rules for contacts.');
const rules = contacts;

export class ConsentScene {
  readonly stack: TestStack;
  readonly inbox: Inbox;
  readonly hubspot: HubSpot;
  /** A sales rep and the marketer, as owners. */
  readonly rep: { id: string };
  readonly marketing: { id: string };
  private readonly stages: Record<string, string>;

  private constructor(stack: TestStack, inbox: Inbox, hubspot: HubSpot, stages: Record<string, string>) {
    this.stack = stack;
    this.inbox = inbox;
    this.hubspot = hubspot;
    this.stages = stages;
    this.rep = stack.people.owner('ruth.amado@healthprime.example');
    this.marketing = stack.people.owner('mia.lorenz@healthprime.example');
  }

  /** @param smtpUrl of what stands before the inbox, from the inbox's own address */
  static async start(
    options: TestStackOptions = {},
    smtpUrl: (inbox: Inbox) => Promise<string> = async (inbox) => inbox.smtpUrl,
  ): Promise<ConsentScene> {
    const inbox = await startInbox();
    const stack = await startTestStack({ ...options, smtpUrl: await smtpUrl(inbox) });
    const hubspot = createHubSpot(stack.config.hubspot);
    return new ConsentScene(stack, inbox, hubspot, (await contactPortal(hubspot, defaultPolicy)).stages);
  }

  async close(): Promise<void> {
    await this.stack.close();
    await this.inbox.close();
  }

  /** A rep types in somebody new. */
  create(email: string, properties: Record<string, string> = {}): Promise<string> {
    return this.stack.people.create(this.rep, 'contacts', { email, ...properties });
  }

  change(id: string, properties: Record<string, string>): Promise<void> {
    return this.stack.people.change(this.rep, 'contacts', id, properties);
  }

  /** HubSpot's value of a lifecycle stage. */
  stageId(key: string): string {
    const id = this.stages[key];
    if (id === undefined) throw new Error(`There is no stage ${key}.`);
    return id;
  }

  /** Into the next business hours, if it is not business time. */
  async toBusinessHours(): Promise<void> {
    const { world } = this.stack;
    await world.settle();
    const opens = nextBusinessTime(world.now(), rules.consent.businessHours, defaultPolicy.calendar);
    if (opens > world.now()) await world.advanceTo(opens);
  }

  handle(id: string) {
    return this.stack.client.workflow.getHandle(contactWorkflowId(this.stack.config.hubspot.portalId, id));
  }

  async state(id: string) {
    return (await this.handle(id).query(contactStateQuery)).contact;
  }

  async kinds(id: string): Promise<string[]> {
    return (await this.journal(id)).map(({ kind }) => kind);
  }

  journal(id: string) {
    return this.stack.journal.history('contact', this.stack.config.hubspot.portalId, id);
  }

  async see(id: string, property: string): Promise<string | null> {
    return (await this.stack.people.see('contacts', id, [property]))[property] ?? null;
  }

  /** Records of another type on the contact, with what is asked for of them. */
  async seeOn(id: string, plural: string, properties: string[]): Promise<Record<string, string | null>[]> {
    const { people } = this.stack;
    const path = `/crm/v4/objects/contacts/${id}/associations/${plural}?limit=500`;
    const { results } = z
      .object({ results: z.array(z.object({ toObjectId: z.number() })) })
      .parse(await people.call(undefined, 'GET', path));
    return Promise.all(results.map(({ toObjectId }) => people.see(plural, String(toObjectId), properties)));
  }

  /** Subjects of the tasks on a contact. */
  async tasks(id: string): Promise<string[]> {
    return (await this.seeOn(id, 'tasks', ['hs_task_subject'])).map((task) => task['hs_task_subject'] ?? '');
  }

  mailsTo(address: string): ReceivedMail[] {
    return this.inbox.messages().filter(({ envelope }) => envelope.to.includes(address));
  }

  /** The first mail to an address. */
  mailTo(address: string): ReceivedMail {
    const [mail] = this.mailsTo(address);
    if (mail === undefined) throw new Error('No mail has arrived at this address.');
    return mail;
  }

  async behave(behaviour: SmtpBehaviour): Promise<void> {
    await fetch(`${this.inbox.url}/behaviour`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ behaviour }),
    });
  }

  /** What HubSpot says of an address and our kind of mail. */
  async subscription(address: string) {
    const path = `/communication-preferences/2026-03/statuses/${encodeURIComponent(address)}?channel=EMAIL`;
    const { results } = statusesSchema.parse(await this.stack.people.call(undefined, 'GET', path));
    return results.find(({ subscriptionName }) => subscriptionName === rules.mail.subscriptionType);
  }
}

/** The personal link in a mail. */
export function linkIn(mail: ReceivedMail, page: 'consent' | 'unsubscribe'): string {
  const [link] = new RegExp(`https?://\\S+/${page}/[^\\s>)]+`).exec(mail.text ?? '') ?? [];
  if (link === undefined) throw new Error(`The mail has no link to the page ${page}.`);
  return link;
}

export function header(mail: ReceivedMail, name: string): string {
  return mail.headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
}

/** Sends a page's form, as a browser does. */
export function submit(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
}
