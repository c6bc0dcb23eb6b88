/** What happens to the contacts whose histories are kept (record.ts). Names and texts carry a word that no history may hold. */
import { firstBusinessDayOfQuarter, remindsAt, reviewPolicy } from '../../src/domain/contact/review.ts';
import type { LifecycleKey } from '../../src/domain/policy/contact-types.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { createHubSpot } from '../../src/hubspot/client.ts';
import { contactWorkflowId, dealWorkflowId, exclusionReviewId } from '../../src/workflows/ids.ts';
import { consentSignal, policyChangedSignal } from '../../src/workflows/messages.ts';
import { repOf } from '../support/projects.ts';
import { seldomPolicy } from './contact-policy.ts';
import { control, idOf, NAME, pass, type Scene, type Story, TYPED, whileAnswering } from './scene.ts';

/** HubSpot's id of the call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Short ones first: time passes for everybody who was there before. */
export const contactStories: Record<string, Story> = {
  'contact-became-target': ofContact((scene) => meet(scene)),

  'contact-waited-for-its-policy': ofContact(async (scene) => {
    let id = '';
    await whileAnswering(scene, '401', '/', async () => {
      id = await create(scene);
    });
    await pass(scene, { minutes: 61 });
    return id;
  }),

  'contact-refused-and-recovered': ofContact(async (scene) => {
    const when = { property: 'lifecyclestage', values: [await stageId(scene, 'target')] };
    const rule = { objectType: 'contacts', property: 'jobtitle', when };
    await control(scene, 'PUT', 'conditional-rules', { rules: [rule] });
    const id = await meet(scene);
    await control(scene, 'PUT', 'conditional-rules', { rules: [] });
    await pass(scene, { minutes: 61 });
    return id;
  }),

  'contact-handed-off': ofContact(async (scene) => {
    const id = await meet(scene);
    await change(scene, id, { qualified_lead_kind: 'ideal_customer' });
    await talk(scene, id);
    await change(scene, id, { lead_acceptance: 'rejected', lead_rejection_reason: `${TYPED} knows them.` });
    return id;
  }),

  'contact-put-back': ofContact(async (scene) => {
    const id = await meet(scene);
    await change(scene, id, { lifecyclestage: 'salesqualifiedlead' });
    await pass(scene, { minutes: 16 });
    return id;
  }),

  'contact-opened-a-deal': ofContact((scene) => qualify(scene)),

  'contact-excluded-and-deleted': ofContact(async (scene) => {
    const id = await meet(scene);
    await change(scene, id, { lifecyclestage: await stageId(scene, 'excluded') });
    await change(scene, id, { exclusion_review_answer: 'delete' });
    return id;
  }),

  'contact-merged-away': ofContact(async (scene) => (await merge(scene)).merged),

  'contact-made-by-a-merge': ofContact(async (scene) => (await merge(scene)).made),

  'contact-erased': ofContact(async (scene) => {
    const id = await meet(scene);
    await talk(scene, id);
    await scene.people.call(repOf(scene.people), 'POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: id });
    await scene.world.settle();
    return id;
  }),

  'contact-told-of-a-new-policy': ofContact(async (scene) => {
    const id = await meet(scene);
    await scene.client.workflow.getHandle(workflowOf(scene, id)).signal(policyChangedSignal);
    await scene.world.settle();
    return id;
  }),

  'contact-consented-and-withdrew': ofContact(async (scene) => {
    const id = await meet(scene);
    await pass(scene, { days: 4 }); // over a weekend with a holiday
    for (const state of ['granted', 'withdrawn'] as const) await decide(scene, id, state);
    return id;
  }),

  'contact-turned-cold': ofContact(async (scene) => {
    const id = await meet(scene);
    await talk(scene, id);
    await pass(scene, { days: 93 });
    await talk(scene, id);
    return id;
  }),

  'contact-lost-and-recycled': ofContact(async (scene) => {
    const id = await qualify(scene);
    const [deal = ''] = await dealsOf(scene, id);
    const details = `${TYPED} never called back.`;
    const reasons = { deal_lost_reason_category: 'no_response', deal_lost_reason_details: details };
    await scene.people.changeDeal(repOf(scene.people), deal, reasons);
    await scene.world.settle();
    await pass(scene, { days: 91 });
    return id;
  }),

  'quarterly-review': async (scene) => {
    const id = await meet(scene);
    await change(scene, id, { lifecyclestage: await stageId(scene, 'excluded') });
    const policy = reviewPolicy(seldomPolicy);
    const review = firstBusinessDayOfQuarter(scene.world.now(), policy.calendar, policy.hour);
    await scene.world.advanceTo(review + MINUTE_MS);
    await scene.world.advanceTo(remindsAt(review, policy) + MINUTE_MS);
    return exclusionReviewId(scene.config.hubspot.portalId);
  },

  // What people owe around the gates: no next action is planned, a call is logged, the deal is lost, and the task is over.
  'deal-human-side': async ({ people, world, config }) => {
    const rep = repOf(people);
    const id = await people.createDeal(rep, { name: TYPED, pipeline: 'new_business', stage: 'sql' });
    await world.settle();
    const call = await people.create(rep, 'calls', {
      hs_call_direction: 'OUTBOUND',
      hs_call_disposition: 'b2cf5968-551e-4856-9783-52b3da59a7d0',
      hs_call_status: 'COMPLETED',
      hs_timestamp: new Date(world.now()).toISOString(),
    });
    await people.associate(rep, 'calls', call, 'deals', id);
    await world.settle();
    await world.advanceTo(world.now() + 4 * DAY_MS);
    await people.changeDeal(rep, id, { deal_lost_reason_category: 'budget', deal_lost_reason_details: TYPED });
    await world.settle();
    return dealWorkflowId(config.hubspot.portalId, id);
  },

  // The world runs what a schedule starts (docs/decisions/0017).
  'growth-report': async ({ client, world }) => {
    await world.advanceTo(world.now() + 7 * DAY_MS + MINUTE_MS);
    for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = 'growthReportWorkflow'` }))
      return workflowId;
    throw new Error('no week passes without a growth report');
  },
};

/** A story of one contact: plays, answers the contact's id. */
function ofContact(play: (scene: Scene) => Promise<string>): Story {
  return async (scene) => workflowOf(scene, await play(scene));
}

const workflowOf = ({ config }: Scene, id: string) => contactWorkflowId(config.hubspot.portalId, id);

let persons = 0;
function create({ people }: Scene): Promise<string> {
  persons += 1;
  const name = { firstname: TYPED, lastname: `${TYPED} ${persons}` };
  return people.create(repOf(people), 'contacts', { ...name, email: `${TYPED}.${persons}@example.com` });
}

/** A contact that was taken in. */
async function meet(scene: Scene): Promise<string> {
  const id = await create(scene);
  await scene.world.settle();
  return id;
}

async function change({ people, world }: Scene, id: string, properties: Record<string, string>): Promise<void> {
  await people.change(repOf(people), 'contacts', id, properties);
  await world.settle();
}

async function talk({ people, world }: Scene, id: string): Promise<void> {
  const rep = repOf(people);
  const call = await people.create(rep, 'calls', {
    hs_timestamp: new Date(world.now()).toISOString(),
    hs_call_disposition: CONNECTED,
    hs_call_direction: 'OUTBOUND',
    hs_call_body: `${TYPED} is interested.`,
  });
  await people.associate(rep, 'calls', call, 'contacts', id);
  await world.settle();
}

/** A contact of a company that talked and is exploring a decision: it is an SQL with a deal. */
async function qualify(scene: Scene): Promise<string> {
  const { people } = scene;
  const rep = repOf(people);
  const id = await meet(scene);
  const company = await people.create(rep, 'companies', { name: NAME });
  await people.associate(rep, 'contacts', id, 'companies', company);
  await talk(scene, id);
  await change(scene, id, { exploring_a_decision: 'yes' });
  await change(scene, id, { lifecyclestage: 'salesqualifiedlead' });
  return id;
}

async function dealsOf({ config }: Scene, id: string): Promise<string[]> {
  return (await createHubSpot(config.hubspot).associatedIds('contact', [id], 'deal')).get(id) ?? [];
}

/** As the page tells it (K-03, K-06). */
async function decide(scene: Scene, id: string, state: 'granted' | 'withdrawn'): Promise<void> {
  const news = { key: `page-${state}`, state, at: scene.world.now(), proof: `proof-${state}` };
  await scene.client.workflow.getHandle(workflowOf(scene, id)).signal(consentSignal, news);
  await scene.world.settle();
}

async function stageId({ config }: Scene, key: LifecycleKey): Promise<string> {
  return (await contactPortal(createHubSpot(config.hubspot), seldomPolicy)).stages[key];
}

/** A person merges two contacts into one. */
async function merge(scene: Scene): Promise<{ merged: string; made: string }> {
  const primaryObjectId = await meet(scene);
  const merged = await meet(scene);
  await talk(scene, merged);
  const body = { primaryObjectId, objectIdToMerge: merged };
  const made = await scene.people.call(repOf(scene.people), 'POST', '/crm/v3/objects/contacts/merge', body);
  await scene.world.settle();
  return { merged, made: idOf(made) };
}
