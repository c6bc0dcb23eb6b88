/** One real Temporal server, database, mail server and workflow bundle for all end-to-end tests (test/support/stack.ts). */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startInbox } from '../../src/inbox/inbox.ts';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { startTemporalServer } from '../../src/starters/temporal-server.ts';
import { bundleWorkflows } from '../../src/workers/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port`; the namespace is `default`. */
    temporalAddress: string;
    /** File with the code of src/workflows/index.ts, for a worker's `workflowBundle: { codePath }`. */
    workflowBundlePath: string;
    /** Embedded database, shared: each test stack has a portal of its own, and with it rows of its own. */
    databaseUrl: string;
    /** A mail server that takes everything. */
    smtpUrl: string;
  }
}

/** Vitest calls it before the first end-to-end test, and what it returns after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cli = process.env['TEMPORAL_CLI'];
  if (cli === undefined) {
    throw new Error('End-to-end tests need the Temporal CLI: start them with `npm test`, which finds or fetches it.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'sop-e2e-'));
  // On exit, because Ctrl-C ends Vitest without the tear-down.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [server, { code }, database, inbox] = await Promise.all([
    startTemporalServer({ cli, ui: false }),
    bundleWorkflows(),
    serveEmbedded(),
    startInbox(),
  ]);
  const bundle = join(folder, 'workflows.js');
  await writeFile(bundle, code);
  project.provide('temporalAddress', server.address);
  project.provide('workflowBundlePath', bundle);
  project.provide('databaseUrl', database.url);
  project.provide('smtpUrl', inbox.smtpUrl);
  return async () => {
    await Promise.all([server.stop(), database.close(), inbox.close()]);
  };
}
