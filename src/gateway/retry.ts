/** Tries an event from quarantine again, the way a webhook goes: parse, find its record, signal its workflow. */
import { parseWebhookEvent } from '../hubspot/webhook-schema.ts';
import { parseJson } from './bad-events.ts';
import type { Send } from './dispatcher.ts';
import type { IgnoredReason } from './own-news.ts';
import { toRecordEvents, type WebhookContext } from './record-events.ts';

export type Retried =
  | { outcome: 'sent'; workflows: number }
  /** It can be read now, and no workflow asks for it. */
  | { outcome: 'ignored'; why: IgnoredReason }
  | { outcome: 'still_bad'; field: string };

/**
 * @param content the JSON of one event, as quarantine keeps it
 * @throws what `send` throws when Temporal has not taken the event
 */
export async function retryEvent(context: WebhookContext, send: Send, content: Uint8Array): Promise<Retried> {
  const json = parseJson(content);
  if (json === undefined) return { outcome: 'still_bad', field: 'body' };
  const parsed = parseWebhookEvent(json.value);
  if (!parsed.ok) return { outcome: 'still_bad', field: parsed.field };
  const routed = toRecordEvents(context, parsed.event);
  if ('ignored' in routed) return { outcome: 'ignored', why: routed.ignored };
  await Promise.all(routed.news.map(async ({ record, event }) => send(record, [event])));
  return { outcome: 'sent', workflows: routed.news.length };
}
