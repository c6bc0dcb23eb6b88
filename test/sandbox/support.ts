/** A sandbox and HubSpot's own client for it, for tests. */
import { Client } from '@hubspot/api-client';
import { sandboxDefaults, startSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

export const credentials = {
  portalId: sandboxDefaults.portalId,
  appId: sandboxDefaults.appId,
  accessToken: sandboxDefaults.accessToken,
  clientSecret: sandboxDefaults.clientSecret,
};

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON, else text. */
  body: unknown;
}

export interface TestSandbox {
  sandbox: Sandbox;
  client: Client;
  /** A call by HubSpot's client on any path; `user` is the owner who works in the screen. */
  call(method: string, path: string, body?: unknown, user?: string): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ port: 0, ...credentials, ...options });
  const client = new Client({ accessToken: credentials.accessToken, basePath: sandbox.url });
  return {
    sandbox,
    client,
    call: async (method, path, body, user) =>
      read(
        await client.apiRequest({ method, path, body, headers: user === undefined ? {} : { 'x-sandbox-user': user } }),
      ),
    control: async (method, path, body) =>
      read(
        await fetch(`${sandbox.url}/__sandbox${path}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}

/** What is at a path of keys in a JSON body; undefined where a key is missing. */
export function at(body: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string | number, unknown> | undefined)?.[key], body);
}

/** The id of an answered record. */
export function idOf({ body }: Answer): string {
  return String(at(body, 'id'));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
