/** Makes a portal ready for the policy: what is missing is added, what is there stays, nothing is ever deleted (D-01). */
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import { pipelineSteps } from './setup-pipelines.ts';
import { propertySteps } from './setup-properties.ts';
import type { PortalChange, SetupStep } from './setup-step.ts';

export type { PortalChange, PortalPart } from './setup-step.ts';

/** What `applyPortal` would do, in order. Reads only. Empty when the portal is ready. */
export async function planPortal(hubspot: HubSpot, policy: Policy): Promise<PortalChange[]> {
  return (await steps(hubspot, policy)).map(toChange);
}

/**
 * Carries out the plan and returns it; each change is announced when it is done, problems too. Safe to run again: a run that
 * was cut short goes on where it stopped. Throws the `HubSpotError` of the first change that HubSpot refuses.
 */
export async function applyPortal(
  hubspot: HubSpot,
  policy: Policy,
  onProgress: (change: PortalChange) => void,
): Promise<PortalChange[]> {
  const done: PortalChange[] = [];
  for (const step of await steps(hubspot, policy)) {
    await step.apply?.();
    const change = toChange(step);
    done.push(change);
    onProgress(change);
  }
  return done;
}

async function steps(hubspot: HubSpot, policy: Policy): Promise<SetupStep[]> {
  return [...(await propertySteps(hubspot, policy)), ...(await pipelineSteps(hubspot, policy))];
}

function toChange({ part, kind, words }: SetupStep): PortalChange {
  return { part, kind, words };
}
