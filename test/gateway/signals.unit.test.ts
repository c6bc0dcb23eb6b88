/** How workflows of records are addressed: by the gateway, and by the relay from a worker. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { RelatedEvent } from '../../src/domain/related.ts';
import { sendToWorkflow } from '../../src/gateway/temporal.ts';
import { tellRecords } from '../../src/workers/tell-record.ts';

/** Writes down what is asked of it; workflows whose ids are in `running` can be signalled. */
function aClient(running: string[] = []) {
  const started: { type: string; options: Record<string, unknown> }[] = [];
  const signalled: string[] = [];
  const workflow = {
    signalWithStart: (type: string, options: Record<string, unknown>) => {
      started.push({ type, options });
      return Promise.resolve();
    },
    getHandle: (workflowId: string) => ({
      signal: () => {
        if (!running.includes(workflowId)) {
          return Promise.reject(new WorkflowNotFoundError('not found', workflowId, undefined));
        }
        signalled.push(workflowId);
        return Promise.resolve();
      },
    }),
  };
  const client = { workflow, withDeadline: (_at: number, call: () => unknown) => call() } as unknown as Client;
  return { client, started, signalled };
}

const news = (object: string): RelatedEvent => ({
  kind: 'related',
  object,
  otherId: '5',
  key: `key-${object}`,
  occurredAt: 1,
  by: 'person:7',
});

const OF_CONTACT_7 = {
  type: 'contactWorkflow',
  options: expect.objectContaining({
    workflowId: 'contact-62515-7',
    args: [{ portalId: '62515', contactId: '7' }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Contact 7 of HubSpot account 62515',
  }),
};

describe('[R-02] the gateway starts or finds, and signals', () => {
  it.each([
    ['contact', OF_CONTACT_7],
    ['deal', { type: 'dealWorkflow', options: expect.objectContaining({ workflowId: 'deal-62515-7' }) }],
  ] as const)('the workflow of a %s', async (workflow, expected) => {
    const { client, started } = aClient();
    const created = { kind: 'created', key: 'k', occurredAt: 1, by: 'unknown' } as const;
    await sendToWorkflow(client, '62515')({ workflow, objectId: '7' }, [created]);
    expect(started).toEqual([expected]);
    expect(started[0]?.options['signalArgs']).toEqual([[created]]);
  });
});

describe('the relay', () => {
  it('[R-02] starts the workflow of a person who did something', async () => {
    const { client, started } = aClient();
    const events = [news('company'), news('call')];
    expect(await tellRecords(client).contact('62515', '7', events)).toBe(true);
    expect(started).toEqual([OF_CONTACT_7]);
    expect(started[0]?.options['signalArgs']).toEqual([events]);
  });

  it.each(['deal', 'contact'] as const)('starts nothing where a company is the only news of a %s', async (listener) => {
    const { client, started, signalled } = aClient([`${listener}-62515-7`]);
    const tell = tellRecords(client)[listener];
    expect(await tell('62515', '7', [news('company')])).toBe(true);
    expect(await tell('62515', '8', [news('company')])).toBe(false);
    expect([started, signalled]).toEqual([[], [`${listener}-62515-7`]]);
  });

  it('starts no deal, whatever the news', async () => {
    const { client, started } = aClient();
    expect(await tellRecords(client).deal('62515', '7', [news('meeting')])).toBe(false);
    expect(started).toEqual([]);
  });
});
