/** The whole system for one end-to-end test file: the stack of `npm run dev` in a Temporal namespace of its own. */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { contactWorkflowId, dealWorkflowId } from '../../src/workflows/ids.ts';
import { contactStateQuery, dealStateQuery } from '../../src/workflows/messages.ts';
import { openJournal, type Journal } from '../../src/journal/journal.ts';
import { createLogger } from '../../src/log.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { People } from '../../src/starters/people.ts';
import { loadPolicy } from '../../src/policy-file.ts';
import { startStack, type Stack } from '../../src/starters/stack.ts';
import type { World } from '../../src/starters/world.ts';

export interface TestStack extends Stack {
  sandbox: Sandbox;
  world: World;
  journal: Journal;
  /** Reps at work in the portal. */
  people: People;
  /** What the deal's workflow says of itself. */
  deal(dealId: string): Promise<Awaited<ReturnType<typeof queryDeal>>>;
  /** What the contact's workflow says of itself. */
  contact(contactId: string): Promise<Awaited<ReturnType<typeof queryContact>>>;
}

export interface TestStackOptions {
  policy?: string;
  /** How long a HubSpot call may take, in milliseconds. */
  hubspotTimeoutMs?: number;
  /** False when the test runs workers of its own. */
  worker?: boolean;
  /** True: the growth report comes each week of the world's. Few tests want the time and the mails that it takes. */
  weeklyReport?: boolean;
  /** Of a server that the test stops and starts; absent: the one that all test files share. */
  temporalAddress?: string;
  /** Of a mail server of the test's own; absent: the one that all test files share. */
  smtpUrl?: string;
  /** Takes each line that gateway and worker log. */
  log?: (line: string) => void;
}

export async function startTestStack(options: TestStackOptions = {}): Promise<TestStack> {
  const address = options.temporalAddress ?? inject('temporalAddress');
  const namespace = await newNamespace(address);
  const stack = await startStack({
    env: {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      DATABASE_URL: inject('databaseUrl'),
      SMTP_URL: options.smtpUrl ?? inject('smtpUrl'),
      HUBSPOT_PORTAL_ID: String(randomInt(10_000_000, 99_999_999)),
      PORT: '0',
      SANDBOX_PORT: '0',
      SOP_POLICY: options.policy,
    },
    log: createLogger(options.log ?? (() => {})),
    onProgress: () => {},
    bundle: { code: await readFile(inject('workflowBundlePath'), 'utf8') },
    worker: options.worker ?? true,
    weeklyReport: () => options.weeklyReport ?? false,
    ...(options.hubspotTimeoutMs === undefined ? {} : { hubspotTimeoutMs: options.hubspotTimeoutMs }),
  });
  const { sandbox, world, config } = stack;
  if (sandbox === undefined || world === undefined) throw new Error('a test stack has a sandbox');
  const journal = await openJournal({ databaseUrl: config.databaseUrl });
  return {
    ...stack,
    sandbox,
    world,
    journal,
    people: await People.of(config, loadPolicy(config.policy)),
    deal: (dealId) => queryDeal(stack, dealId),
    contact: (contactId) => queryContact(stack, contactId),
    async close() {
      await journal.close();
      await stack.close();
    },
  };
}

function queryDeal({ client, config }: Stack, dealId: string) {
  return client.workflow.getHandle(dealWorkflowId(config.hubspot.portalId, dealId)).query(dealStateQuery);
}

function queryContact({ client, config }: Stack, contactId: string) {
  return client.workflow.getHandle(contactWorkflowId(config.hubspot.portalId, contactId)).query(contactStateQuery);
}

/** Test files share one server; namespaces keep their queues, workflows and worker versions apart. */
export async function newNamespace(address: string): Promise<string> {
  const namespace = `test-${randomInt(1e9)}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
    await waitFor('the namespace to be known', async () => {
      await connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      return true;
    });
    return namespace;
  } finally {
    await connection.close();
  }
}

/** Waits until `look` answers something other than undefined and false; what it throws counts as "not yet". */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > giveUpAt) throw new Error(`Waited ${withinMs} ms for ${what}; last: ${String(last)}`);
    await sleep(30);
  }
}
