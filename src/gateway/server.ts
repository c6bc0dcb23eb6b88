/** Listens for a Hono app and stops without cutting off an answer. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** Against clients that hold connections by sending slowly. HubSpot itself gives up after 5 seconds. */
const TIMEOUTS = {
  headersTimeout: 3_000,
  requestTimeout: 8_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 5_000,
};
/** Longest answer (4 s for a webhook) and some air; stays below the 30 s that orchestrators usually grant. */
const DRAIN_MS = 10_000;

export interface ListeningGateway {
  port: number;
  /** Stops accepting, lets requests in flight finish, then resolves. */
  close(): Promise<void>;
}

/**
 * @param port 0 picks a free one
 * @param hostname `127.0.0.1` for development; `0.0.0.0` or `::` where a proxy or orchestrator connects
 * @throws the listen error, e.g. `EADDRINUSE`
 */
export async function serveGateway(app: Hono, port: number, hostname: string): Promise<ListeningGateway> {
  const answer = getRequestListener(app.fetch);
  const server = createServer(TIMEOUTS, (request, response) => void answer(request, response));
  // Keep-alive connections become idle after their last answer; while stopping, nobody else closes those.
  server.on('request', (_request, response) => {
    response.on('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : port, close: () => drain(server) };
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}
