/** An HTTP server that answers as a test tells it: for the shapes of HubSpot's failures. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { Admit } from '../../src/hubspot/admission.ts';
import { createHubSpot, type HubSpot } from '../../src/hubspot/client.ts';
import type { CallInfo } from '../../src/hubspot/transport.ts';

export interface SeenRequest {
  method: string;
  url: URL;
  authorization: string;
  body: unknown;
}

export interface Scripted {
  baseUrl: string;
  hubspot: HubSpot;
  requests: SeenRequest[];
  calls: CallInfo[];
  close(): Promise<void>;
}

export type Script = (response: ServerResponse, request: SeenRequest) => void;

/** Starts the server and a port to it. */
export async function startScripted(script: Script, timeoutMs = 5000, admit?: Admit): Promise<Scripted> {
  const requests: SeenRequest[] = [];
  const calls: CallInfo[] = [];
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const seen = await read(request);
      requests.push(seen);
      script(response, seen);
    };
    answer().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const baseUrl = `http://127.0.0.1:${address.port}/`;
  const hubspot = createHubSpot({
    baseUrl,
    accessToken: 'token-1',
    appId: '9393361',
    timeoutMs,
    onCall: (info) => calls.push(info),
    ...(admit && { admit }),
  });
  return {
    baseUrl,
    hubspot,
    requests,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  text(response, status, JSON.stringify(body), { 'content-type': 'application/json;charset=utf-8', ...headers });
}

export function text(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '', 'http://hubspot'),
    authorization: request.headers.authorization ?? '',
    body: body === '' ? undefined : JSON.parse(body),
  };
}
