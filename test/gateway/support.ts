/** A gateway without port, Temporal and database: what it sends and keeps is ours to hold, fail and look at. */
import type { RecordEvent } from '../../src/domain/events.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { createGateway } from '../../src/gateway/app.ts';
import type { Send } from '../../src/gateway/dispatcher.ts';
import type { RecordRef } from '../../src/gateway/record-events.ts';
import type { BadEvent } from '../../src/journal/quarantine.ts';
import { signV3 } from '../../src/hubspot/signature.ts';
import { createLogger } from '../../src/log.ts';

export const SECRET = 'a-client-secret-of-enough-length';
export const OLD_SECRET = 'the-secret-before-the-rotation';
export const PUBLIC_URL = 'https://sop.example.com';
export const PORTAL_ID = 62_515;
export const APP_ID = '54321';
export const NOW = Date.UTC(2026, 10, 21, 12);

const row = { object: 'deal', origin: 'portal', filledBy: 'people', clause: 'test' } as const;

export const policy: Policy = {
  ...smallPolicy,
  properties: [
    { ...row, name: 'dealstage', label: 'Deal Stage', type: 'choice' },
    { ...row, name: 'amount', label: 'Amount', type: 'number' },
    { ...row, name: 'dealname', label: 'Deal Name', type: 'text' },
  ],
};

/** A legacy-format change of a deal's stage, with fields overwritten or added. */
export function dealChange(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventId: 100,
    subscriptionId: 12,
    portalId: PORTAL_ID,
    appId: 54_321,
    occurredAt: NOW - 1_000,
    subscriptionType: 'deal.propertyChange',
    attemptNumber: 0,
    objectId: 123,
    propertyName: 'dealstage',
    propertyValue: 'engaged',
    changeSource: 'CRM_UI',
    sourceId: 'userId:77',
    ...fields,
  };
}

/** The id of a deal or contact, or `relay`. */
export function idOf(record: RecordRef): string {
  return record.workflow === 'relay' ? 'relay' : record.objectId;
}

export interface Sent {
  objectId: string;
  events: RecordEvent[];
}

export interface Fakes {
  send?: Send;
  keep?: (events: BadEvent[]) => Promise<void>;
  checkTemporal?: () => Promise<void>;
  checkDatabase?: () => Promise<void>;
}

const fine = () => Promise.resolve();

export function aGateway({ send, keep, checkTemporal = fine, checkDatabase = fine }: Fakes = {}) {
  const sent: Sent[] = [];
  const kept: BadEvent[] = [];
  const logged: string[] = [];
  const app = createGateway({
    clientSecrets: [SECRET, OLD_SECRET],
    portalId: String(PORTAL_ID),
    appId: APP_ID,
    publicUrl: PUBLIC_URL,
    policy,
    send: async (record, events) => {
      sent.push({ objectId: idOf(record), events });
      await send?.(record, events);
    },
    quarantine: {
      keep: async (_portalId, events) => {
        await keep?.(events);
        kept.push(...events);
      },
      check: checkDatabase,
    },
    checkTemporal,
    log: createLogger((line) => logged.push(line)),
    now: () => NOW,
  });
  const metrics = async () => (await app.request('/metrics')).text();
  return { app, sent, kept, logged, metrics };
}

export interface PostOptions {
  path?: string;
  method?: string;
  headers?: Record<string, string | undefined>;
  timestamp?: number | string;
  secret?: string;
}

/** A request signed the way HubSpot signs; headers set to `undefined` are left out. */
export function signedRequest(body: string | Uint8Array, options: PostOptions = {}): [string, RequestInit] {
  const { path = '/webhooks/hubspot', method = 'POST', timestamp = NOW, secret = SECRET } = options;
  const uri = `${PUBLIC_URL}/webhooks/hubspot`;
  const headers = new Headers({ 'Content-Type': 'application/json' });
  const signed: Record<string, string | undefined> = {
    'X-HubSpot-Signature-v3': signV3({ secret, method, uri, body, timestamp }),
    'X-HubSpot-Request-Timestamp': String(timestamp),
    ...options.headers,
  };
  for (const [name, value] of Object.entries(signed)) if (value !== undefined) headers.set(name, value);
  return [path, { method, headers, body: typeof body === 'string' ? body : new Uint8Array(body) }];
}

export function signedEvents(...events: unknown[]): [string, RequestInit] {
  return signedRequest(JSON.stringify(events));
}
