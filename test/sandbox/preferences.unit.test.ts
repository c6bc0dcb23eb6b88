import { PublicUpdateSubscriptionStatusRequestLegalBasisEnum as Basis } from '@hubspot/api-client/lib/codegen/communication_preferences/models/PublicUpdateSubscriptionStatusRequest.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startReceiver, type Receiver } from './receiver.ts';
import { at, startTestSandbox, type TestSandbox } from './support.ts';

let app: Receiver;
let hub: TestSandbox;
let subscriptionId: string;
beforeAll(async () => {
  app = await startReceiver();
  hub = await startTestSandbox({ webhookTarget: app.url });
  const { subscriptionDefinitions } = await hub.client.communicationPreferences.definitionApi.getPage();
  subscriptionId = subscriptionDefinitions.find(({ isInternal }) => !isInternal)?.id ?? '';
});
afterAll(async () => {
  await hub.sandbox.close();
  await app.close();
});

let count = 0;
let emailAddress: string;
let contact: string;
beforeEach(async () => {
  count += 1;
  emailAddress = `ann.${count}@lakeside.example`;
  const created = await hub.client.crm.contacts.basicApi.create({
    properties: { email: emailAddress },
    associations: [],
  });
  contact = created.id;
  await hub.sandbox.webhooks.idle();
  app.posts.length = 0;
});

const statuses = (rest = '') => `/communication-preferences/2026-03/statuses/${emailAddress}${rest}?channel=EMAIL`;
const set = async (statusState: string) =>
  hub.call('POST', statuses(), {
    subscriptionId: Number(subscriptionId),
    statusState,
    channel: 'EMAIL',
    legalBasis: 'CONSENT_WITH_NOTICE',
    legalBasisExplanation: 'proof 12',
  });
const told = async () => {
  await hub.sandbox.webhooks.idle();
  const events = app.events().map(({ propertyName, propertyValue }) => [propertyName, propertyValue]);
  app.posts.length = 0;
  return events;
};

test("HubSpot's client subscribes and unsubscribes, and cannot win back who said no", async () => {
  const { statusApi } = hub.client.communicationPreferences;
  const change = {
    emailAddress,
    subscriptionId,
    legalBasis: Basis.ConsentWithNotice,
    legalBasisExplanation: 'proof 12',
  };
  expect(await statusApi.subscribe(change)).toMatchObject({
    id: subscriptionId,
    status: 'SUBSCRIBED',
    legalBasisExplanation: 'proof 12',
  });
  expect((await statusApi.unsubscribe({ emailAddress, subscriptionId })).status).toBe('NOT_SUBSCRIBED');
  await expect(statusApi.subscribe(change)).rejects.toMatchObject({
    code: 400,
    body: { subCategory: 'SubscriptionError.CANNOT_UPDATE_UNSUBSCRIBED' },
  });
  const { recipient, subscriptionStatuses } = await statusApi.getEmailStatus(emailAddress);
  expect(recipient).toBe(emailAddress);
  expect(subscriptionStatuses.map(({ status }) => status)).toEqual(Array(3).fill('NOT_SUBSCRIBED'));
});

test('the dated form can, and keeps the legal basis', async () => {
  const first = await hub.call('GET', statuses());
  expect(at(first.body, 'results')).toHaveLength(3);
  expect(at(first.body, 'results', 0)).toMatchObject({ status: 'NOT_SPECIFIED', subscriberIdString: emailAddress });
  await set('UNSUBSCRIBED');
  expect((await set('SUBSCRIBED')).body).toMatchObject({
    results: [
      {
        subscriptionId: Number(subscriptionId),
        status: 'SUBSCRIBED',
        legalBasisExplanation: 'proof 12',
        setStatusSuccessReason: 'RESUBSCRIBE_OCCURRED',
      },
    ],
  });
  expect(at((await set('SUBSCRIBED')).body, 'results', 0, 'setStatusSuccessReason')).toBe('NO_STATUS_CHANGE');
});

test('opting out shows on the contact, with events', async () => {
  await set('UNSUBSCRIBED');
  expect(await told()).toEqual([[`hs_email_optout_${subscriptionId}`, 'true']]);
  await hub.call('POST', statuses('/unsubscribe-all'));
  expect(await told()).toContainEqual(['hs_email_optout', 'true']);
  expect(at((await hub.call('GET', statuses('/unsubscribe-all'))).body, 'results', 0)).toMatchObject({
    status: 'UNSUBSCRIBED',
    wideStatusType: 'PORTAL_WIDE',
  });
  const { properties } = await hub.client.crm.contacts.basicApi.getById(contact, ['hs_email_optout']);
  expect(properties['hs_email_optout']).toBe('true');
  await set('SUBSCRIBED');
  expect(await told()).toEqual([
    [`hs_email_optout_${subscriptionId}`, ''],
    ['hs_email_optout', ''],
  ]);
});

test('an address without a contact has statuses, too; of any case', async () => {
  emailAddress = `Nobody.${count}@Lakeside.example`;
  await set('SUBSCRIBED');
  emailAddress = emailAddress.toLowerCase();
  const { body } = await hub.call('GET', statuses());
  expect(at(body, 'results', 0, 'status')).toBe('SUBSCRIBED');
});

test.each([
  ['a kind of mail that there is not', { subscriptionId: 7, statusState: 'SUBSCRIBED', channel: 'EMAIL' }, 404],
  ['another channel', { subscriptionId: 302990117, statusState: 'SUBSCRIBED', channel: 'SMS' }, 400],
  [
    'a legal basis that there is not',
    { subscriptionId: 302990117, statusState: 'SUBSCRIBED', channel: 'EMAIL', legalBasis: 'WISH' },
    400,
  ],
])('%s is refused', async (_, body, status) => {
  expect((await hub.call('POST', statuses(), body)).status).toBe(status);
});
