import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startTemporalServer } from '../src/starters/temporal-server.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { type HoldingProxy, startDoor, startHttpProxy, startPostgresProxy } from './support/proxies.ts';
import { newProject, READY, repOf } from './support/projects.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

async function journalOf({ journal, config }: TestStack, id: string): Promise<string[]> {
  return (await journal.history('deal', config.hubspot.portalId, id)).map(({ kind }) => kind);
}

describe('a worker is killed -9 in the middle of its calls', () => {
  let stack: TestStack;
  let hubspot: HoldingProxy;
  let database: HoldingProxy & { url: string };
  let worker: WorkerProcess;
  beforeAll(async () => {
    stack = await startTestStack({ policy: 'small', worker: false });
    hubspot = await startHttpProxy(stack.config.hubspot.baseUrl);
    database = await startPostgresProxy(stack.config.databaseUrl ?? '');
    worker = await startWorker();
  });
  afterAll(async () => {
    await worker.kill();
    await hubspot.close();
    await database.close();
    await stack.close();
  });

  function startWorker(): Promise<WorkerProcess> {
    const { config, temporal } = stack;
    const proxied = {
      ...config,
      databaseUrl: database.url,
      hubspot: { ...config.hubspot, baseUrl: `http://127.0.0.1:${hubspot.port}` },
    };
    return startWorkerProcess(proxied, temporal, inject('workflowBundlePath'));
  }

  it('[R-03] one stage move, one note, one line each in the journal, whichever call it died in', async () => {
    const { people, sandbox, world } = stack;
    sandbox.webhooks.hold();
    const deals = {
      beforeRead: await newProject(people, 'Aspen Clinic', READY),
      beforeMove: await newProject(people, 'Beech Clinic', READY),
      afterMove: await newProject(people, 'Cherry Clinic', READY),
      afterMoveJournal: await newProject(people, 'Date Clinic', READY),
      afterMissing: await newProject(people, 'Ebony Clinic'),
      afterNote: await newProject(people, 'Fig Clinic'),
      beforeNote: await newProject(people, 'Gum Clinic'),
      afterMissingJournal: await newProject(people, 'Ivy Clinic'),
    };
    const path = (id: string) => `/crm/objects/2026-09/deals/${id}`;
    const noteOf = (id: string) => `"${dealWorkflowId(stack.config.hubspot.portalId, id)}:missing:`;
    const writesNote = (id: string) => (asked: string) =>
      asked.startsWith('POST /crm/objects/2026-09/notes ') && asked.includes(noteOf(id));
    const caught = [
      hubspot.hold('before', (asked) => asked.startsWith(`GET ${path(deals.beforeRead)}`)),
      hubspot.hold('before', (asked) => asked.startsWith(`PATCH ${path(deals.beforeMove)}`)),
      hubspot.hold('after', (asked) => asked.startsWith(`PATCH ${path(deals.afterMove)}`)),
      database.hold('after', (asked) => asked.includes('INSERT INTO') && asked.includes(deals.afterMoveJournal)),
      hubspot.hold('after', (asked) => asked.startsWith(`PATCH ${path(deals.afterMissing)}`)),
      hubspot.hold('before', writesNote(deals.beforeNote)),
      hubspot.hold('after', writesNote(deals.afterNote)),
      database.hold('after', (asked) => asked.includes('INSERT INTO') && asked.includes(deals.afterMissingJournal)),
    ];
    sandbox.webhooks.release();
    await Promise.all(caught);
    await worker.kill();

    // HubSpot and the database have done it, and no workflow knows.
    expect(await stagesOf(deals.afterMove)).toHaveLength(2);
    expect(await stagesOf(deals.beforeMove)).toHaveLength(1);
    expect(await people.seeNotes(deals.afterNote)).toHaveLength(1);
    expect(await people.seeNotes(deals.beforeNote)).toHaveLength(0);
    expect(await journalOf(stack, deals.afterMoveJournal)).toHaveLength(2);

    // HubSpot will date its answer to the repeated write by this change: the stay in the stage began before.
    await people.changeDeal(repOf(people), deals.afterMove, { rb_flow_rate: '13' });

    worker = await startWorker();
    for (const id of [deals.beforeRead, deals.beforeMove, deals.afterMove, deals.afterMoveJournal]) {
      await waitFor(
        `the move of deal ${id} to be recorded`,
        async () => (await stack.deal(id)).deal.shown?.stage === 'survey',
      );
    }
    await world.settle();
    await people.changeDeal(repOf(people), deals.afterMove, { rb_site_visit: '2026-12-01' });
    await waitFor(
      'one thing less to miss',
      async () => (await stack.deal(deals.afterMove)).deal.shown?.missing.length === 1,
    );
    await world.settle();
    for (const [died, id] of Object.entries(deals)) {
      const moved = died === 'beforeRead' || died.includes('Move');
      expect({
        died,
        stages: await stagesOf(id),
        notes: (await people.seeNotes(id)).length,
        journal: await journalOf(stack, id),
      }).toEqual({
        died,
        stages: (moved ? ['survey', 'enquiry'] : ['enquiry']).map((stage) => people.stageId('projects', stage)),
        notes: 1, // of what is missing in the stage it is in now
        journal: ['started', moved ? 'moved' : 'missing', ...(died === 'afterMove' ? ['missing'] : [])],
      });
    }
    expect(await allNotes()).toHaveLength(Object.keys(deals).length);
  });

  /** The stages a deal has been in, newest first. */
  async function stagesOf(id: string): Promise<string[]> {
    const query = 'propertiesWithHistory=dealstage';
    const answer = await stack.people.call(undefined, 'GET', `/crm/v3/objects/deals/${id}?${query}`);
    const { propertiesWithHistory } = answer as { propertiesWithHistory: { dealstage: { value: string }[] } };
    return propertiesWithHistory.dealstage.map(({ value }) => value);
  }

  /** With those that hang on no deal. */
  async function allNotes(): Promise<unknown[]> {
    const answer = await stack.people.call(undefined, 'GET', '/crm/v3/objects/notes?limit=100');
    return (answer as { results: unknown[] }).results;
  }
});

