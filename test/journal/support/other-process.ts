import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface OtherProcess {
  /** Resolves when it has the journal open. */
  open: Promise<void>;
  /** Writes decisions, numbered on from the last, about the deal `objectId`. Resolves when they are recorded. */
  write(count: number): Promise<void>;
  /** Lets it close the journal and end. */
  end(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export function otherProcess(dataDir: string, objectId: string): OtherProcess {
  const script = fileURLToPath(new URL('./process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, objectId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const said = async (what: string) => {
    const line = await lines.next();
    if (line.done || !line.value.startsWith(what)) throw new Error(`the other process did not say "${what}"`);
  };
  return {
    open: said('open'),
    write: async (count) => {
      child.stdin.write(`${count}\n`);
      await said('written');
    },
    end: async () => {
      child.stdin.end();
      await exit;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}
