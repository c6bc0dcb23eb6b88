/** Webhooks as HubSpot may deliver them: doubled, shuffled, late. One mail, one lead, one deal, whatever the order. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsentScene } from './support/consent-scene.ts';
import { waitFor } from './support/stack.ts';

const CONTACTS = 30;
const COLLEAGUES = 20;
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';

let scene: ConsentScene;
beforeAll(async () => {
  scene = await ConsentScene.start();
  await scene.toBusinessHours();
});
afterAll(() => scene.close());

/** A talk, and what the rep says about it: what makes a Sales Qualified Lead (C-07). */
async function qualifies(id: string): Promise<void> {
  const { people, world } = scene.stack;
  const call = await people.create(scene.rep, 'calls', {
    hs_timestamp: new Date(world.now()).toISOString(),
    hs_call_direction: 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    hs_call_disposition: CONNECTED,
  });
  await people.associate(scene.rep, 'calls', call, 'contacts', id);
  await scene.change(id, { exploring_a_decision: 'yes' });
}
async function inDisorder(work: () => Promise<void>): Promise<void> {
  await disturb(1);
  scene.stack.sandbox.webhooks.hold();
  await work();
  scene.stack.sandbox.webhooks.release();
  await scene.stack.world.settle();
  await disturb(0);
}
async function disturb(rate: 0 | 1): Promise<void> {
  const { people } = scene.stack;
  await people.call(undefined, 'POST', '/__sandbox/webhooks/shuffle', { on: rate === 1 });
  await people.call(undefined, 'POST', '/__sandbox/webhooks/duplicate', { rate });
}
const outcome = async (id: string) => ({
  stage: await scene.see(id, 'lifecyclestage'),
  consent: await scene.see(id, 'sop_consent_status'),
  mails: (await scene.seeOn(id, 'emails', [])).length,
  leads: (await scene.seeOn(id, 'leads', [])).length,
  deals: (await scene.seeOn(id, 'deals', [])).length,
  tasks: new Set(await scene.tasks(id)).size === (await scene.tasks(id)).length,
});

describe('webhooks that come twice and in any order', () => {
  it('[R-03] [C-10] [L-01] [K-02] are one mail, one lead and one deal for each of 30 contacts', async () => {
    const { people } = scene.stack;
    const ids: string[] = [];
    await inDisorder(async () => {
      for (let n = 1; n <= CONTACTS; n += 1) {
        const company = await people.create(scene.rep, 'companies', { name: `Practice ${n}` });
        const id = await scene.create(`storm${n}@example.com`, { lifecyclestage: scene.stageId('mql') });
        await people.associate(scene.rep, 'contacts', id, 'companies', company);
        await qualifies(id);
        ids.push(id);
      }
    });
    for (const [n, id] of ids.entries()) {
      await waitFor(`contact ${id} to be an SQL`, async () => (await scene.kinds(id)).includes('qualified'), 60_000);
      expect([id, scene.mailsTo(`storm${n + 1}@example.com`).length]).toEqual([id, 1]);
    }
    await scene.stack.world.settle();
    const one = { stage: scene.stageId('sql'), consent: 'requested', mails: 1, leads: 1, deals: 1, tasks: true };
    for (const id of ids) expect([id, await outcome(id)]).toEqual([id, one]);
    for (const id of ids) {
      const kinds = await scene.kinds(id);
      expect([id, kinds.filter((kind) => kind === 'consentAsked').length]).toEqual([id, 1]);
    }
  }, 150_000);

  it('[C-10] 20 colleagues who qualify at once share one open New Business deal', async () => {
    const { people } = scene.stack;
    const company = await people.create(scene.rep, 'companies', { name: 'Colleagues United' });
    const ids: string[] = [];
    await inDisorder(async () => {
      for (let n = 1; n <= COLLEAGUES; n += 1) {
        const id = await scene.create(`colleague${n}@example.com`, { lifecyclestage: scene.stageId('mql') });
        await people.associate(scene.rep, 'contacts', id, 'companies', company);
        await qualifies(id);
        ids.push(id);
      }
    });
    for (const id of ids) {
      await waitFor(
        `contact ${id} to have a deal`,
        async () => (await scene.seeOn(id, 'deals', [])).length > 0,
        60_000,
      );
    }
    await scene.stack.world.settle();
    const deals = new Set<string>();
    for (const id of ids) {
      const own = await scene.seeOn(id, 'deals', ['hs_object_id', 'sop_open_deal_key', 'sop_second_open_deal']);
      expect([id, own.length]).toEqual([id, 1]);
      deals.add(JSON.stringify(own[0]));
    }
    expect([...deals]).toHaveLength(1);
    const { results } = (await people.call(
      undefined,
      'GET',
      `/crm/v4/objects/companies/${company}/associations/deals`,
    )) as { results: unknown[] };
    expect(results).toHaveLength(1);
  }, 150_000);
});
