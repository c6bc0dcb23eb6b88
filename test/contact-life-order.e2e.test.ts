/** The same things happen to ten contacts, and their webhooks come in ten orders: all end as the one whose came in order. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConsentScene } from './support/consent-scene.ts';
import { waitFor } from './support/stack.ts';

const ORDERS = 10;
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';

let scene: ConsentScene;
beforeAll(async () => {
  scene = await ConsentScene.start();
  await scene.toBusinessHours();
});
afterAll(() => scene.close());

/** From a name on a list to a Sales Qualified Lead, with changes of mind on the way. */
async function story(email: string): Promise<string> {
  const { people, world } = scene.stack;
  const company = await people.create(scene.rep, 'companies', { name: `Practice of ${email}` });
  const id = await scene.create(email, { hubspot_owner_id: scene.rep.id });
  await people.associate(scene.rep, 'contacts', id, 'companies', company);
  await scene.change(id, { exploring_a_decision: 'yes' });
  await scene.change(id, { exploring_a_decision: 'no', lifecyclestage: scene.stageId('mql') });
  const call = await people.create(scene.rep, 'calls', {
    hs_timestamp: new Date(world.now()).toISOString(),
    hs_call_direction: 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    hs_call_disposition: CONNECTED,
  });
  await people.associate(scene.rep, 'calls', call, 'contacts', id);
  await scene.change(id, { qualified_lead_kind: 'affiliate' });
  await scene.change(id, { exploring_a_decision: 'yes' });
  return id;
}

async function outcome(id: string, email: string) {
  await waitFor(`contact ${id} to be an SQL`, async () => (await scene.kinds(id)).includes('qualified'), 40_000);
  await scene.stack.world.settle();
  const { settled, done } = await scene.state(id);
  return {
    stage: await scene.see(id, 'lifecyclestage'),
    accepted: settled?.stage,
    temperature: await scene.see(id, 'sop_temperature'),
    missing: await scene.see(id, 'sop_missing_to_move_on'),
    consent: await scene.see(id, 'sop_consent_status'),
    mails: scene.mailsTo(email).length,
    logged: (await scene.seeOn(id, 'emails', [])).length,
    leads: (await scene.seeOn(id, 'leads', [])).length,
    deals: (await scene.seeOn(id, 'deals', [])).length,
    asked: Object.keys(done).filter((key) => key.startsWith('mail:')),
  };
}

it(`[R-03] [R-02] whatever order the webhooks come in, a contact ends the same (${ORDERS} orders)`, async () => {
  const { people, sandbox } = scene.stack;
  const expected = await outcome(await story('in.order@example.com'), 'in.order@example.com');
  expect(expected).toMatchObject({ accepted: 'sql', mails: 1, logged: 1, leads: 1, deals: 1 });

  await people.call(undefined, 'POST', '/__sandbox/webhooks/shuffle', { on: true });
  await people.call(undefined, 'POST', '/__sandbox/webhooks/duplicate', { rate: 0.5 });
  for (let order = 1; order <= ORDERS; order += 1) {
    const email = `order${order}@example.com`;
    sandbox.webhooks.hold();
    const id = await story(email);
    sandbox.webhooks.release();
    expect([order, await outcome(id, email)]).toEqual([order, expected]);
  }
}, 120_000);
