/** The workflow code as one file, and the name of its version. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the workflows (about a second). Production does it once, at build time (docs/run.md). */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
}

/** The build id of a bundle: workers with the same code are the same version, however often they start. */
export function buildIdOf(bundle: { code: string }): string {
  // The source map at the end holds the paths of this machine; the code does not.
  const [code = ''] = bundle.code.split('\n//# sourceMappingURL=');
  return createHash('sha256').update(code).digest('hex').slice(0, 12);
}
