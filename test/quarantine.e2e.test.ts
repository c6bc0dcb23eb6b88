import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signV3 } from '../src/hubspot/signature.ts';
import { quarantineCommand } from '../src/starters/commands/quarantine.ts';
import { dealWorkflowId } from '../src/workflows/ids.ts';
import { startTestStack, waitFor, type TestStack } from './support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.close());

const event = (objectId: unknown, eventId: number) => ({
  eventId,
  subscriptionId: 12,
  portalId: Number(stack.config.hubspot.portalId),
  appId: Number(stack.config.hubspot.appId),
  occurredAt: Date.now(),
  subscriptionType: 'deal.propertyChange',
  attemptNumber: 0,
  objectId,
  propertyName: 'dealname',
  propertyValue: 'Canary Clinic',
  changeSource: 'CRM_UI',
  sourceId: 'userId:77',
});

/** Signed as HubSpot signs. */
async function post(content: unknown): Promise<number> {
  const uri = `${stack.config.publicUrl}/webhooks/hubspot`;
  const body = JSON.stringify(content);
  const timestamp = Date.now();
  const [secret = ''] = stack.config.hubspot.clientSecrets;
  const headers = {
    'X-HubSpot-Request-Timestamp': String(timestamp),
    'X-HubSpot-Signature-v3': signV3({ secret, method: 'POST', uri, body, timestamp }),
  };
  return (await fetch(uri, { method: 'POST', headers, body })).status;
}

/** Where the tool finds this stack. */
function toolEnv() {
  const { config, temporal } = stack;
  return {
    HUBSPOT_BASE_URL: config.hubspot.baseUrl,
    HUBSPOT_ACCESS_TOKEN: config.hubspot.accessToken,
    HUBSPOT_CLIENT_SECRET: config.hubspot.clientSecrets.join(','),
    HUBSPOT_APP_ID: config.hubspot.appId,
    HUBSPOT_PORTAL_ID: config.hubspot.portalId,
    SMTP_URL: config.smtpUrl,
    DATABASE_URL: config.databaseUrl,
    LINK_SECRET: 'thirty-two characters are enough here',
    SOP_POLICY: config.policy,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  };
}

/** `npm run sop -- quarantine …` without the seconds that a process takes to start. */
async function sop(...args: string[]): Promise<{ code: number; output: string }> {
  for (const [name, value] of Object.entries(toolEnv())) vi.stubEnv(name, value);
  const lines: unknown[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
  try {
    await quarantineCommand.parseAsync(args, { from: 'user' });
    return { code: 0, output: lines.join('\n') };
  } catch (error) {
    return { code: 1, output: [...lines, error instanceof Error ? error.message : error].join('\n') };
  } finally {
    log.mockRestore();
    vi.unstubAllEnvs();
  }
}

const isRunning = async (dealId: string) => {
  const workflow = stack.client.workflow.getHandle(dealWorkflowId(stack.config.hubspot.portalId, dealId));
  return (await workflow.describe()).status.name === 'RUNNING';
};

describe('HubSpot sends what nobody can read', () => {
  it('[R-04] good events go on; bad ones are listed in words, shown, retried, and resolved when they can be read', async () => {
    expect((await sop('list')).output).toContain('Nothing is in quarantine.');

    expect(await post([event(700_001, 1), event('seven', 2)])).toBe(204);
    expect(await post([{ ...event('seven', 2), occurredAt: 1_800_000_000_000 }])).toBe(204);
    expect(await post([{ ...event('seven', 2), occurredAt: 1_800_000_000_000, attemptNumber: 1 }])).toBe(204);
    // Not in an array: HubSpot never sends it like this, and it can be read when taken as one event.
    expect(await post(event(700_002, 3))).toBe(204);
    await waitFor('the good event to arrive', () => isRunning('700001'));

    const list = await sop('list');
    expect(list.code).toBe(0);
    expect(list.output).toMatch(
      /deal\.propertyChange: the id of the record \(objectId\) is missing or no whole number/,
    );
    expect(list.output).toMatch(/deal\.propertyChange of record 700002: the POST is no JSON array of events/);
    expect(list.output).toMatch(/2 times, /);
    expect(list.output).not.toContain('Canary');
    const [first, second, third] = [...list.output.matchAll(/^ *(\d+) {2}/gm)].map(([, id = '']) => id);
    if (first === undefined || second === undefined || third === undefined) throw new Error(list.output);

    const shown = await sop('show', third);
    expect(shown.output).toContain('"propertyValue":"Canary Clinic"');

    const all = await sop('retry', '--all');
    expect(all.code).toBe(1);
    expect(all.output).toContain(`${first}: still cannot be read: the id of the record`);
    expect(all.output).toContain(`${third}: sent to its workflow`);
    expect(all.output).toContain('2 of 3 stay in quarantine');
    expect(all.output).not.toContain('Canary');
    await waitFor('the retried event to arrive', () => isRunning('700002'));

    expect((await sop('show', third)).output).toContain('retried with success');
    expect((await sop('list')).output).not.toContain('700002');
    expect(await sop('retry', third)).toEqual({ code: 0, output: `${third}: sent to its workflow` });
    expect(await sop('retry', second)).toMatchObject({ code: 1 });
  });

  it.each([
    [['retry'], 'Say which: quarantine retry <id>, or --all.'],
    [['retry', '5', '--all'], 'Say which: quarantine retry <id>, or --all.'],
    [['show', 'seven'], '"seven" is no number of the list'],
    [['show', '999999999'], 'There is no 999999999 in quarantine'],
  ])('%j is answered with what to do', async (args, words) => {
    const { code, output } = await sop(...args);
    expect(code).toBe(1);
    expect(output).toContain(words);
  });

  it('the tool works in a process of its own beside the stack, and ends with status 1 when something stays', async () => {
    expect(await post([event('eight', 4)])).toBe(204);
    const args = ['--import', 'tsx', 'src/starters/sop.ts', 'quarantine', 'retry', '--all'];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...toolEnv() } });
    const exit = new Promise((resolve) => child.once('close', resolve));
    const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out).toContain('still cannot be read');
    expect(error).toContain('stay in quarantine (at most 30 days).');
    expect(error).not.toContain('    at ');
    expect(await exit).toBe(1);
  });
});
