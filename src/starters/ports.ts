/** Ports of the development stack: the usual one if it is free, else the next. */
import { createServer } from 'node:net';

const TRIES = 50;

/** A free loopback port at or above `preferred`; 0: any. Somebody may take it before we do; then the listener says so. */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + TRIES; port += 1) {
    const free = await tryPort(port);
    if (free !== undefined) return free;
  }
  throw new Error(`No free port from ${preferred} to ${preferred + TRIES - 1}.`);
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
