/** Makes a portal ready for the policy: what is missing is added, what is there stays, nothing is ever deleted (D-01). */
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import { isRefusal } from './refusal.ts';
import { lifecycleSteps } from './setup-lifecycle.ts';
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
 * was cut short goes on where it stopped. Throws the `HubSpotError` of the first change that HubSpot refuses, unless a person can make it by
 * hand.
 */
export async function applyPortal(
  hubspot: HubSpot,
  policy: Policy,
  onProgress: (change: PortalChange) => void,
): Promise<PortalChange[]> {
  const done: PortalChange[] = [];
  for (const step of await steps(hubspot, policy)) {
    const change = await carriedOut(step);
    done.push(change);
    onProgress(change);
  }
  return done;
}

/** What HubSpot leaves to people becomes their problem and holds nothing else up. */
async function carriedOut(step: SetupStep): Promise<PortalChange> {
  try {
    await step.apply?.();
    return toChange(step);
  } catch (error) {
    if (step.byHand === undefined || !isRefusal(error)) throw error;
    return { part: step.part, kind: 'problem', words: `${step.byHand}. ${error.message}` };
  }
}

async function steps(hubspot: HubSpot, policy: Policy): Promise<SetupStep[]> {
  return [
    ...(await propertySteps(hubspot, policy)),
    ...(await lifecycleSteps(hubspot, policy)),
    ...(await pipelineSteps(hubspot, policy)),
  ];
}

function toChange({ part, kind, words }: SetupStep): PortalChange {
  return { part, kind, words };
}
