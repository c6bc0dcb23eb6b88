/** Contacts that are forgotten, merged, deleted and restored; and where their names may not be. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openConsents } from '../src/journal/consents.ts';
import { openStateQuery } from '../src/workflows/messages.ts';
import { wordsOf } from './replay/words.ts';
import { ConsentScene, linkIn, submit } from './support/consent-scene.ts';
import { waitFor } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

/** In spellings that no code would write by itself. */
const CANARIES = {
  email: 'zephyrine@tallowmere',
  firstName: 'Zephyrine',
  lastName: 'Quillfeather',
  phone: '5550173424',
  reply: 'Thistlecombe',
  veto: 'Pennywhistle',
  agent: 'Marrowbrowser',
};
const EMAIL = `${CANARIES.email}.example`;

let scene: ConsentScene;
let worker: WorkerProcess;
let consents: ReturnType<typeof openConsents>;
let logs = '';
beforeAll(async () => {
  scene = await ConsentScene.start({ worker: false, log: (line) => (logs += `${line}\n`) });
  const { config, temporal } = scene.stack;
  worker = await startWorkerProcess(config, temporal, inject('workflowBundlePath'));
  consents = openConsents({ databaseUrl: config.databaseUrl });
  await scene.toBusinessHours();
});
afterAll(async () => {
  await worker.kill();
  await consents.close();
  await scene.close();
});

const status = async (id: string) => (await scene.handle(id).describe()).status.name;
const ends = (id: string) =>
  waitFor(`the workflow of contact ${id} to end`, async () => (await status(id)) === 'COMPLETED', 40_000);
const becomes = (id: string, wanted: string) =>
  waitFor(`contact ${id} to be ${wanted}`, async () => (await scene.see(id, 'sop_consent_status')) === wanted, 40_000);
