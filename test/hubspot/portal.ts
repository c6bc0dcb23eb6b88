/** A sandbox portal and the port to it. */
import { createHubSpot, type HubSpot } from '../../src/hubspot/client.ts';
import { sandboxDefaults, startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

export interface TestPortal {
  hubspot: HubSpot;
  sandbox: Sandbox;
  close(): Promise<void>;
}

export async function startPortal(): Promise<TestPortal> {
  const sandbox = await startSandbox({ ...sandboxDefaults, port: 0 });
  const { accessToken, appId } = sandboxDefaults;
  const hubspot = createHubSpot({ baseUrl: sandbox.url, accessToken, appId });
  return { hubspot, sandbox, close: () => sandbox.close() };
}
