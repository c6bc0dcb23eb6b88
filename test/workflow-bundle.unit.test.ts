/** What every cached workflow carries along: the bundle holds workflow code and the domain, and little else. */
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleWorkflows } from '../src/workers/bundle.ts';

/** The rules themselves; more is a library that slipped in (decision 0004 tells of one that nearly did). */
const MAX_OVER_EMPTY_BYTES = 240 * 1024;

let ours: string;
let empty: string;
beforeAll(async () => {
  ours = codeOf(await bundleWorkflows());
  empty = codeOf(await bundleOfEmptyWorkflow());
}, 30_000);

describe('the workflow bundle', () => {
  it("holds no package but Temporal's own and the calendar's", () => {
    const added = packagesIn(ours).filter((name) => !packagesIn(empty).includes(name));
    expect(packagesIn(empty)).toContain('@temporalio/workflow'); // or the modules are not listed any more as we read them
    expect(added.filter((name) => name !== '@date-fns/tz')).toEqual([]);
  });

  it('holds our workflows and the domain, no other room', () => {
    const rooms = modulesIn(ours).flatMap((path) => /^\.\/src\/([\w-]+)/.exec(path)?.[1] ?? []);
    expect([...new Set(rooms)].toSorted()).toEqual(['domain', 'workflows']);
  });

  it('asks for no module of Node that an empty workflow does not have as a stand-in', () => {
    const builtins = (code: string) =>
      modulesIn(code).filter((path) => builtinModules.includes(path.replace(/^node:/, '')));
    expect(builtins(ours)).toEqual(builtins(empty));
  });

  it('is at most 240 KiB larger than that of an empty workflow', () => {
    expect(ours.length - empty.length).toBeLessThanOrEqual(MAX_OVER_EMPTY_BYTES);
  });
});

function bundleOfEmptyWorkflow(): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('support/empty-workflow.ts', import.meta.url)),
    logger: { log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
}

/** Without the source map, which is never loaded into a workflow. */
function codeOf(bundle: { code: string }): string {
  return bundle.code.split('\n//# sourceMappingURL=')[0] ?? '';
}

/** The bundler's key of each module, or what it says of one that it joined with others: its path from the repository's root. */
function modulesIn(code: string): string[] {
  return [...code.matchAll(/^(?:\/\*\*\*\/ "([^"]+)":?|;\/\/ (\.\/\S+))/gm)].flatMap(
    ([, key, joined]) => key ?? joined ?? [],
  );
}

function packagesIn(code: string): string[] {
  const names = modulesIn(code).flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}
