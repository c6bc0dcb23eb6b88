/** `npm run sop -- portal` from an empty portal to a ready one, and the app's files. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPolicy } from '../src/domain/policy/default.ts';
import { webhookSubscriptions } from '../src/hubspot/app-files.ts';
import { sandboxDefaults, startSandbox, type Sandbox } from '../src/sandbox/sandbox.ts';
import { owners } from '../src/sandbox/catalog/owners.ts';
import { sop } from './support/sop-command.ts';
import { startTestStack } from './support/stack.ts';

let sandbox: Sandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await startSandbox({ ...sandboxDefaults, port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'sop-portal-'));
});
afterEach(async () => {
  await sandbox.close();
  await rm(folder, { recursive: true });
});

const portal = (...words: string[]) =>
  sop(
    folder,
    {
      HUBSPOT_BASE_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: sandboxDefaults.accessToken,
      HUBSPOT_CLIENT_SECRET: sandboxDefaults.clientSecret,
      HUBSPOT_APP_ID: sandboxDefaults.appId,
      HUBSPOT_PORTAL_ID: sandboxDefaults.portalId,
      SMTP_URL: 'smtp://127.0.0.1:2525',
      LINK_SECRET: 'a secret for links in mails that is long enough',
    },
    'portal',
    ...words,
  );

/** As an admin in HubSpot's settings. */
async function admin(method: string, path: string, body?: object): Promise<Response> {
  const answer = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${sandboxDefaults.accessToken}`, 'x-sandbox-user': owners[0]?.id ?? '' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer;
}

const pipelinesSchema = z.object({ results: z.array(z.object({ id: z.string(), label: z.string() })) });

describe('portal plan and apply', () => {
  it('[D-01] tells the differences by part, adds them once, and finds nothing to do afterwards', async () => {
    const before = await portal('plan');
    expect(before).toMatchObject({ exitCode: 0, stderr: '' });
    const titles = before.stdout.split('\n').filter((line) => /^[A-Z][a-z]+( [a-z]+)?$/.test(line));
    expect(titles).toEqual(['Property groups', 'Properties', 'Options', 'Keys', 'Pipelines', 'Stages']);
    expect(before.stdout).toContain('  create the deal property "Rate Range" (rate_range)\n');
    expect(before.stdout).toContain(
      '  create the deal pipeline "New Business" with the stages "Sales Qualified Lead" (20 %)',
    );
    expect(before.stdout).toContain('Look by hand (docs/set-up-hubspot.md');
    expect(
      sandbox.requests.since(0).filter(({ method, path }) => method !== 'GET' && !path.startsWith('/oauth/')),
    ).toEqual([]);

    const applied = await portal('apply');
    expect(applied.exitCode).toBe(0);
    expect(applied.stdout).toContain('Done. The portal is ready.');
    expect((await portal('apply')).stdout).toBe('The portal was ready already.\n');
    expect((await portal('plan')).stdout).toBe('The portal is ready.\n');
  });

  it("[D-01] keeps what is somebody else's, and leaves what cannot be changed to a person", async () => {
    await admin('POST', '/crm/properties/2026-09/deal', {
      name: 'rate_range',
      label: 'Rate Range',
      type: 'string',
      fieldType: 'text',
      groupName: 'dealinformation',
    });
    const planned = await portal('plan');
    expect(planned.stdout).toMatch(
      /^For a person to solve\n {2}the deal property "Rate Range" \(rate_range\) is kept as string/m,
    );
    const applied = await portal('apply');
    expect(applied).toMatchObject({ exitCode: 1, stderr: '1 of these a person must solve; then run it again.\n' });
    const pipelines = await admin('GET', '/crm/pipelines/2026-09/deals');
    expect(await pipelines.text()).toContain('"Sales Pipeline"');
    expect(sandbox.requests.since(0).filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('[D-15] warns of a pipeline rule that fights the SOP', async () => {
    await portal('apply');
    const movement = { enabledForAllStages: false, pipelineStageIds: [] };
    const { results } = pipelinesSchema.parse(await (await admin('GET', '/crm/pipelines/2026-09/deals')).json());
    const upsell = results.find(({ label }) => label === 'Upsell')?.id ?? '';
    await admin('PUT', `/crm/pipelines-rules/2026-09/0-3/${upsell}`, {
      governanceValidationRules: {
        noBackwardsMovementRule: { enabledForAllStages: true },
        noSkippingStagesRule: movement,
        objectCreationRule: {},
      },
    });
    const { stdout } = await portal('plan');
    expect(stdout).toMatch(/^Warnings\n {2}The pipeline "Upsell" forbids moving back/m);
    expect(stdout).toContain('The portal is ready.');
  });

  it('a missing scope is named', async () => {
    await fetch(`${sandbox.url}/__sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ kind: '403', path: '/crm/properties' }),
    });
    const ran = await portal('plan');
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toMatch(/lacks a scope \(.*scopes: crm\.objects\.\w+\.read/);
  });
});

it("a stack's sandbox tells what this app would hear, and nothing else, after a reset too", async () => {
  const stack = await startTestStack();
  try {
    const subscriptions = async () => (await fetch(`${stack.urls.sandbox}/__sandbox/subscriptions`)).json();
    expect(await subscriptions()).toEqual(webhookSubscriptions(defaultPolicy));
    await fetch(`${stack.urls.sandbox}/__sandbox/reset`, { method: 'POST' });
    expect(await subscriptions()).toEqual(webhookSubscriptions(defaultPolicy));
  } finally {
    await stack.close();
  }
});

describe('portal files', () => {
  const files = (env: Record<string, string>, ...words: string[]) => sop(folder, env, 'portal', 'files', ...words);
  const webhooks = async (out: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder, out, 'src/app/webhooks/webhooks-hsmeta.json'), 'utf8'));

  it('need no token: they carry PUBLIC_URL and the policy of this installation', async () => {
    const ran = await files({ PUBLIC_URL: 'https://sop.riverbend.example/', SOP_POLICY: 'small' });
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ran.stdout).toContain('hs project upload');
    const written = await webhooks('hubspot-app');
    expect(written).toMatchObject({
      config: { settings: { targetUrl: 'https://sop.riverbend.example/webhooks/hubspot' } },
    });
    expect(JSON.stringify(written)).toContain('rb_flow_rate');
    expect(JSON.stringify(written)).not.toContain('rate_range');
  });

  it('go where --target and --out say', async () => {
    const target = 'https://hooks.example.com/sop/webhooks/hubspot';
    await files({ PUBLIC_URL: 'https://other.example.com' }, '--target', target, '--out', 'app');
    expect(await webhooks('app')).toMatchObject({ config: { settings: { targetUrl: target } } });
  });

  it.each([
    ['nothing is known', [], 'Set PUBLIC_URL'],
    ['HubSpot would not deliver there', ['--target', 'http://sop.example.com/webhooks/hubspot'], 'must be https'],
    [
      'the gateway does not answer there',
      ['--target', 'https://sop.example.com'],
      'must be https://…/webhooks/hubspot',
    ],
  ])('are not written when %s', async (_why, words, message) => {
    const ran = await files({}, ...words);
    expect(ran.exitCode).toBe(1);
    expect(ran.stderr).toContain(message);
    await expect(webhooks('hubspot-app')).rejects.toThrow('ENOENT');
  });
});
