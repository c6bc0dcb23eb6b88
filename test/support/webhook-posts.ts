/** Webhooks as HubSpot posts them, made by the test: for events that the sandbox's portal has no reason to send. */
import { signV3 } from '../../src/hubspot/signature.ts';
import type { TestStack } from './stack.ts';

let lastEventId = 5_000_000_000;

/** A change of a deal's property, as in a POST of HubSpot; `occurredAt` in ms since 1970. */
export function propertyChange(
  stack: TestStack,
  dealId: string,
  property: string,
  value: string,
  occurredAt = Date.now(),
) {
  return { ...event(stack, dealId, 'propertyChange', occurredAt), propertyName: property, propertyValue: value };
}

export function deletion(stack: TestStack, dealId: string) {
  return { ...event(stack, dealId, 'deletion', Date.now()), changeFlag: 'DELETED' };
}

/** New contacts, one event each. */
export function creations(stack: TestStack, contactIds: string[]) {
  return contactIds.map((id) => ({
    ...event(stack, id, 'creation', Date.now()),
    subscriptionType: 'contact.creation',
  }));
}

/** A change of a company's property. */
export function companyChange(stack: TestStack, companyId: string, property: string, value: string) {
  const change = {
    ...event(stack, companyId, 'propertyChange', Date.now()),
    subscriptionType: 'company.propertyChange',
  };
  return { ...change, propertyName: property, propertyValue: value };
}

function event({ config }: TestStack, dealId: string, change: string, occurredAt: number) {
  lastEventId += 1;
  return {
    eventId: lastEventId,
    subscriptionId: 12,
    portalId: Number(config.hubspot.portalId),
    appId: Number(config.hubspot.appId),
    occurredAt,
    subscriptionType: `deal.${change}`,
    attemptNumber: 0,
    objectId: Number(dealId),
    changeSource: 'CRM_UI',
    sourceId: 'userId:77',
  };
}

/** Posts the events in one signed POST to the gateway; throws unless they are taken. */
export async function postWebhook({ config }: TestStack, events: object[]): Promise<void> {
  const uri = `${config.publicUrl}/webhooks/hubspot`;
  const body = JSON.stringify(events);
  const timestamp = Date.now();
  const [secret = ''] = config.hubspot.clientSecrets;
  const response = await fetch(uri, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-HubSpot-Request-Timestamp': String(timestamp),
      'X-HubSpot-Signature-v3': signV3({ secret, method: 'POST', uri, body, timestamp }),
    },
    body,
  });
  if (response.status !== 204) throw new Error(`the gateway answered ${response.status}`);
}
