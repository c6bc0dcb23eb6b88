/** Ports of the development stack: the usual one if it is free, else the next. */
import { createServer } from 'node:net';

const TRIES = 50;

/** A free loopback port at or above `preferred`. Somebody may take it before we do; then the listener says so. */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + TRIES; port += 1) if (await isFree(port)) return port;
  throw new Error(`No free port from ${preferred} to ${preferred + TRIES - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
