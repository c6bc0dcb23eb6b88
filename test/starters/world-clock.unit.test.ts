/** Which time a command goes by. */
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { worldClock } from '../../src/starters/world-clock.ts';
import { startTestSandbox } from '../sandbox/support.ts';

const DAY_MS = 86_400_000;
const at = (baseUrl: string) => worldClock({ hubspot: { baseUrl } });
const daysAhead = (now: () => number) => Math.round((now() - Date.now()) / DAY_MS);

let silent: Server;
let silentUrl: string;
beforeEach(async () => {
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  silentUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(() => {
  vi.restoreAllMocks();
  silent.closeAllConnections();
  silent.close();
});

test("beside a development stack it is the sandbox's", async () => {
  const hub = await startTestSandbox();
  try {
    await hub.control('POST', '/advance', { by: 'P91D' });
    expect(daysAhead(await at(hub.sandbox.url))).toBe(91);
  } finally {
    await hub.sandbox.close();
  }
});

test('a portal is not asked for it', async () => {
  const asked = vi.spyOn(globalThis, 'fetch');
  expect(daysAhead(await at('https://api.hubapi.com'))).toBe(0);
  expect(asked).not.toHaveBeenCalled();
});

test('whoever does not answer in time has none', async () => {
  const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
  expect(daysAhead(await at(silentUrl))).toBe(0);
  expect(limit).toHaveBeenCalledTimes(1);
});
