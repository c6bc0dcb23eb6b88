import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { portalIds } from '../../src/hubspot/portal-ids.ts';
import { portalWarnings } from '../../src/hubspot/portal-warnings.ts';
import { SCOPES } from '../../src/hubspot/app-files.ts';
import { applyPortal } from '../../src/hubspot/setup.ts';
import { owners } from '../../src/sandbox/catalog/owners.ts';
import { sandboxDefaults } from '../../src/sandbox/sandbox.ts';
import { startPortal, type TestPortal } from './portal.ts';
import { json, startScripted, type Scripted } from './scripted-server.ts';

/** The scripted portals answer every read alike, and what contacts need has another shape. */
const { contacts: _, ...dealsOnly } = defaultPolicy;

const allOff = {
  noBackwardsMovementRule: { enabledForAllStages: false, pipelineStageIds: [] as string[] },
  noSkippingStagesRule: { enabledForAllStages: false, pipelineStageIds: [] as string[] },
  objectCreationRule: { pipelineStageIds: [] as string[] },
};

describe('a portal that is set up', () => {
  let portal: TestPortal;
  let ids: { id: string; stages: Record<string, string> };
  beforeEach(async () => {
    portal = await startPortal();
    await applyPortal(portal.hubspot, defaultPolicy, () => {});
    const found = (await portalIds(portal.hubspot, defaultPolicy)).pipelines['new_business'];
    if (found === undefined) throw new Error('no New Business');
    ids = found;
  });
  afterEach(() => portal.close());

  const warnings = (policy = defaultPolicy, expected = {}) =>
    portalWarnings(portal.hubspot, policy, { ...sandboxDefaults, ...expected });

  /** As an admin in HubSpot's settings. */
  const setRules = async (change: Partial<typeof allOff>) => {
    const answer = await fetch(`${portal.sandbox.url}/crm/pipelines-rules/2026-09/0-3/${ids.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${sandboxDefaults.accessToken}`, 'x-sandbox-user': owners[0]?.id ?? '' },
      body: JSON.stringify({ governanceValidationRules: { ...allOff, ...change } }),
    });
    expect(answer.status).toBe(200);
  };

  it('has nothing that fights the SOP', async () => {
    expect(await warnings()).toEqual([]);
  });

  it('[K-04] has no subscription type to which consent could be written', async () => {
    const { contacts } = defaultPolicy;
    if (contacts === undefined) throw new Error('the shipped policy has rules for contacts');
    const mail = { ...contacts.mail, subscriptionType: 'Newsletter' };
    expect(await warnings({ ...defaultPolicy, contacts: { ...contacts, mail } })).toEqual([
      expect.stringMatching(/^This portal has no subscription type "Newsletter"/),
    ]);
  });

  it('[C-03] knows a source that the policy could not keep', async () => {
    const source = (await portal.hubspot.properties('contact')).find(({ name }) => name === 'hs_analytics_source');
    const options = [...(source?.options ?? []), { value: 'SKYWRITING', label: 'Skywriting', displayOrder: 99 }];
    await portal.hubspot.updateProperty('contact', 'hs_analytics_source', { options });
    expect(await warnings()).toEqual([
      expect.stringContaining('the sources Skywriting, which "Original channel" of the policy lacks'),
      expect.stringContaining('the sources Skywriting, which "Source when delivered" of the policy lacks'),
    ]);
  });

  it.each([
    ['from all stages', true, false],
    ['from one stage', false, true],
  ])('[D-15] forbids moving back %s: people must be able to', async (_which, enabledForAllStages, one) => {
    const pipelineStageIds = one ? [ids.stages['proposal'] ?? ''] : [];
    await setRules({ noBackwardsMovementRule: { enabledForAllStages, pipelineStageIds } });
    expect(await warnings()).toEqual([expect.stringMatching(/^The pipeline "New Business" forbids moving back/)]);
  });

  it('[D-13] forbids skipping stages: a deal is lost from any of them', async () => {
    await setRules({ noSkippingStagesRule: { enabledForAllStages: true, pipelineStageIds: [] } });
    expect(await warnings()).toEqual([expect.stringMatching(/^The pipeline "New Business" forbids skipping/)]);
  });

  it('[D-02] lets deals be created only where the SOP does not begin', async () => {
    await setRules({ objectCreationRule: { pipelineStageIds: [ids.stages['engaged'] ?? ''] } });
    expect(await warnings()).toEqual([expect.stringContaining('create deals in "Sales Qualified Lead"')]);
    await setRules({ objectCreationRule: { pipelineStageIds: [ids.stages['sql'] ?? ''] } });
    expect(await warnings()).toEqual([]);
  });

  it('does not know somebody of the staff; each is named once, with all roles', async () => {
    const staff = defaultPolicy.staff.map((row) => ({
      ...row,
      emails: row.emails.map((email) => email.replace('marcus.odell', 'gone').toUpperCase()),
    }));
    expect(await warnings({ ...defaultPolicy, staff })).toEqual([
      expect.stringMatching(/^GONE@HEALTHPRIME.EXAMPLE \(Sales manager, Approver\) has no owner in this portal/),
    ]);
  });

  it('is another one than configured, or the token of another app', async () => {
    const found = await warnings(defaultPolicy, { portalId: '77', appId: '88' });
    expect(found).toEqual([
      expect.stringContaining('HUBSPOT_PORTAL_ID says 77'),
      expect.stringContaining('HUBSPOT_APP_ID says 88'),
    ]);
    expect(found.join()).not.toContain(sandboxDefaults.accessToken);
  });
});

