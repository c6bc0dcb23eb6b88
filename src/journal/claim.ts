/**
 * Which process may open a data directory. PGlite takes no lock, and two processes in one directory destroy it.
 *
 * A claim is the file `claim.<n>` with the highest n. A new one is made only by somebody who saw that the holder of the
 * last is gone, and only if `claim.<n+1>` does not exist yet, so that of many who see it at once one wins. A holder that was
 * killed leaves its file behind; the next one steps over it.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const holderSchema = z.object({
  /** 0: given back. */
  pid: z.int(),
  /** Where it serves the database; absent while it opens or closes it. */
  url: z.string().exactOptional(),
});

type Holder = z.infer<typeof holderSchema>;

export interface Claim {
  kind: 'ours';
  /** Tells the others where the database is served; without `url` that it is not served any more. */
  publish(url?: string): Promise<void>;
  release(): Promise<void>;
}

/** Claims a directory (made if absent), or says who has it and where it serves it (`url`, absent while it opens or closes it). */
export async function claim(directory: string): Promise<Claim | { kind: 'taken'; pid: number; url?: string }> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (;;) {
    const last = await highest(directory);
    const holder = last === 0 ? undefined : await read(fileOf(directory, last));
    if (holder === 'vanished') continue;
    // A holder takes its URL back before it stops listening: if nobody listens, another process has got its pid.
    if (holder !== undefined && isRunning(holder.pid) && (holder.url === undefined || (await listens(holder.url)))) {
      return { kind: 'taken', ...holder };
    }
    const ours = await create(directory, last + 1);
    if (ours !== undefined) return ours;
  }
}

async function create(directory: string, number: number): Promise<Claim | undefined> {
  const file = fileOf(directory, number);
  const draft = await write(directory, { pid: process.pid });
  const won = await link(draft, file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  await rm(draft);
  // Higher ones exist if this number was free only because its owner, and later ones, came and went meanwhile.
  if (!won || (await highest(directory)) !== number) {
    if (won) await rm(file);
    return undefined;
  }
  for (const older of (await numbers(directory)).filter((n) => n < number))
    await rm(fileOf(directory, older), { force: true });
  const replace = async (holder: Holder) => rename(await write(directory, holder), file);
  return {
    kind: 'ours',
    publish: (url) => replace({ pid: process.pid, ...(url === undefined ? {} : { url }) }),
    release: () => replace({ pid: 0 }),
  };
}

const fileOf = (directory: string, number: number) => join(directory, `claim.${number}`);

async function numbers(directory: string): Promise<number[]> {
  return (await readdir(directory)).flatMap((name) => /^claim\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

async function highest(directory: string): Promise<number> {
  return Math.max(0, ...(await numbers(directory)));
}

/** A finished file under a name of its own, so that nobody ever reads half a claim. */
async function write(directory: string, holder: Holder): Promise<string> {
  const draft = join(directory, `draft.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(holder));
  return draft;
}

async function read(file: string): Promise<Holder | 'vanished'> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'vanished';
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether the system still accepts connections there. A process that is only slow is told from one that is gone. */
function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const answer = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', (error: NodeJS.ErrnoException) => answer(error.code !== 'ECONNREFUSED'));
  });
}
