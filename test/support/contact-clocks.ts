/** Contacts over months of virtual time, with workers that die in between. For the end-to-end tests of a contact's clocks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { LifecycleKey } from '../../src/domain/policy/contact-types.ts';
import { createHubSpot } from '../../src/hubspot/client.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { contactWorkflowId } from '../../src/workflows/ids.ts';
import { startTestStack } from './stack.ts';
import { startWorkerProcess } from './worker-process.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
/** Months of several contacts, on a machine that does something else meanwhile. */
export const MONTHS_TIMEOUT_MS = 180_000;

const TASK = ['hs_task_subject', 'hs_timestamp', 'hubspot_owner_id', 'hs_task_status'];
const linksSchema = z.object({ results: z.array(z.object({ toObjectId: z.coerce.string() })) });

export interface TaskSeen {
  subject: string;
  /** When it is due, in milliseconds since 1970. */
  due: number;
  ownerId: string;
  isOpen: boolean;
}

export type ContactClocks = Awaited<ReturnType<typeof startContactClocks>>;

export interface ContactClocksOptions {
  /** Of a mail server of the test's own. */
  smtpUrl?: string;
  /** For so long contacts and deals sleep at most, instead of a week or a month: what takes months is then played in seconds. */
  maxSleepDays?: number;
}

/** A stack whose worker is a process of its own. */
export async function startContactClocks({ smtpUrl, maxSleepDays }: ContactClocksOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sop-policy-'));
  const policy = maxSleepDays === undefined ? 'default' : await writePolicy(folder, maxSleepDays);
  const stack = await startTestStack({ policy, worker: false, ...(smtpUrl === undefined ? {} : { smtpUrl }) });
  const { people, world, config } = stack;
  const startWorker = () => startWorkerProcess(config, stack.temporal, inject('workflowBundlePath'));
  let worker = await startWorker();
  const { stages } = await contactPortal(createHubSpot(config.hubspot), defaultPolicy);
  const rep = people.owner('ruth.amado@healthprime.example');

  const linked = async (id: string, plural: string) =>
    linksSchema
      .parse(await people.call(undefined, 'GET', `/crm/v4/objects/contacts/${id}/associations/${plural}`))
      .results.map(({ toObjectId }) => toObjectId);

  return {
    stack,
    rep,
    linked,

    /** A rep enters a contact with an address, so that it is asked for consent. */
    async create(name: string): Promise<string> {
      return people.create(rep, 'contacts', { email: `${name}@example.com` });
    },

    /** A rep enters a contact that needs no review and cannot be asked for consent: it wakes up for nothing of that. */
    async createQuiet(properties: Record<string, string> = {}): Promise<string> {
      return people.create(rep, 'contacts', { lastname: 'Quiet', target_reviewed: 'yes', ...properties });
    },

    /** The person attends an event, of which HubSpot tells at once; answers when. */
    async attend(contactId: string): Promise<number> {
      const engaged = await fetch(`${stack.urls.sandbox}/__sandbox/contacts/engage`, {
        method: 'POST',
        body: JSON.stringify({ contactId, kind: 'event' }),
      });
      if (!engaged.ok) throw new Error(`The sandbox answered ${engaged.status}.`);
      const { last_event_attended: at } = await people.see('contacts', contactId, ['last_event_attended']);
      return Date.parse(at ?? '');
    },

    /** Somebody of the staff logs a call of this moment; `connected` is a conversation, else nobody answered. */
    async logCall(who: { id: string }, contactId: string, outcome: 'connected' | 'no answer'): Promise<void> {
      const call = await people.create(who, 'calls', {
        hs_timestamp: new Date(world.now()).toISOString(),
        hs_call_direction: 'OUTBOUND',
        hs_call_disposition: outcome === 'connected' ? CONNECTED : NO_ANSWER,
      });
      await people.associate(who, 'calls', call, 'contacts', contactId);
    },

    async stageOf(contactId: string): Promise<LifecycleKey | undefined> {
      const { lifecyclestage } = await people.see('contacts', contactId, ['lifecyclestage']);
      return contactStages.find((key) => stages[key] === lifecyclestage);
    },

    /** The tasks on a contact whose subject contains this, in the order in which they are due. */
    async tasks(contactId: string, about: string): Promise<TaskSeen[]> {
      const ids = await linked(contactId, 'tasks');
      const seen = await Promise.all(ids.map((id) => people.see('tasks', id, TASK)));
      return seen
        .map((task) => ({
          subject: task['hs_task_subject'] ?? '',
          due: Date.parse(task['hs_timestamp'] ?? ''),
          ownerId: task['hubspot_owner_id'] ?? '',
          isOpen: task['hs_task_status'] !== 'COMPLETED',
        }))
        .filter(({ subject }) => subject.includes(about))
        .toSorted((a, b) => a.due - b.due);
    },

    history: (contactId: string) => stack.journal.history('contact', config.hubspot.portalId, contactId),

    async runId(contactId: string): Promise<string> {
      const id = contactWorkflowId(config.hubspot.portalId, contactId);
      return (await stack.client.workflow.getHandle(id).describe()).runId;
    },

    /** The worker dies as a machine does, and another one takes over. */
    async otherWorker(): Promise<void> {
      await worker.kill();
      worker = await startWorker();
    },

    /** What is not looked at any more only costs time. */
    async remove(...contactIds: string[]): Promise<void> {
      for (const id of contactIds) await people.call(rep, 'DELETE', `/crm/v3/objects/contacts/${id}`);
      await world.settle();
    },

    async close(): Promise<void> {
      await worker.kill();
      await stack.close();
      await rm(folder, { recursive: true });
    },
  };
}

const { contacts: rules } = defaultPolicy;
if (rules === undefined) throw new Error('The shipped policy has rules for contacts.');
const contactStages = rules.lifecycle.stages.map(({ key }) => key);

/** The shipped policy, with contacts and deals that sleep longer. */
async function writePolicy(folder: string, maxSleepDays: number): Promise<string> {
  const file = join(folder, 'policy.json');
  const contacts = { ...rules, clock: { ...rules?.clock, maxSleepDays } };
  const dealClock = { ...defaultPolicy.dealClock, maxSleepDays };
  await writeFile(file, JSON.stringify({ ...defaultPolicy, contacts, dealClock }));
  return file;
}

/** HubSpot's own call outcomes. */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const NO_ANSWER = '73a0d17f-1163-4015-bdd5-ec830791da20';

/** The first calendar day after an instant for which this holds, as its noon in UTC: the same day in New York. */
export function nextDay(
  after: number,
  isIt: (day: { month: number; date: number; weekday: number; year: number }) => boolean,
): number {
  for (let day = new Date(after).setUTCHours(12, 0, 0, 0) + DAY; ; day += DAY) {
    const at = new Date(day);
    const [month, date] = [at.getUTCMonth() + 1, at.getUTCDate()];
    if (isIt({ month, date, weekday: at.getUTCDay(), year: at.getUTCFullYear() })) return day;
  }
}
