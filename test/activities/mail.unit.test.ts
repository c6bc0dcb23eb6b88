/** Mails and subscriptions with a real mail server, a real database and HubSpot's sandbox. */
import { Client } from '@hubspot/api-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMailActivities, type MailActivities, type MailActivityDeps } from '../../src/activities/mail.ts';
import { defaultContacts } from '../../src/domain/policy/default-contacts.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { type Inbox, startInbox } from '../../src/inbox/inbox.ts';
import { type Consents, openConsents } from '../../src/journal/consents.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { type Mails, openMails } from '../../src/journal/mails.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { startPortal, type TestPortal } from '../hubspot/portal.ts';

const { portalId } = sandboxDefaults;
const policy = { ...defaultPolicy, contacts: defaultContacts };
const { doNotContact } = defaultContacts.properties;

let portal: TestPortal;
let database: Awaited<ReturnType<typeof serveEmbedded>>;
let inbox: Inbox;
let consents: Consents;
let mails: Mails;
let stages: Awaited<ReturnType<typeof contactPortal>>['stages'];
let subscriptionId: number;
let activities: MailActivities;
/** As somebody at HubSpot's screen. */
let screen: Client;
let owner: { id: string; email: string };
let now: number;

beforeAll(async () => {
  [portal, database, inbox] = await Promise.all([startPortal(), serveEmbedded(), startInbox()]);
  await applyPortal(portal.hubspot, policy, () => undefined);
  ({ stages } = await contactPortal(portal.hubspot, policy));
  consents = openConsents({ databaseUrl: database.url });
  mails = openMails({ databaseUrl: database.url });
  activities = activitiesWith({});
  const [first] = await portal.hubspot.owners();
  owner = { id: first?.id ?? '', email: first?.email ?? '' };
  screen = new Client({
    accessToken: sandboxDefaults.accessToken,
    basePath: portal.sandbox.url,
    defaultHeaders: { 'x-sandbox-user': owner.id },
  });
  subscriptionId = (await portal.hubspot.subscriptionType(defaultContacts.mail.subscriptionType)) ?? 0;
}, 60_000);
afterAll(async () => {
  await Promise.all([consents?.close(), mails?.close(), inbox?.close(), portal?.close()]);
  await database?.close();
});

function activitiesWith(given: Partial<MailActivityDeps>): MailActivities {
  return createMailActivities({
    hubspot: portal.hubspot,
    policy,
    contactPortal: () => Promise.resolve({ stages }),
    consents,
    mails,
    smtpUrl: inbox.smtpUrl,
    linkSecrets: ['the-secret-that-links-are-signed-with'],
    publicUrl: 'https://gateway.example',
    now: () => now,
    ...given,
  });
}

let count = 0;
let contactId: string;
let email: string;
beforeEach(async () => {
  count += 1;
  now = portal.sandbox.clock.now();
  email = `ann.${count}@lakeside.example`;
  const { id } = await screen.crm.contacts.basicApi.create({
    properties: { email, firstname: 'Ann', hubspot_owner_id: owner.id },
    associations: [],
  });
  contactId = id;
});

const change = (properties: Record<string, string>) => screen.crm.contacts.basicApi.update(contactId, { properties });
const theMail = (kind: 'consentRequest' | 'consentReminder' = 'consentRequest') => ({
  portalId,
  contactId,
  key: `contact-${portalId}-${contactId}:mail:${kind}:1`,
  kind,
  round: 1,
  at: now,
});
const send = () => activities.sendMail(theMail());
const received = () => inbox.messages().filter(({ envelope }) => envelope.to.includes(email));
const status = () => portal.hubspot.subscription(email, subscriptionId);
const withdraw = () => consents.withdraw({ portalId, contactId, source: 'one-click', at: now });
async function grant(at = now): Promise<string> {
  const tokenHash = `proof-${contactId}-${at}`;
  await consents.grant({
    tokenHash,
    portalId,
    contactId,
    round: 1,
    address: email,
    addressHash: 'hash',
    at,
    wordingVersion: '1',
    source: 'consent page',
    ip: '192.0.2.7',
    userAgent: 'test',
  });
  return tokenHash;
}