describe('the Temporal server is killed -9', () => {
  it('[R-04] the gateway answers 503 while it is away, and nothing that was answered 2xx is lost', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sop-crash-'));
    const start = () =>
      startTemporalServer({ cli: process.env['TEMPORAL_CLI'] ?? '', ui: false, dbFile: join(folder, 'temporal.db') });
    let server = await start();
    const door = await startDoor(() => Number(server.address.split(':')[1]));
    const stack = await startTestStack({ policy: 'small', worker: false, temporalAddress: `127.0.0.1:${door.port}` });
    try {
      const { webhooks } = stack.sandbox;
      const answered = (isAnswer: (status: number) => boolean) =>
        webhooks.deliveries.filter(({ attempts }) => attempts.some((one) => 'status' in one && isAnswer(one.status)));

      // Nobody works yet: what is accepted is in Temporal's hands alone when it dies.
      const deals: string[] = [];
      const create = async () => deals.push(await newProject(stack.people, 'Juniper Clinic', READY));
      for (let posts = 1; posts <= 3; posts += 1) {
        await create();
        await waitFor('a 2xx', async () => answered((status) => status < 300).length >= posts);
      }
      for (let more = 0; more < 5; more += 1) await create(); // on their way when it dies
      process.kill(server.pid, 'SIGKILL');
      await server.stop();
      const accepted = new Set(
        answered((status) => status < 300).flatMap(({ events }) => events.map(({ objectId }) => String(objectId))),
      );
      await create();
      const refused = await waitFor('a 503', async () => answered((status) => status === 503).at(-1));
      expect(refused.attempts.every((one) => 'status' in one && one.status === 503)).toBe(true);

      server = await start();
      const worker = await startWorkerProcess(stack.config, stack.temporal, inject('workflowBundlePath'));
      try {
        stack.sandbox.clock.moveTo(stack.world.now()); // HubSpot delivers again now, not some minutes later
        for (const id of deals) {
          await waitFor(
            `deal ${id} to move`,
            async () => (await stack.deal(id)).deal.shown?.stage === 'survey',
            40_000,
          );
        }
        await stack.world.settle();
        expect(accepted.size).toBeGreaterThan(0);
        for (const id of deals) expect([id, await journalOf(stack, id)]).toEqual([id, ['started', 'moved']]);
        expect(webhooks.deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
      } finally {
        await worker.kill();
      }
    } finally {
      await stack.close();
      await door.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  }, 90_000);
});
