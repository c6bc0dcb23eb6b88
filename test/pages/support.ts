/** The pages on a port, with a real database and a real HubSpot sandbox; what a workflow is told is ours to hold and fail. */
import { createGateway } from '../../src/gateway/app.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { defaultMail } from '../../src/domain/policy/default-mail.ts';
import { readContactAddresses } from '../../src/gateway/pages/contact-addresses.ts';
import type { PagesDeps } from '../../src/gateway/pages/pages.ts';
import type { Tell } from '../../src/gateway/pages/tell.ts';
import { serveGateway } from '../../src/gateway/server.ts';
import { type Consents, openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { type ContactLink, signLink, UNSUBSCRIBE_DAYS } from '../../src/links.ts';
import { createLogger } from '../../src/log.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import type { ConsentNews } from '../../src/workflows/messages.ts';
import { startPortal } from '../hubspot/portal.ts';

export const SECRETS = ['the-secret-that-links-are-signed-with', 'the-secret-before-the-last-rotation'];
export const NOW = Date.UTC(2026, 10, 23, 15);
const DAY_MS = 86_400_000;

export const mail = defaultMail;
export const OUTLANDISH_MAIL = { ...mail, sender: { ...mail.sender, name: 'Müller & <b>Söhne</b> "Praxen"' } };
const { portalId } = sandboxDefaults;

export interface Told {
  contactId: string;
  news: ConsentNews;
}

/** Database and HubSpot: started once for a file. */
export async function startSurroundings() {
  const [database, portal] = await Promise.all([serveEmbedded(), startPortal()]);
  const consents = openConsents({ databaseUrl: database.url });
  let contacts = 0;
  return {
    consents,
    databaseUrl: database.url,
    hubspot: portal.hubspot,
    hubspotConfig: { ...sandboxDefaults, baseUrl: portal.sandbox.url },
    /** What a person does at HubSpot's screen, by its API. */
    async inHubSpot(method: string, path: string, body?: object): Promise<{ id?: string }> {
      const answer = await fetch(`${portal.sandbox.url}/crm/objects/2026-09/contacts${path}`, {
        method,
        headers: { authorization: `Bearer ${sandboxDefaults.accessToken}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
      return answer.status === 204 ? {} : ((await answer.json()) as { id: string });
    },
    /** A new contact and the address it has. */
    async aContact(): Promise<{ contactId: string; address: string }> {
      contacts += 1;
      const address = `ada.${contacts}@clinic.example`;
      const [contact] = await portal.hubspot.upsertByKey('contact', 'email', [{ key: address, properties: {} }]);
      return { contactId: contact?.id ?? '', address };
    },
    async close() {
      await consents.close();
      await Promise.all([database.close(), portal.close()]);
    },
  };
}

export type Surroundings = Awaited<ReturnType<typeof startSurroundings>>;

export interface Site {
  url: string;
  told: Told[];
  logged: string[];
  /** From now on the workflow is told this way. */
  failTelling(how: Tell | undefined): void;
  setNow(now: number): void;
  metrics(): Promise<string>;
  close(): Promise<void>;
}

/** A gateway of its own, so that tests do not use up each other's tries. */
export async function startSite(around: Surroundings, given: Partial<PagesDeps> = {}): Promise<Site> {
  const told: Told[] = [];
  const logged: string[] = [];
  let telling: Tell | undefined;
  let now = NOW;
  const app = createGateway({
    clientSecrets: ['a-client-secret-of-enough-length'],
    portalId,
    appId: sandboxDefaults.appId,
    publicUrl: 'https://sop.example.com',
    policy: smallPolicy,
    send: async () => {},
    checkTemporal: async () => {},
    quarantine: { keep: async () => {}, check: async () => {} },
    pages: {
      linkSecrets: SECRETS,
      mail,
      consents: around.consents,
      readContact: readContactAddresses(around.hubspot),
      tell: async (contactId, news) => {
        await telling?.(contactId, news);
        told.push({ contactId, news });
      },
      now: () => now,
      ...given,
    },
    log: createLogger((line) => logged.push(line)),
    now: Date.now,
  });
  const server = await serveGateway(app, 0, '127.0.0.1');
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    told,
    logged,
    failTelling: (how) => (telling = how),
    setNow: (instant) => (now = instant),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    close: () => server.close(),
  };
}

/** The token of a link as it stands in a mail. */
export function aToken(
  contactId: string,
  purpose: ContactLink['purpose'],
  given: Partial<ContactLink> = {},
  secrets = SECRETS,
) {
  const days = purpose === 'consent' ? mail.linkDays : UNSUBSCRIBE_DAYS;
  return signLink(secrets, { purpose, portalId, contactId, round: 1, expiresAt: NOW + days * DAY_MS, ...given });
}

export function standing(consents: Consents, contactId: string) {
  return consents.standing(portalId, contactId);
}

export function proofs(consents: Consents, contactId: string) {
  return consents.proofs(portalId, contactId);
}

/** A form as a browser sends it. */
export function form(fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit {
  return { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' };
}

export const ONE_CLICK = { 'List-Unsubscribe': 'One-Click' };
