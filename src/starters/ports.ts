/** Ports of the development stack: the usual one if it is free, else the next. */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const TRIES = 200;
/** Linux and macOS give outgoing connections ports above; one of those may be gone again before we listen. */
const ANY = { from: 15_000, below: 30_000 };

/** A free loopback port at or above `preferred`; 0: any. Somebody may take it before we do; then the listener says so. */
export async function freePort(preferred: number): Promise<number> {
  const first = preferred === 0 ? randomInt(ANY.from, ANY.below) : preferred;
  for (let port = first; port < first + TRIES; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port from ${first} to ${first + TRIES - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
