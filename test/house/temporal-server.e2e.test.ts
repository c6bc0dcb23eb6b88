/** The development server we start: ready when it says so, with our search attributes and time skipping, and gone when we are. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { startTemporalServer, type TemporalServer } from '../../src/starters/temporal-server.ts';
import { searchAttributes } from '../../src/workflows/ids.ts';
import { isRunning, until } from './processes.ts';

const cli = process.env['TEMPORAL_CLI'] ?? '';

describe('the shared server', () => {
  test('knows the search attributes, and skips time for a workflow', async () => {
    const connection = await Connection.connect({ address: inject('temporalAddress') });
    try {
      const { workflow } = new Client({ connection });
      const namespace = 'default';
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      expect(Object.keys(customAttributes)).toEqual(
        expect.arrayContaining(Object.values(searchAttributes).map(({ name }) => name)),
      );
      const handle = await workflow.start('nobodyRunsThis', { workflowId: 'house-time', taskQueue: 'house-nobody' });
      await connection.workflowService.updateWorkflowExecutionOptions({
        namespace,
        workflowExecution: { workflowId: 'house-time' },
        workflowExecutionOptions: { timeSkippingConfig: { enabled: true } },
        updateMask: { paths: ['time_skipping_config'] },
      });
      await handle.terminate();
    } finally {
      await connection.close();
    }
  });
});

describe('a server of our own', () => {
  let server: TemporalServer | undefined;

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  test('answers for its namespace, steps round busy ports, shows its pages, and is gone after stop()', async () => {
    const lines: string[] = [];
    server = await startTemporalServer({ cli, ui: true, namespace: 'house', log: (line) => lines.push(line) });
    // The shared server of these tests has 7233, or whoever was here before it.
    expect(server.address).not.toBe('127.0.0.1:7233');
    expect(server.namespace).toBe('house');
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
    expect(isRunning(server.pid)).toBe(true);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(lines).toEqual([]);
  });

  test('says why it does not start', async () => {
    const attempt = startTemporalServer({ cli, ui: false, extraArgs: ['--no-such-flag'] });
    await expect(attempt).rejects.toThrow(/The Temporal server did not start.*unknown flag: --no-such-flag/s);
  });

  test('says that there is no such program', async () => {
    await expect(startTemporalServer({ cli: '/nowhere/temporal', ui: false })).rejects.toThrow(/ENOENT/);
  });
});

test('whoever started it is killed with -9: the server ends and frees its port', async () => {
  const code = `
    import { startTemporalServer } from './src/starters/temporal-server.ts';
    const { pid, address } = await startTemporalServer({ cli: process.env.TEMPORAL_CLI, ui: false });
    console.log(JSON.stringify({ pid, port: Number(address.split(':')[1]) }));`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code]);
  let output = '';
  owner.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await until('the server is up', () => output.includes('}'));
  const { pid, port }: { pid: number; port: number } = JSON.parse(output);
  expect(isRunning(pid)).toBe(true);
  owner.kill('SIGKILL');
  await until('the server is gone', () => !isRunning(pid));
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(port, '127.0.0.1', resolve));
  await new Promise((resolve) => probe.close(resolve));
});