describe('sendMail', () => {
  it('[K-02] greets the contact by name, and answers go to its owner', async () => {
    expect(await send()).toMatchObject({ outcome: 'sent', at: now });
    const [mail, ...more] = received();
    expect(more).toEqual([]);
    expect(mail?.text).toContain('Hello Ann,');
    expect(mail?.headers).toContainEqual({ name: 'Reply-To', value: expect.stringContaining(`<${owner.email}>`) });
  });

  it.each<[reason: string, what: string, make: () => Promise<unknown>]>([
    ['noAddress', 'has no address any more', () => change({ email: '' })],
    ['excluded', 'is excluded from marketing', () => change({ lifecyclestage: stages.excluded })],
    ['excluded', 'does not wish to be contacted', () => change({ [doNotContact]: 'yes' })],
    ['bounced', 'bounced for good', () => engage('bounce')],
    ['bounced', 'has an address that HubSpot quarantined', () => change({ hs_email_quarantined: 'true' })],
    ['optedOut', 'unsubscribed from everything in HubSpot', () => portal.hubspot.unsubscribeAll(email)],
    ['optedOut', 'unsubscribed from our kind of mail in HubSpot', () => set('UNSUBSCRIBED')],
    ['optedOut', 'withdrew on our page', () => withdraw()],
    ['decided', 'is subscribed in HubSpot', () => set('SUBSCRIBED')],
    ['decided', 'consented on our page', () => grant()],
    ['gone', 'was deleted', () => screen.crm.contacts.basicApi.archive(contactId)],
  ])('[K-01] is refused (%s) where the contact %s', async (reason, _, make) => {
    await make();
    expect(await send()).toEqual({ outcome: 'refused', reason });
    expect(received()).toEqual([]);
  });

  it('[K-01] [R-10] a contact that was merged away gets nothing under its old id', async () => {
    const other = await screen.crm.contacts.basicApi.create({
      properties: { email: `other.${count}@lakeside.example` },
      associations: [],
    });
    const body = { primaryObjectId: other.id, objectIdToMerge: contactId };
    await screen.apiRequest({ method: 'POST', path: '/crm/objects/2026-09/contacts/merge', body });
    expect(await send()).toEqual({ outcome: 'refused', reason: 'gone' });
  });

  it('waits while the portal lacks the subscription type, and while HubSpot is away', async () => {
    const mail = { ...defaultContacts.mail, subscriptionType: 'Nothing like it' };
    const elsewhere = activitiesWith({ policy: { ...policy, contacts: { ...defaultContacts, mail } } });
    await expect(elsewhere.sendMail(theMail())).rejects.toMatchObject({ type: 'portalNotReady', nonRetryable: false });
    const readRecord = () =>
      Promise.reject(new HubSpotError({ operation: 'readRecord', kind: 'unavailable', mayHaveHappened: false }));
    const away = activitiesWith({ hubspot: { ...portal.hubspot, readRecord } });
    await expect(away.sendMail(theMail())).rejects.toMatchObject({ type: 'unavailable', nonRetryable: false });
    expect(received()).toEqual([]);
    expect(await send()).toMatchObject({ outcome: 'sent' });
  });

  it('[K-02] a mail server that is away fails in a way that is tried again, without naming anybody', async () => {
    const nobody = activitiesWith({ smtpUrl: 'smtp://127.0.0.1:1' });
    const failure: unknown = await nobody.sendMail(theMail()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'MailServerUnavailable', nonRetryable: false });
    expect(JSON.stringify(failure) + String(failure)).not.toMatch(/lakeside|127\.0/);
  });
});

