/** A worker that dies, kill -9, in the middle of a contact's mail or of a stage move. */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { ConsentScene } from './support/consent-scene.ts';
import { type HoldingProxy, type HttpProxy, startHttpProxy, startPostgresProxy } from './support/proxies.ts';
import { type SmtpProxy, startSmtpProxy } from './support/smtp-proxy.ts';
import { waitFor } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

const UNKNOWN = 'Did the consent request arrive?';

let scene: ConsentScene;
let smtp: SmtpProxy;
let hubspot: HttpProxy;
let database: HoldingProxy & { url: string };
let worker: WorkerProcess;
beforeAll(async () => {
  scene = await ConsentScene.start({ worker: false }, async (inbox) => {
    smtp = await startSmtpProxy(inbox.smtpUrl);
    return smtp.url;
  });
  hubspot = await startHttpProxy(scene.stack.config.hubspot.baseUrl);
  database = await startPostgresProxy(scene.stack.config.databaseUrl ?? '');
  worker = await startWorker();
  await scene.toBusinessHours();
});
afterAll(async () => {
  await worker.kill();
  await hubspot.close();
  await database.close();
  await scene.close();
  await smtp.close();
});

function startWorker(): Promise<WorkerProcess> {
  const { config, temporal } = scene.stack;
  const proxied = {
    ...config,
    databaseUrl: database.url,
    hubspot: { ...config.hubspot, baseUrl: `http://127.0.0.1:${hubspot.port}` },
  };
  return startWorkerProcess(proxied, temporal, inject('workflowBundlePath'));
}

it('[K-02] [K-07] [R-03] one mail at most, whichever moment of it the worker died in; an unknown one is shown to a person', async () => {
  const { sandbox, world } = scene.stack;
  const address = (died: string) => `${died.toLowerCase()}@example.com`;
  const create = (died: string) => scene.create(address(died), { hubspot_owner_id: scene.rep.id });
  sandbox.webhooks.hold();
  const ids = {
    beforeRow: await create('beforeRow'),
    beforeText: await create('beforeText'),
    inText: await create('inText'),
    afterText: await create('afterText'),
    afterSent: await create('afterSent'),
    afterLog: await create('afterLog'),
  };
  const contact = (id: string) => `/crm/objects/2026-09/contacts/${id}`;
  const key = (id: string) => `${scene.handle(id).workflowId}:mail:request:1`;
  const caught = [
    // The door's own look at the recipient, before its row.
    hubspot.hold('before', (asked) => asked.startsWith(`GET ${contact(ids.beforeRow)}`) && asked.includes('firstname')),
    smtp.hold('beforeText', address('beforeText')),
    smtp.hold('inText', address('inText')),
    smtp.hold('afterText', address('afterText')),
    database.hold('after', (asked) => asked.includes('UPDATE mails SET state') && asked.includes(key(ids.afterSent))),
    hubspot.hold(
      'after',
      (asked) => asked.startsWith('POST /crm/objects/2026-09/emails') && asked.includes(key(ids.afterLog)),
    ),
  ];
  sandbox.webhooks.release();
  await Promise.all(caught);
  await worker.kill();
  const arrived = ['afterText', 'afterSent', 'afterLog'];
  for (const died of Object.keys(ids)) {
    expect([died, scene.mailsTo(address(died)).length]).toEqual([died, arrived.includes(died) ? 1 : 0]);
  }

  worker = await startWorker();
  for (const id of Object.values(ids)) {
    await waitFor(
      `contact ${id} to be done`,
      async () => (await scene.state(id)).done['mail:request:1'] !== undefined,
      40_000,
    );
  }
  await world.settle();
  for (const [died, id] of Object.entries(ids)) {
    const isUnknown = ['beforeText', 'inText', 'afterText'].includes(died);
    expect({
      died,
      mails: scene.mailsTo(address(died)).length,
      logged: (await scene.seeOn(id, 'emails', [])).length,
      asked: (await scene.tasks(id)).filter((subject) => subject === UNKNOWN).length,
      status: await scene.see(id, 'sop_consent_status'),
    }).toEqual({
      died,
      mails: died === 'beforeText' || died === 'inText' ? 0 : 1,
      logged: isUnknown ? 0 : 1,
      asked: isUnknown ? 1 : 0,
      status: 'requested',
    });
  }
}, 120_000);

it('[C-19] [C-01] a contact that goes back is not left without a stage, though the worker dies between clearing and setting', async () => {
  const { sandbox, world } = scene.stack;
  const create = (died: string) => scene.create(`${died.toLowerCase()}@example.com`);
  const ids = {
    beforeClear: await create('beforeClear'),
    afterClear: await create('afterClear'),
    beforeSet: await create('beforeSet'),
    afterSet: await create('afterSet'),
    afterNote: await create('afterNote'),
  };
  await world.settle();
  const target = scene.stageId('target');
  const writes = (id: string, stage: string) => (asked: string) =>
    asked.startsWith(`PATCH /crm/objects/2026-09/contacts/${id}`) && asked.includes(`"lifecyclestage":"${stage}"`);
  sandbox.webhooks.hold();
  // A stage of HubSpot's own, which is none of the seven and stands later than Target (C-01).
  for (const id of Object.values(ids)) await scene.change(id, { lifecyclestage: 'opportunity' });
  const note = `"${scene.handle(ids.afterNote).workflowId}:`;
  const caught = [
    hubspot.hold('before', writes(ids.beforeClear, '')),
    hubspot.hold('after', writes(ids.afterClear, '')),
    hubspot.hold('before', writes(ids.beforeSet, target)),
    hubspot.hold('after', writes(ids.afterSet, target)),
    hubspot.hold('after', (asked) => asked.startsWith('POST /crm/objects/2026-09/notes') && asked.includes(note)),
  ];
  sandbox.webhooks.release();
  await Promise.all(caught);
  await worker.kill();
  expect((await stages(ids.afterClear))[0]).toBe('');
  expect((await stages(ids.beforeSet))[0]).toBe('');

  worker = await startWorker();
  for (const id of Object.values(ids)) {
    await waitFor(`contact ${id} to be put back`, async () => (await scene.kinds(id)).includes('putBack'), 40_000);
  }
  await world.settle();
  for (const [died, id] of Object.entries(ids)) {
    expect({
      died,
      stages: (await stages(id)).slice(0, 3),
      notes: (await scene.seeOn(id, 'notes', [])).length,
      putBack: (await scene.kinds(id)).filter((kind) => kind === 'putBack').length,
    }).toEqual({ died, stages: [target, '', 'opportunity'], notes: 1, putBack: 1 });
  }
}, 120_000);

/** The stages a contact has been in, newest first. */
async function stages(id: string): Promise<string[]> {
  const path = `/crm/v3/objects/contacts/${id}?propertiesWithHistory=lifecyclestage`;
  const answer = await scene.stack.people.call(undefined, 'GET', path);
  const { propertiesWithHistory } = z
    .object({ propertiesWithHistory: z.object({ lifecyclestage: z.array(z.object({ value: z.string() })) }) })
    .parse(answer);
  return propertiesWithHistory.lifecyclestage.map(({ value }) => value);
}
