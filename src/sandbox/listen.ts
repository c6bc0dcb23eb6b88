import type { Server } from 'node:http';

const TRIES = 20;

/** Listens on loopback at the port, or the next one that is free. Answers which it is. */
export async function listen(server: Server, preferred: number): Promise<number> {
  for (let port = preferred; ; port += 1) {
    try {
      return await listenAt(server, port);
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!busy || port >= preferred + TRIES) throw error;
    }
  }
}

function listenAt(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