describe('logMail', () => {
  it('[K-07] puts the mail on the contact once, as its owner, without the links that are hers alone', async () => {
    await send();
    const { round: _, ...mail } = theMail();
    await activities.logMail(mail);
    await activities.logMail(mail);
    const { results } = await screen.crm.associations.v4.basicApi.getPage('contacts', contactId, 'emails');
    expect(results).toHaveLength(1);
    const { properties } = await screen.crm.objects.basicApi.getById('emails', results[0]?.toObjectId ?? '', [
      'hs_email_direction',
      'hs_email_status',
      'hs_email_subject',
      'hs_email_text',
      'hs_email_headers',
      'hubspot_owner_id',
      'hs_timestamp',
      'sop_key',
    ]);
    expect(properties).toMatchObject({
      hs_email_direction: 'EMAIL',
      hs_email_status: 'SENT',
      hs_email_subject: 'Email Marketing Consent form',
      hubspot_owner_id: owner.id,
      sop_key: mail.key,
    });
    expect(Date.parse(properties['hs_timestamp'] ?? '')).toBe(now);
    expect(JSON.parse(properties['hs_email_headers'] ?? '')).toMatchObject({
      from: { email: 'hello@healthprime.example' },
      to: [{ email }],
    });
    expect(properties['hs_email_text']).toContain('Hello Ann,');
    expect(properties['hs_email_text']).not.toContain('gateway.example');
  });

  it('[K-07] a contact that is gone has no timeline', async () => {
    await screen.crm.contacts.basicApi.archive(contactId);
    await activities.logMail(theMail());
  });
});

describe('writeConsent', () => {
  const write = (state: 'subscribed' | 'unsubscribed', proofRef = 'proof-1', at = now) =>
    activities.writeConsent({ portalId, contactId, state, proofRef, at });

  it('[K-04] subscribes with legal basis and the reference of the proof', async () => {
    const proof = await grant(now - 5);
    expect(await write('subscribed', proof)).toBe('written');
    expect(await write('subscribed', proof)).toBe('written');
    expect((await status()).state).toBe('SUBSCRIBED');
    const answer = await screen.apiRequest({
      path: `/communication-preferences/2026-03/statuses/${encodeURIComponent(email)}?channel=EMAIL`,
    });
    const { results } = (await answer.json()) as { results: { subscriptionId: number }[] };
    expect(results.find((one) => one.subscriptionId === subscriptionId)).toMatchObject({
      legalBasis: 'CONSENT_WITH_NOTICE',
      legalBasisExplanation: `Consented on ${new Date(now - 5).toISOString()}, proof ${proof}`,
    });
  });

  it('[K-06] a withdrawal on our page beats the consent that is still to be written', async () => {
    await grant(now - 5);
    await withdraw();
    expect(await write('subscribed')).toBe('superseded');
    expect((await status()).state).toBe('NOT_SPECIFIED');
    expect(await write('unsubscribed')).toBe('written');
    expect((await status()).state).toBe('UNSUBSCRIBED');
  });

  it('[K-06] an opt-out in HubSpot after the consent beats it, too', async () => {
    await grant(now - 5);
    await set('UNSUBSCRIBED');
    expect((await status()).at).toBeGreaterThan(now - 5);
    expect(await write('subscribed', 'proof-1', now + 3_600_000)).toBe('superseded');
    expect((await status()).state).toBe('UNSUBSCRIBED');
  });

  it('[K-08] a fresh consent counts after an opt-out, and the older withdrawal is not written over it', async () => {
    await set('UNSUBSCRIBED');
    await withdraw();
    const proof = await grant((await status()).at + 1_000);
    expect(await write('unsubscribed')).toBe('superseded');
    expect(await write('subscribed', proof)).toBe('written');
    expect((await status()).state).toBe('SUBSCRIBED');
  });

  it('[K-04] says when there is nobody to write it for', async () => {
    await change({ email: '' });
    expect(await write('unsubscribed')).toBe('noAddress');
    await screen.crm.contacts.basicApi.archive(contactId);
    expect(await write('unsubscribed')).toBe('gone');
  });
});

it('[C-13] unsubscribeAll leaves a contact subscribed to nothing', async () => {
  await set('SUBSCRIBED');
  await activities.unsubscribeAll({ contactId });
  await activities.unsubscribeAll({ contactId });
  expect((await status()).state).toBe('UNSUBSCRIBED');
  const { properties } = await screen.crm.contacts.basicApi.getById(contactId, ['hs_email_optout']);
  expect(properties['hs_email_optout']).toBe('true');
});

/** Somebody sets it in HubSpot. */
function set(state: 'SUBSCRIBED' | 'UNSUBSCRIBED'): Promise<void> {
  return portal.hubspot.setSubscription(email, { subscriptionId, state, explanation: 'by hand' });
}

async function engage(kind: string): Promise<void> {
  const body = JSON.stringify({ contactId, kind });
  await fetch(`${portal.sandbox.url}/__sandbox/contacts/engage`, { method: 'POST', body });
}