/** Somebody new who got the request and consented. */
async function consented(email: string, properties: Record<string, string> = {}): Promise<string> {
  const id = await scene.create(email, properties);
  await becomes(id, 'requested');
  await submit(linkIn(scene.mailTo(email), 'consent'), { email });
  await becomes(id, 'granted');
  await scene.stack.world.settle();
  return id;
}
/** Whatever Temporal holds of all workflows. */
async function temporalWords(): Promise<string[]> {
  const words: string[] = [];
  const { client } = scene.stack;
  for await (const { raw, workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    words.push(...wordsOf(raw), ...wordsOf((await handle.describe()).raw), ...wordsOf(await handle.fetchHistory()));
    words.push(
      ...wordsOf(await handle.query(openStateQuery)),
      ...wordsOf(await handle.query('__temporal_workflow_metadata')),
    );
  }
  return words;
}

describe('a person who is forgotten', () => {
  let id: string;

  it('[R-10] was never named in Temporal, in the journal or in a log, mails and pages included', async () => {
    const { people, world } = scene.stack;
    // The first attempt is refused, and mail servers quote addresses: the failure stands in the history and in the log.
    await scene.behave('greylist');
    id = await consented(EMAIL, { firstname: CANARIES.firstName, lastname: CANARIES.lastName, phone: CANARIES.phone });
    await scene.behave('accept');
    const reply = await people.create(scene.rep, 'emails', {
      hs_timestamp: new Date(world.now()).toISOString(),
      hs_email_direction: 'INCOMING_EMAIL',
      hs_email_subject: `${CANARIES.reply} answers`,
      hs_email_text: `${CANARIES.reply}: call me.`,
      hs_email_headers: JSON.stringify({ from: { email: EMAIL }, to: [], cc: [], bcc: [] }),
    });
    await people.associate(scene.rep, 'emails', reply, 'contacts', id);
    await waitFor('the reply to count', async () => (await scene.see(id, 'lifecyclestage')) === scene.stageId('mql'));
    await scene.change(id, {
      no_positive_impression: 'yes',
      no_positive_impression_reason: `${CANARIES.veto} said no.`,
    });
    await fetch(linkIn(scene.mailTo(EMAIL), 'consent'), { headers: { 'user-agent': CANARIES.agent } });
    await world.settle();

    const temporal = await temporalWords();
    const journal = wordsOf(await scene.journal(id));
    // The search finds what is there.
    expect(temporal.some((word) => word.includes(scene.handle(id).workflowId))).toBe(true);
    expect(temporal.some((word) => word.includes('consentRequest'))).toBe(true);
    expect(temporal.some((word) => word.includes('the mail server did not take the mail'))).toBe(true);
    expect(journal).toContain('consentGranted');
    expect(logs + worker.log()).toContain('Temporal:');
    for (const [what, canary] of Object.entries(CANARIES)) {
      const found = [...temporal, ...journal, logs, worker.log()].filter((word) => word.includes(canary));
      expect({ what, found: found.map((word) => word.slice(0, 200)) }).toEqual({ what, found: [] });
    }
  }, 90_000);

  it('[R-10] leaves a tombstone and a keyed hash; the workflow ends, and a late event brings nobody back', async () => {
    const { people, sandbox, world, config } = scene.stack;
    const { portalId } = config.hubspot;
    const kept = (await consents.proofs(portalId, id))[0];
    expect(kept?.address).toBe(EMAIL);
    const late = sandbox.webhooks.deliveries.filter(({ events }) => events.some((one) => String(one.objectId) === id));
    await people.call(scene.rep, 'POST', '/crm/v3/objects/contacts/gdpr-delete', { objectId: id });
    await ends(id);

    const [proof, ...more] = await consents.proofs(portalId, id);
    expect(more).toEqual([]);
    expect(proof).toMatchObject({ addressHash: kept?.addressHash, at: kept?.at, wordingVersion: kept?.wordingVersion });
    for (const gone of ['address', 'ip', 'userAgent']) expect(proof).not.toHaveProperty(gone);
    expect(await scene.stack.journal.isErased('contact', portalId, id)).toBe(true);
    const recorded = await scene.kinds(id);
    const { runId } = await scene.handle(id).describe();

    expect(late.length).toBeGreaterThan(0);
    for (const { id: delivery } of late) {
      await people.call(undefined, 'POST', `/__sandbox/deliveries/${delivery}/redeliver`);
    }
    await waitFor('the late events to come', async () => (await scene.handle(id).describe()).runId !== runId);
    await world.settle();
    await ends(id);
    expect(await scene.kinds(id)).toEqual(recorded);
    expect(scene.mailsTo(EMAIL)).toHaveLength(1);
  }, 90_000);
});

describe('two records of one person', () => {
  it('[R-10] [K-02] are merged: the survivor keeps the consent, gets no second request, and the other workflow ends', async () => {
    const { people, world } = scene.stack;
    const first = await consented('ada@example.com');
    const before = scene.inbox.messages().length;
    // Created when no mail goes out.
    await world.advanceTo(Math.ceil(world.now() / 86_400_000) * 86_400_000 + 4 * 3_600_000);
    const second = await scene.create('ada.again@example.com');
    await world.settle();
    const answer = await people.call(scene.rep, 'POST', '/crm/v3/objects/contacts/merge', {
      primaryObjectId: second,
      objectIdToMerge: first,
    });
    const survivor = (answer as { id: string }).id;
    for (const id of [first, second]) if (id !== survivor) await ends(id);
    await becomes(survivor, 'granted');
    await scene.toBusinessHours();
    await world.settle();
    expect(scene.inbox.messages()).toHaveLength(before);
    expect((await scene.state(survivor)).consent?.state).toBe('granted');
  }, 90_000);
});

describe('a contact that is deleted', () => {
  it('[R-10] ends, and goes on when it is restored, without a second request', async () => {
    const { people, world } = scene.stack;
    const email = 'boomerang@example.com';
    await scene.toBusinessHours();
    const id = await scene.create(email);
    await becomes(id, 'requested');
    await world.settle();
    await people.call(scene.rep, 'DELETE', `/crm/v3/objects/contacts/${id}`);
    await ends(id);
    expect(await scene.kinds(id)).toContain('gone');
    // For `why`: it wakes up for nothing any more.
    expect(await scene.stack.contact(id)).not.toHaveProperty('wakesAt');

    await people.call(undefined, 'POST', `/__sandbox/objects/contacts/${id}/restore`);
    await waitFor('the workflow to run again', async () => (await status(id)) === 'RUNNING', 40_000);
    await world.settle();
    expect(await scene.see(id, 'sop_consent_status')).toBe('requested');
    expect(scene.mailsTo(email)).toHaveLength(1);
  }, 90_000);
});
