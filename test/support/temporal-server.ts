/** One real Temporal server and one workflow bundle for all end-to-end tests; each test takes ids and queues of its own. */
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTemporalServer } from '../../src/starters/temporal-server.ts';
import { bundleWorkflows } from '../../src/workers/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port`; the namespace is `default`. */
    temporalAddress: string;
    /** File with the code of src/workflows/index.ts, for a worker's `workflowBundle: { codePath }`. */
    workflowBundlePath: string;
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
  const [server, { code }] = await Promise.all([startTemporalServer({ cli, ui: false }), bundleWorkflows()]);
  const bundle = join(folder, 'workflows.js');
  await writeFile(bundle, code);
  project.provide('temporalAddress', server.address);
  project.provide('workflowBundlePath', bundle);
  return () => server.stop();
}