describe('a portal that refuses', () => {
  let scripted: Scripted;
  afterEach(() => scripted.close());
  const expected = { accessToken: 'token-1', portalId: '1', appId: '2' };

  const refusal = (scope: string) => ({
    status: 'error',
    category: 'MISSING_SCOPES',
    errors: [{ message: 'One or more …', context: { requiredGranularScopes: [scope] } }],
  });

  it('scopes that the app does not have are named', async () => {
    scripted = await startScripted((response, { url }) => {
      const scopes = SCOPES.filter((scope) => scope !== 'tickets' && scope !== 'files');
      if (url.pathname.startsWith('/oauth/')) json(response, 200, { userId: 3, hubId: 1, appId: 2, scopes });
      else json(response, 200, { results: [] });
    });
    const found = await portalWarnings(scripted.hubspot, { ...dealsOnly, staff: [] }, expected);
    expect(found).toEqual([expect.stringContaining('The app lacks the scopes files, tickets:')]);
    expect(scripted.requests[0]).toMatchObject({ body: { tokenKey: 'token-1' }, authorization: 'Bearer token-1' });
  });

  it('says with 403 which scope a read lacks, and the rest is still looked at', async () => {
    scripted = await startScripted((response, { url }) => {
      if (url.pathname.startsWith('/oauth/')) json(response, 404, { status: 'error' });
      else if (url.pathname.startsWith('/crm/owners')) json(response, 403, refusal('crm.objects.owners.read'));
      else if (url.pathname.startsWith('/crm/pipelines-rules'))
        json(response, 403, refusal('crm.pipelines.governance.read'));
      else {
        const stages = [{ id: '5', label: 'Sales Qualified Lead', displayOrder: 0 }];
        json(response, 200, { results: [{ id: '4', label: 'New Business', displayOrder: 0, stages }] });
      }
    });
    expect(await portalWarnings(scripted.hubspot, dealsOnly, expected)).toEqual([
      expect.stringContaining('compare the app'),
      expect.stringMatching(/^The owners cannot be read.*scopes: crm.objects.owners.read/),
      expect.stringMatching(/"New Business" cannot be read.*scopes: crm.pipelines.governance.read/),
    ]);
  });

  it('has no rules at all: nothing to warn of', async () => {
    scripted = await startScripted((response, { url }) => {
      if (url.pathname.startsWith('/oauth/')) json(response, 200, { hubId: 1, appId: 2, scopes: SCOPES });
      else if (url.pathname.startsWith('/crm/pipelines-rules')) json(response, 404, { status: 'error' });
      else json(response, 200, { results: [{ id: '4', label: 'New Business', displayOrder: 0, stages: [] }] });
    });
    expect(await portalWarnings(scripted.hubspot, { ...dealsOnly, staff: [] }, expected)).toEqual([]);
  });

  it('a token that is not accepted ends it', async () => {
    scripted = await startScripted((response) => json(response, 401, { category: 'INVALID_AUTHENTICATION' }));
    await expect(portalWarnings(scripted.hubspot, dealsOnly, expected)).rejects.toMatchObject({ kind: 'auth' });
  });
});
