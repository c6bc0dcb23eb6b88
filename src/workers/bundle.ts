/** The workflow code as one file, and the name of its version. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type BundleOptions, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Bundles the workflows (about a second). Production does it once, at build time (docs/run.md). */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url)),
    webpackConfigHook: leaner,
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error },
  });
}

/**
 * Half the size in every worker's memory: the language as Node 20 speaks it, where the bundler would write helpers for older
 * engines into each file, no comments, and our files joined into one scope instead of wrapped one by one. Names and lines of
 * failures come from the source map.
 */
const leaner: NonNullable<BundleOptions['webpackConfigHook']> = (config) => {
  for (const rule of config.module?.rules ?? []) {
    if (typeof rule !== 'object' || !rule || typeof rule.use !== 'object' || Array.isArray(rule.use)) continue;
    const { use } = rule;
    if (typeof use.options !== 'object') continue;
    const jsc: unknown = use.options['jsc'];
    if (typeof jsc !== 'object') continue;
    const minify = { compress: false, mangle: false, format: { comments: false } };
    use.options = { ...use.options, minify: true, jsc: { ...jsc, target: 'es2022', minify } };
  }
  const joined = { concatenateModules: true, providedExports: true, usedExports: true, sideEffects: true };
  return { ...config, optimization: { ...config.optimization, ...joined } };
};

/** The build id of a bundle: workers with the same code are the same version, however often they start. */
export function buildIdOf(bundle: { code: string }): string {
  // The source map at the end holds the paths of this machine; the code does not.
  const [code = ''] = bundle.code.split('\n//# sourceMappingURL=');
  return createHash('sha256').update(code).digest('hex').slice(0, 12);
}
