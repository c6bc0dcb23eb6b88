/** What activities need to know of the portal and nobody has to ask twice. */
import type { PortalFacts } from '../activities/deal.ts';
import type { ContactPortal } from '../domain/contact/policy.ts';
import type { Staff } from '../domain/deal/policy.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { contactPortal } from '../hubspot/contact-portal.ts';
import { findByLabel, portalIds, PortalNotReadyError } from '../hubspot/portal-ids.ts';
import type { Owner } from '../hubspot/schemas.ts';

/** Kept this long, so that a changed role or a renamed stage is taken up without a restart. */
const FRESH_MS = 5 * 60_000;

/** What deals need. */
export function rememberPortal(hubspot: HubSpot, policy: Policy): () => Promise<PortalFacts> {
  return remembered(() => readPortal(hubspot, policy));
}

/** What contacts need; apart from the deals, which go on in a portal whose lifecycle stages are not there yet. */
export function rememberContactPortal(hubspot: HubSpot, policy: Policy): () => Promise<ContactPortal> {
  return remembered(() => contactPortal(hubspot, policy));
}

/** Asked once in a while; a failure is asked again at the next call. */
export function remembered<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  let askedAt = 0;
  return () => {
    if (answer === undefined || Date.now() - askedAt > FRESH_MS) {
      askedAt = Date.now();
      answer = read();
      answer.catch(() => {
        answer = undefined;
      });
    }
    return answer;
  };
}

async function readPortal(hubspot: HubSpot, policy: Policy): Promise<PortalFacts> {
  const [ids, owners, onboarding] = await Promise.all([
    portalIds(hubspot, policy),
    hubspot.owners(),
    onboardingPlace(hubspot, policy),
  ]);
  return { ids, staff: staffOf(policy, owners), names: namesOf(owners), onboarding };
}

function namesOf(owners: Owner[]): Record<string, string> {
  const named = owners.map(({ id, firstName, lastName }): [string, string] => [id, `${firstName} ${lastName}`.trim()]);
  return Object.fromEntries(named.filter(([, name]) => name !== ''));
}

function staffOf(policy: Policy, owners: Owner[]): Staff {
  return {
    actors: Object.fromEntries(owners.map(({ id, userId }) => [id, `person:${userId}`])),
    roles: Object.fromEntries(
      policy.staff.map(({ role, emails }) => {
        const held = emails.map((email) => email.toLowerCase());
        // In the policy's order: the first is the one who is asked.
        const holders = held.flatMap((email) => owners.filter((owner) => owner.email?.toLowerCase() === email));
        return [role, holders.map(({ id }) => id)];
      }),
    ),
  };
}

async function onboardingPlace(hubspot: HubSpot, policy: Policy): Promise<PortalFacts['onboarding']> {
  if (policy.onboarding === undefined) return undefined;
  const { pipeline, opensIn } = policy.onboarding;
  const label = pipeline.stages.find(({ key }) => key === opensIn)?.label ?? opensIn;
  const found = findByLabel(await hubspot.pipelines('ticket'), pipeline.label);
  const stage = found === undefined ? undefined : findByLabel(found.stages, label);
  if (found === undefined || stage === undefined) {
    throw new PortalNotReadyError([`the ticket pipeline "${pipeline.label}" with the stage "${label}"`]);
  }
  const stages = Object.fromEntries(
    pipeline.stages.flatMap(({ key, label: name }) => {
      const there = findByLabel(found.stages, name);
      return there === undefined ? [] : [[key, there.id]];
    }),
  );
  return { pipelineId: found.id, stageId: stage.id, stages };
}
