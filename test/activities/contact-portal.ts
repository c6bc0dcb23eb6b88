/** A contact's activities on the sandbox's portal, run as Temporal would: attempt after attempt until one succeeds. */
import { ApplicationFailure, asyncLocalStorage, Context } from '@temporalio/activity';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { contactPlaces } from '../../src/hubspot/contact-places.ts';
import { type ContactActivities, createContactActivities } from '../../src/activities/contact/index.ts';
import { failing } from '../../src/activities/errors.ts';
import { changeTask } from '../../src/activities/tasks.ts';
import type { ContactPortal } from '../../src/domain/contact/policy.ts';
import { defaultContacts } from '../../src/domain/policy/default-contacts.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { HubSpot } from '../../src/hubspot/client.ts';
import { HubSpotError } from '../../src/hubspot/error.ts';
import { portalIds } from '../../src/hubspot/portal-ids.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { startPortal, type TestPortal } from '../hubspot/portal.ts';

export const PORTAL = sandboxDefaults.portalId;

/** Deals and contacts end their tasks by the same activity. */
type WithTasks = ContactActivities & { completeTask(task: { key: string }): Promise<void> };

export interface ContactTestPortal extends TestPortal {
  people: People;
  facts: ContactPortal;
  activities: WithTasks;
  /** The same activities over another port, e.g. one that loses answers. */
  over(hubspot: HubSpot): WithTasks;
  /** Whom the journal was asked to forget. */
  erased: Set<string>;
  /** Turns given to each role so far, by key. */
  turns: Map<string, number>;
  pipelineId(key: string): string;
  contact(properties?: Record<string, string>): Promise<string>;
  associated(from: string, id: string, to: string): Promise<string[]>;
}

export async function startContactPortal(): Promise<ContactTestPortal> {
  const portal = await startPortal();
  const policy = { ...defaultPolicy, contacts: defaultContacts };
  await applyPortal(portal.hubspot, policy, () => undefined);
  const ids = await portalIds(portal.hubspot, policy);
  const facts = await contactPortal(portal.hubspot, policy);
  const places = await contactPlaces(portal.hubspot);
  const { clientSecret, ...defaults } = sandboxDefaults;
  const config = { ...defaults, baseUrl: portal.sandbox.url, clientSecrets: [clientSecret], callsPerTenSeconds: 1000 };
  const people = await People.of({ hubspot: config }, policy);
  const rep = people.owner('ruth.amado@healthprime.example');
  const erased = new Set<string>();
  const turns = new Map<string, number>();
  const over = (hubspot: HubSpot) => ({
    ...failing({
      completeTask: async ({ key }: { key: string }) => changeTask(hubspot, policy, { key, change: 'complete' }),
    }),
    ...createContactActivities({
      hubspot,
      policy,
      dealPortal: async () => ({ ids }),
      contactPortal: async () => facts,
      places: async () => places,
      journal: { lastSeq: async () => 7, isErased: async (_entity, _portal, id) => erased.has(id) },
      rota: {
        take: async (_portal, _role, key) => {
          const turn = turns.get(key) ?? turns.size;
          turns.set(key, turn);
          return turn;
        },
      },
    }),
  });
  let count = 0;
  return {
    ...portal,
    people,
    facts,
    over,
    activities: over(portal.hubspot),
    erased,
    turns,
    pipelineId: (key) => ids.pipelines[key]?.id ?? '',
    contact: (properties = {}) => {
      count += 1;
      return people.create(rep, 'contacts', { email: `person${count}@clinic.example`, ...properties });
    },
    associated: async (from, id, to) => {
      const ofOne = await portal.hubspot.associatedIds(from as 'contact', [id], to as 'deal');
      return ofOne.get(id) ?? [];
    },
  };
}

/** Runs something as the n-th attempt of an activity. */
export function asAttempt<Result>(attempt: number, run: () => Promise<Result>): Promise<Result> {
  const context = Object.assign(Object.create(Context.prototype) as Context, { info: { attempt } });
  return asyncLocalStorage.run(context, run);
}

/** Attempts until one succeeds or one fails for good. */
export async function retried<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await asAttempt(attempt, run);
    } catch (error) {
      if (attempt === 10 || !(error instanceof ApplicationFailure) || error.nonRetryable === true) throw error;
    }
  }
}

const WRITES = new Set(['updateRecord', 'upsertByKey', 'createByKey', 'associate', 'associateMany', 'archiveRecord']);

/** A port that loses the answer to its n-th write: what was to be done was done. `writes` counts them. */
export function losingAnswer(hubspot: HubSpot, n: number): { port: HubSpot; writes: () => number } {
  let writes = 0;
  const port = new Proxy(hubspot, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || !WRITES.has(String(name))) return method;
      return async (...args: unknown[]): Promise<unknown> => {
        writes += 1;
        const isLost = writes === n;
        const answer: unknown = await Reflect.apply(method, target, args);
        if (isLost) throw new HubSpotError({ operation: String(name), kind: 'timeout', mayHaveHappened: true });
        return answer;
      };
    },
  });
  return { port, writes: () => writes };
}

/**
 * Does something once for each of its writes, on a scene of its own, and each time loses the answer to another one; then
 * looks whether the outcome is the same.
 */
export async function whicheverAnswerIsLost<Scene>(
  portal: ContactTestPortal,
  scene: () => Promise<Scene>,
  act: (activities: WithTasks, scene: Scene) => Promise<unknown>,
  check: (scene: Scene) => Promise<void>,
): Promise<void> {
  for (let lost = 1; ; lost += 1) {
    const set = await scene();
    const { port, writes } = losingAnswer(portal.hubspot, lost);
    const losing = portal.over(port);
    await retried(() => act(losing, set));
    // And once more, as after a crash of the worker that had its answer.
    await asAttempt(1, () => act(portal.activities, set));
    await check(set);
    if (writes() < lost) return;
  }
}
