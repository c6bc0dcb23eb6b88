import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { type HoldingProxy, startHttpProxy, startPostgresProxy } from './support/proxies.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';
import { startWorkerProcess, type WorkerProcess } from './support/worker-process.ts';

describe('a worker is killed -9 in the middle of its calls', () => {
  let stack: TestStack;
  let hubspot: HoldingProxy;
  let database: HoldingProxy & { url: string };
  let worker: WorkerProcess;
  beforeAll(async () => {
    stack = await startTestStack({ worker: false });
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
    const ready = { enterprise_deal_status: 'no', hp_products: 'rcm' };
    sandbox.webhooks.hold();
    const deals = {
      beforeRead: await newDeal('Aspen Clinic', ready),
      beforeMove: await newDeal('Beech Clinic', ready),
      afterMove: await newDeal('Cherry Clinic', ready),
      afterMoveJournal: await newDeal('Date Clinic', ready),
      afterMissing: await newDeal('Ebony Clinic'),
      afterNote: await newDeal('Fig Clinic'),
      beforeAssociation: await newDeal('Gum Clinic'),
      afterAssociation: await newDeal('Hazel Clinic'),
      afterMissingJournal: await newDeal('Ivy Clinic'),
    };
    const path = (id: string) => `/crm/objects/2026-09/deals/${id}`;
    const noteOf = (id: string) => `"${dealWorkflowId(stack.config.hubspot.portalId, id)}:missing:`;
    const linkTo = (id: string) => `/associations/default/deals/${id} `;
    const caught = [
      hubspot.hold('before', (asked) => asked.startsWith(`GET ${path(deals.beforeRead)}`)),
      hubspot.hold('before', (asked) => asked.startsWith(`PATCH ${path(deals.beforeMove)}`)),
      hubspot.hold('after', (asked) => asked.startsWith(`PATCH ${path(deals.afterMove)}`)),
      database.hold('after', (asked) => asked.includes('INSERT INTO') && asked.includes(deals.afterMoveJournal)),
      hubspot.hold('after', (asked) => asked.startsWith(`PATCH ${path(deals.afterMissing)}`)),
      hubspot.hold(
        'after',
        (asked) => asked.includes('/notes/batch/upsert') && asked.includes(noteOf(deals.afterNote)),
      ),
      hubspot.hold('before', (asked) => asked.includes(linkTo(deals.beforeAssociation))),
      hubspot.hold('after', (asked) => asked.includes(linkTo(deals.afterAssociation))),
      database.hold('after', (asked) => asked.includes('INSERT INTO') && asked.includes(deals.afterMissingJournal)),
    ];
    sandbox.webhooks.release();
    await Promise.all(caught);
    await worker.kill();

    // HubSpot and the database have done it, and no workflow knows.
    expect(await stagesOf(deals.afterMove)).toHaveLength(2);
    expect(await stagesOf(deals.beforeMove)).toHaveLength(1);
    expect(await people.seeNotes(deals.afterAssociation)).toHaveLength(1);
    expect(await people.seeNotes(deals.beforeAssociation)).toHaveLength(0);
    expect(await journalOf(deals.afterMoveJournal)).toHaveLength(2);

    worker = await startWorker();
    for (const id of [deals.beforeRead, deals.beforeMove, deals.afterMove, deals.afterMoveJournal]) {
      await waitFor(
        `the move of deal ${id} to be recorded`,
        async () => (await stack.deal(id)).deal.shown?.stage === 'engaged',
      );
    }
    await world.settle();
    for (const [died, id] of Object.entries(deals)) {
      const moved = died === 'beforeRead' || died.includes('Move');
      expect({
        died,
        stages: await stagesOf(id),
        notes: (await people.seeNotes(id)).length,
        journal: await journalOf(id),
      }).toEqual({
        died,
        stages: (moved ? ['engaged', 'sql'] : ['sql']).map((stage) => people.stageId('new_business', stage)),
        notes: moved ? 0 : 1,
        journal: ['started', moved ? 'moved' : 'missing'],
      });
    }
    expect(await allNotes()).toHaveLength(5);
  });

  const newDeal = (name: string, properties: Record<string, string> = {}) => {
    const rep = stack.people.owner('ruth.amado@healthprime.example');
    return stack.people.createDeal(rep, { name, pipeline: 'new_business', stage: 'sql', properties });
  };

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

  async function journalOf(id: string): Promise<string[]> {
    const history = await stack.journal.history('deal', stack.config.hubspot.portalId, id);
    return history.map(({ kind }) => kind);
  }
});
