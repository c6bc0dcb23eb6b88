/** What of a portal stands in the way of contacts' rules, as far as HubSpot's API shows it. Reads only. */
import { PORTAL_PROPERTIES } from '../domain/contact/policy.ts';
import { findProperty } from '../domain/policy/lookup.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import { HubSpotError } from './error.ts';
import { orRefusal } from './refusal.ts';

/** One sentence each, for an admin; empty under a policy without contacts. */
export async function contactWarnings(hubspot: HubSpot, policy: Policy): Promise<string[]> {
  if (policy.contacts === undefined) return [];
  const { mail, properties } = policy.contacts;
  return [
    ...(await consentWarnings(hubspot, mail.subscriptionType)),
    ...(await sourceWarnings(hubspot, policy, [properties.originalChannel, properties.deliveredSource])),
  ];
}

/** K-04: consent is written to a kind of mail that marketers make in HubSpot's settings. */
async function consentWarnings(hubspot: HubSpot, name: string): Promise<string[]> {
  const found = await orRefusal(hubspot.subscriptionType(name));
  if (found instanceof HubSpotError) return [`The subscription types cannot be read. ${found.message}`];
  return found === undefined
    ? [`This portal has no subscription type "${name}", to which consent is written: make one, or correct the policy`]
    : [];
}

/** C-03: HubSpot adds sources now and then, and a value that is no option could not be kept. */
async function sourceWarnings(hubspot: HubSpot, policy: Policy, kept: string[]): Promise<string[]> {
  const definitions = await orRefusal(hubspot.properties('contact'));
  if (definitions instanceof HubSpotError) return [`The properties cannot be read. ${definitions.message}`];
  const source = definitions.find(({ name }) => name === PORTAL_PROPERTIES.source);
  return kept.flatMap((name) => {
    const row = findProperty(policy, 'contact', name);
    const known = new Set(row?.options?.map(({ value }) => value));
    const unknown = (source?.options ?? []).filter(({ value }) => !known.has(value)).map(({ label }) => label);
    return unknown.length === 0
      ? []
      : [
          `HubSpot knows the sources ${unknown.join(', ')}, which "${row?.label ?? name}" of the policy lacks: add them`,
        ];
  });
}
