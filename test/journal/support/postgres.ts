/** A real PostgreSQL for the journal's tests: the one that is named, or one of our own from local programs. */
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, chownSync, constants, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { until } from './until.ts';

export interface TestDatabase {
  url: string;
  close(): Promise<void>;
}

type Postgres = { start: () => Promise<TestDatabase> } | { missing: string };

/** How PostgreSQL can be had here, or why it cannot. */
export function findPostgres(): Postgres {
  const named = process.env['JOURNAL_TEST_POSTGRES'];
  if (named !== undefined) return { start: async () => emptyDatabase(named, async () => {}) };
  const [initdb, postgres] = [program('initdb'), program('postgres')];
  if (initdb === undefined || postgres === undefined) {
    return { missing: 'initdb and postgres are not on the PATH and JOURNAL_TEST_POSTGRES is not set' };
  }
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? (ids('postgres') ?? ids('nobody')) : {};
  if (user === undefined) return { missing: 'this is root, and there is no user postgres or nobody to run it as' };
  return { start: () => startCluster(initdb, postgres, user) };
}

async function startCluster(initdb: string, postgres: string, user: { uid?: number; gid?: number }) {
  const directory = mkdtempSync(join(tmpdir(), 'journal-pg-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, 'data');
  const options = { ...user, cwd: directory, stdio: 'ignore' as const };
  execFileSync(
    initdb,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--no-locale'],
    options,
  );
  // A Unix socket in a directory of its own needs no free port.
  const server = spawn(postgres, ['-D', data, '-k', directory, '-c', 'listen_addresses=', '-c', 'fsync=off'], options);
  const exit = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const url = `postgres:///postgres?user=postgres&host=${encodeURIComponent(directory)}`;
  const stop = async () => {
    server.kill('SIGINT');
    await exit;
    await rm(directory, { recursive: true });
  };
  await until('PostgreSQL answers', () =>
    run(url, 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
  return emptyDatabase(url, stop);
}

/** A database of its own on the server, dropped at the end. */
async function emptyDatabase(server: string, stop: () => Promise<void>): Promise<TestDatabase> {
  const name = `journal_${randomUUID().replaceAll('-', '')}`;
  await run(server, `CREATE DATABASE ${name}`);
  return {
    url: server.replace(/(:\/\/[^/]*\/)[^?]*/, `$1${name}`),
    async close() {
      await run(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await stop();
    },
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function program(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function ids(user: string): { uid: number; gid: number } | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
