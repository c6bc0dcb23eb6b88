/** C-01: the seven lifecycle stages in a portal, and what is found there by label. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { HubSpot } from '../../src/hubspot/client.ts';
import { contactPortal } from '../../src/hubspot/contact-portal.ts';
import { lifecycleOptions } from '../../src/hubspot/portal-ids.ts';
import { applyPortal, planPortal } from '../../src/hubspot/setup.ts';
import { startPortal, type TestPortal } from './portal.ts';

let portal: TestPortal;
let hubspot: HubSpot;
beforeEach(async () => {
  portal = await startPortal();
  hubspot = portal.hubspot;
});
afterEach(() => portal.close());

const silent = (): void => undefined;
const stageWords = async () =>
  (await planPortal(hubspot, defaultPolicy)).flatMap(({ words }) => (words.includes('lifecycle') ? [words] : []));
const PIPELINE = 'contacts-lifecycle-pipeline';

async function refuse(method: string, path: string): Promise<void> {
  const body = JSON.stringify({ kind: '403', method, path, times: 50 });
  const answer = await fetch(`${portal.sandbox.url}/__sandbox/faults`, { method: 'POST', body });
  expect(answer.status).toBe(200);
}

describe('lifecycle stages', () => {
  it('[C-01] are seven after the set-up, in the order in which HubSpot lets contacts move forward; others stay', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    const options = await lifecycleOptions(hubspot);
    const labels = defaultPolicy.contacts?.lifecycle.stages.map(({ label }) => label) ?? [];
    expect(options.map(({ label }) => label).filter((label) => labels.includes(label))).toEqual(labels);
    expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining(['subscriber', 'lead', 'opportunity']));
    expect(await planPortal(hubspot, defaultPolicy)).toEqual([]);
  });

  it('[C-01] of ours have the number that the portal gave them, those of HubSpot its own name', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    const { stages } = await contactPortal(hubspot, defaultPolicy);
    expect(stages).toEqual({
      target: expect.stringMatching(/^\d+$/),
      mql: 'marketingqualifiedlead',
      sql: 'salesqualifiedlead',
      customer: 'customer',
      excluded: expect.stringMatching(/^\d+$/),
      additional: expect.stringMatching(/^\d+$/),
      recycled: expect.stringMatching(/^\d+$/),
    });
    expect(new Set(Object.values(stages)).size).toBe(7);
  });

  it('that a person made by hand are taken, whatever case and spaces', async () => {
    await hubspot.createStage('contact', PIPELINE, { label: ' TARGET', displayOrder: 0, metadata: {} });
    expect((await stageWords()).filter((words) => words.includes('"Target"'))).toEqual([
      `set the lifecycle stage "Target" to place 1 of the SOP's`,
    ]);
  });

  it('in another order are moved', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    const { recycled } = (await contactPortal(hubspot, defaultPolicy)).stages;
    await hubspot.updateStage('contact', PIPELINE, recycled, { displayOrder: 0 });
    expect(await stageWords()).not.toEqual([]);
    await applyPortal(hubspot, defaultPolicy, silent);
    expect(await stageWords()).toEqual([]);
  });

  it('[C-01] are asked of a person where HubSpot does not let the app make them, and all else is set up', async () => {
    await refuse('POST', '/crm/pipelines/2026-09/contacts');
    await refuse('PATCH', '/crm/pipelines/2026-09/contacts');
    const done = await applyPortal(hubspot, defaultPolicy, silent);
    const problems = done.filter(({ kind }) => kind === 'problem').map(({ words }) => words);
    expect(problems).toHaveLength(7);
    expect(problems[0]).toContain(
      `Create the lifecycle stage "Target" by hand, in place 1 of the SOP's, in HubSpot under Settings`,
    );
    expect((await hubspot.pipelines('deal')).map(({ label }) => label)).toContain('New Business');
    await expect(contactPortal(hubspot, defaultPolicy)).rejects.toThrow(
      'The portal lacks the lifecycle stage "Target", the lifecycle stage "Exclude from Marketing", the lifecycle stage "Additional Sales Contact", the lifecycle stage "Recycled". Run: npm run sop -- portal apply',
    );
  });
});

describe('what else contacts need of a portal', () => {
  it('[L-02] the category of the tickets that ask for a lead comes beside those of HubSpot', async () => {
    const category = async () => (await hubspot.properties('ticket')).find(({ name }) => name === 'hs_ticket_category');
    const before = await category();
    await applyPortal(hubspot, defaultPolicy, silent);
    const after = await category();
    expect(after?.label).toBe(before?.label);
    expect(after?.options.slice(0, -1)).toEqual(before?.options);
    expect(after?.options.at(-1)).toMatchObject({ value: 'Lead creation', label: 'Lead creation' });
  });

  it('[L-02] is asked of a person where HubSpot keeps the category to itself', async () => {
    await refuse('PATCH', '/crm/properties/2026-09/ticket/hs_ticket_category');
    const done = await applyPortal(hubspot, defaultPolicy, silent);
    expect(done.filter(({ kind }) => kind === 'problem').map(({ words }) => words)).toEqual([
      expect.stringContaining('Add the options "Lead creation" to the ticket property "Category"'),
    ]);
  });

  it('[R-03] leads and logged e-mails get the key by which they are written once', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    for (const object of ['lead', 'email'] as const) {
      const key = (await hubspot.properties(object)).find(({ name }) => name === 'sop_key');
      expect(key).toMatchObject({ hasUniqueValue: true });
    }
  });

  it('[C-06] roles are owners found by e-mail, whatever case; all active owners are staff', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    const staff = defaultPolicy.staff.map((row) => ({ ...row, emails: row.emails.map((it) => it.toUpperCase()) }));
    const { owners, staff: all } = await contactPortal(hubspot, { ...defaultPolicy, staff });
    const known = await hubspot.owners();
    expect(owners['SDR']).toHaveLength(3);
    expect(owners['SDR']?.map((id) => known.find((one) => one.id === id)?.email)).toEqual(
      expect.arrayContaining(defaultPolicy.staff.find(({ role }) => role === 'SDR')?.emails ?? ['nobody']),
    );
    expect(all).toEqual(known.map(({ id }) => id));
  });

  it('[C-09] reps are known by who they are when they change something', async () => {
    await applyPortal(hubspot, defaultPolicy, silent);
    const { owners, reps } = await contactPortal(hubspot, defaultPolicy);
    const known = await hubspot.owners();
    expect(Object.values(reps)).toEqual(owners['Sales rep']);
    for (const [actor, id] of Object.entries(reps))
      expect(actor).toBe(`person:${known.find((one) => one.id === id)?.userId}`);
  });
});
