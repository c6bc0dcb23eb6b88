/** Tells the workflow of a contact what the person decided. */
import type { Client } from '@temporalio/client';
import { type ConsentNews, consentSignal } from '../../workflows/messages.ts';
import { signalContact } from '../temporal.ts';

/** Resolves when Temporal has it on disk; rejects when it has not, or nobody knows. The key makes telling again harmless. */
export type Tell = (contactId: string, news: ConsentNews) => Promise<void>;

/** A person waits, and can try again. */
const CALL_DEADLINE_MS = 3_000;

export function tellContact(client: Client, portalId: string): Tell {
  return (contactId, news) =>
    client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
      signalContact(client, { portalId, contactId }, consentSignal, news),
    );
}
