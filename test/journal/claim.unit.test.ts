import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claim } from '../../src/journal/claim.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'claim-'));
});
afterEach(() => rm(directory, { recursive: true }));

const claimFile = (n: number) => join(directory, `claim.${n}`);

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** Something that accepts connections, as a served database does. */
async function listener() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = () => new Promise((resolve) => server.close(resolve));
  return { url: `postgres://postgres@127.0.0.1:${address.port}/postgres`, close };
}

it('gives a directory to one of many that ask at once', async () => {
  await writeFile(claimFile(7), JSON.stringify({ pid: await deadPid() }));
  const answers = await Promise.all(Array.from({ length: 30 }, () => claim(directory)));
  expect(answers.filter(({ kind }) => kind === 'ours')).toHaveLength(1);
  expect(answers.filter((answer) => answer.kind === 'taken' && answer.pid === process.pid)).toHaveLength(29);
  expect(await readdir(directory)).toEqual(['claim.8']);
});

it('says who has it and where, and gives it away again when it is released', async () => {
  const { url, close } = await listener();

  const mine = await claim(directory);
  if (mine.kind !== 'ours') throw new Error('the directory is empty');
  expect(await claim(directory)).toEqual({ kind: 'taken', pid: process.pid });
  await mine.publish(url);
  expect(await claim(directory)).toEqual({ kind: 'taken', pid: process.pid, url });
  await mine.publish();
  expect(await claim(directory)).toEqual({ kind: 'taken', pid: process.pid });
  await mine.release();
  expect(await claim(directory)).toMatchObject({ kind: 'ours' });
  await close();
});

it('takes over from a killed holder whose pid another process has now', async () => {
  const { url, close } = await listener();
  await close();

  await writeFile(claimFile(3), JSON.stringify({ pid: process.pid, url }));
  expect(await claim(directory)).toMatchObject({ kind: 'ours' });
});
