import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { bundleWorkflows } from '../../src/workers/bundle.ts';
import { installRuntime } from '../../src/workers/runtime.ts';
import * as workflows from '../../src/workflows/index.ts';
import { contactStories } from './contact-stories.ts';
import { bundleMutant, mutants } from './mutants.ts';
import { TYPED } from './scene.ts';
import { stories } from './stories.ts';
import { strictStories } from './strict-stories.ts';
import { wordsOf } from './words.ts';

const FOLDER = fileURLToPath(new URL('histories/', import.meta.url));
const names = readdirSync(FOLDER).toSorted();
const read = (name: string): unknown => JSON.parse(readFileSync(FOLDER + name, 'utf8'));

beforeAll(() => installRuntime(createLogger(() => {})));

const replay = (workflowBundle: WorkflowBundle, name: string) =>
  Worker.runReplayHistory({ workflowBundle }, read(name));

async function replayAll(workflowBundle: WorkflowBundle): Promise<void> {
  const histories = names.map((name) => ({ workflowId: name, history: read(name) }));
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) throw error;
  }
}

describe('the workflow code of now', () => {
  let bundle: WorkflowBundle;
  beforeAll(async () => {
    bundle = await bundleWorkflows();
  }, 60_000);

  // When it fails on purpose: `npm run record` records them again (record.ts).
  it.each(names)('does again what it did in %s', async (name) => {
    await replay(bundle, name);
  });
});

describe('a change that running workflows would not survive is caught:', () => {
  it.each(Object.entries(mutants))(
    '%s',
    async (_what, mutant) => {
      const bundle = await bundleMutant(mutant);
      await expect(replayAll(bundle)).rejects.toBeInstanceOf(DeterminismViolationError);
    },
    60_000,
  );
});

describe('the kept histories', () => {
  it('are of every workflow type there is', () => {
    const played = names.flatMap((name) => wordsOf(read(name)));
    for (const type of Object.keys(workflows)) expect(played).toContain(type);
  });

  it('are of every story', () => {
    const told = names.map((name) => name.replace(/(-\d+)?\.json$/, ''));
    expect(Object.keys({ ...stories, ...strictStories, ...contactStories }).toSorted()).toEqual([...new Set(told)]);
  });

  it('hold nothing that a person typed', () => {
    for (const name of names) expect(wordsOf(read(name)).filter((word) => word.includes(TYPED))).toEqual([]);
  });

  it('are small', () => {
    expect(names.filter((name) => statSync(FOLDER + name).size > 110_000)).toEqual([]);
  });
});
