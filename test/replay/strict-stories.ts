/** What happens to deals where every rule is enforced (strict-policy.ts). */
import { READY, repOf } from '../support/projects.ts';
import { change, drag, mergeInto, NAME, ofDeal, pass, type Scene, start, type Story, TYPED } from './scene.ts';
import { LOST_AS_TYPED } from './stories.ts';

export const strictStories: Record<string, Story> = {
  'put-back': ofDeal(async (scene) => {
    const id = await start(scene);
    await drag(scene, id, 'offer');
    await pass(scene, { minutes: 61 });
    return id;
  }),

  'filled-in-within-the-grace-time': ofDeal(async (scene) => {
    const id = await start(scene);
    await drag(scene, id, 'survey');
    await change(scene, id, READY);
    return id;
  }),

  'let-stand': ofDeal(async (scene) => {
    const id = await start(scene);
    await drag(scene, id, 'survey');
    const manager = scene.people.owner('marcus.odell@healthprime.example');
    await change(scene, id, { rb_let_stand: `${TYPED} is an old friend.` }, manager);
    await pass(scene, { minutes: 61 });
    return id;
  }),

  fuse: ofDeal(async (scene) => {
    const id = await start(scene);
    for (let times = 1; times <= 3; times += 1) {
      await drag(scene, id, 'survey');
      await pass(scene, { minutes: 61 });
    }
    await change(scene, id, READY);
    return id;
  }),

  'won-and-then-given-a-lost-reason': ofDeal(async (scene) => {
    const id = await win(scene);
    await change(scene, id, LOST_AS_TYPED);
    return id;
  }),

  'won-and-merged-away': ofDeal(async (scene) => (await mergeWin(scene)).won),

  'made-with-a-win': ofDeal(async (scene) => (await mergeWin(scene)).made),

  'data-came-early': ofDeal(async (scene) => {
    const id = await start(scene);
    await change(scene, id, { rb_plans_received: 'yes' });
    return id;
  }),

  'put-back-and-continued-as-new': ofDeal(async (scene) => {
    const id = await start(scene, { rb_plans_received: 'yes' });
    await drag(scene, id, 'survey');
    await pass(scene, { minutes: 61 });
    for (const rate of ['1', '', '2']) await change(scene, id, { rb_flow_rate: rate });
    await change(scene, id, LOST_AS_TYPED);
    return id;
  }),
};

/** A deal with everything but the order; the order wins it. */
async function win(scene: Scene): Promise<string> {
  const { people, world } = scene;
  const rep = repOf(people);
  const id = await start(scene, { rb_site_visit: '2026-03-02', rb_order_number: 'A-17' });
  const company = await people.create(rep, 'companies', { name: NAME, rb_region: 'north' });
  await people.associate(rep, 'deals', id, 'companies', company);
  await change(scene, id, READY);
  await people.writeNote(rep, id, `${TYPED} signed.`, ['order.pdf']);
  await world.settle();
  return id;
}

/** A person merges a won deal into an open one. */
async function mergeWin(scene: Scene): Promise<{ won: string; made: string }> {
  const open = await start(scene);
  const won = await win(scene);
  return { won, made: await mergeInto(scene, open, won) };
}
