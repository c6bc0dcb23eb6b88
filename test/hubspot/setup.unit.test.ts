import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Policy, PropertyRow } from '../../src/domain/policy/types.ts';
import type { HubSpot } from '../../src/hubspot/client.ts';
import { portalIds } from '../../src/hubspot/portal-ids.ts';
import { applyPortal, planPortal, type PortalChange } from '../../src/hubspot/setup.ts';
import { startPortal, type TestPortal } from './portal.ts';
import { portalPolicy } from './portal-policy.ts';

let portal: TestPortal;
let hubspot: HubSpot;
beforeEach(async () => {
  portal = await startPortal();
  hubspot = portal.hubspot;
});
afterEach(() => portal.close());

const silent = (): void => undefined;

/** The policy with one property row changed. */
function withRow(name: string, change: Partial<PropertyRow>): Policy {
  const properties = portalPolicy.properties.map((row) => (row.name === name ? { ...row, ...change } : row));
  return { ...portalPolicy, properties };
}

async function property(object: 'deal' | 'note', name: string) {
  return (await hubspot.properties(object)).find((one) => one.name === name);
}

async function pipeline(label: string) {
  const found = (await hubspot.pipelines('deal')).find((one) => one.label === label);
  if (!found) throw new Error(`no pipeline ${label}`);
  return found;
}

/** Creates a foreign property in a group that each portal has. */
async function foreignProperty(name: string, type: string, fieldType: string, more: object = {}): Promise<void> {
  const groupName = (await property('deal', 'amount'))?.groupName ?? '';
  await hubspot.createProperty('deal', {
    name,
    label: name,
    type,
    fieldType,
    groupName,
    hasUniqueValue: false,
    options: [],
    ...more,
  });
}

const kinds = (changes: PortalChange[]): string[] => changes.map((change) => change.kind);

describe('an empty portal', () => {
  it('[D-01] gets pipelines with stages and probabilities by one run; a second finds nothing to do', async () => {
    const plan = await planPortal(hubspot, portalPolicy);
    const announced: PortalChange[] = [];
    expect(await applyPortal(hubspot, portalPolicy, (change) => announced.push(change))).toEqual(plan);
    expect(announced).toEqual(plan);
    expect(new Set(kinds(plan))).toEqual(new Set(['create']));

    const labels = [...(await hubspot.pipelines('deal'))].sort((a, b) => a.displayOrder - b.displayOrder);
    expect(labels.map(({ label }) => label)).toEqual(['Sales Pipeline', 'New Business', 'Upsell']);
    expect(new Set(labels.map(({ displayOrder }) => displayOrder)).size).toBe(3);
    const { stages } = await pipeline('New Business');
    expect(stages.map(({ label, metadata }) => [label, Number(metadata.probability), metadata.isClosed])).toEqual([
      ['Sales Qualified Lead', 0.2, 'false'],
      ['Proposal', 0.75, 'false'],
      ['Closed Won', 1, 'true'],
      ['Closed Lost', 0, 'true'],
    ]);
    expect(await planPortal(hubspot, portalPolicy)).toEqual([]);
  });

  it.each([
    ['t_line', 'string', 'text', []],
    ['t_area', 'string', 'textarea', []],
    ['t_count', 'number', 'number', []],
    ['t_day', 'date', 'date', []],
    ['t_moment', 'datetime', 'date', []],
    ['t_range', 'enumeration', 'select', ['low', 'high']],
    ['t_products', 'enumeration', 'checkbox', ['rcm', 'coding']],
    ['t_approved', 'enumeration', 'select', ['yes', 'no']],
    ['t_user', 'enumeration', 'select', []],
  ])('%s is kept as %s/%s', async (name, type, fieldType, options) => {
    await applyPortal(hubspot, portalPolicy, silent);
    const created = await property('deal', name);
    expect(created).toMatchObject({ type, fieldType, groupName: 'sales_sop', hasUniqueValue: false });
    expect(created?.options.map((option) => option.value)).toEqual(options);
  });

  it('[D-20] a user property takes the portal’s owners, and nobody else', async () => {
    await applyPortal(hubspot, portalPolicy, silent);
    expect(await property('deal', 't_user')).toMatchObject({ externalOptions: true, referencedObjectType: 'OWNER' });
    const [owner] = await hubspot.owners();
    const { stages, id: pipelineId } = await pipeline('New Business');
    const place = { dealname: 'User', pipeline: pipelineId, dealstage: stages[0]?.id ?? '' };
    const create = (key: string, user: string) =>
      hubspot.createByKey('deal', 'dealname', { key, properties: { ...place, t_user: user } }, []);
    expect(await create('Ours', owner?.id ?? '')).toMatchObject({ isNew: true });
    await expect(create('The client', '12')).rejects.toMatchObject({ kind: 'rejected', propertyNames: ['t_user'] });
  });

  it('[D-19] a property for forms may be put on them, also when it was there before', async () => {
    await applyPortal(hubspot, portalPolicy, silent);
    expect(await property('deal', 't_line')).toMatchObject({ formField: false });
    const policy = withRow('t_line', { inForms: true });
    expect((await applyPortal(hubspot, policy, silent)).map(({ words }) => words)).toEqual([
      expect.stringContaining('let it be used in forms'),
    ]);
    expect(await property('deal', 't_line')).toMatchObject({ formField: true });
    expect(await planPortal(hubspot, policy)).toEqual([]);
  });

  it('[R-03] gets the unique key by which notes are written once', async () => {
    await applyPortal(hubspot, portalPolicy, silent);
    expect(await property('note', 'sop_key')).toMatchObject({ hasUniqueValue: true });
    const write = () =>
      hubspot.upsertByKey('note', 'sop_key', [
        { key: 'deal-1-1', properties: { hs_note_body: 'x', hs_timestamp: '2026-11-21T00:00:00Z' } },
      ]);
    const [first] = await write();
    expect(first?.isNew).toBe(true);
    expect(await write()).toEqual([{ id: first?.id, isNew: false }]);
  });

  it('is described in words before anything is done', async () => {
    const words = (await planPortal(hubspot, portalPolicy)).map((change) => change.words);
    expect(words).toContain('create the deal property group "Sales SOP"');
    expect(words).toContain('create the deal property "Rate Range" (t_range)');
    expect(words).toContain(
      'create the deal pipeline "Upsell" with the stages "Sales Qualified Lead" (20 %), "Closed Lost" (0 %)',
    );
    expect(await property('deal', 't_range')).toBeUndefined();
  });
});

describe('a portal that people have changed', () => {
  beforeEach(() => applyPortal(hubspot, portalPolicy, silent));

  it('gets missing options and keeps foreign ones', async () => {
    const foreign = { value: 'theirs', label: 'Theirs', displayOrder: 5, hidden: false };
    const kept = (await property('deal', 't_range'))?.options ?? [];
    await hubspot.updateProperty('deal', 't_range', {
      options: [...kept.filter(({ value }) => value === 'high'), foreign],
    });
    const options = [
      { value: 'low', label: 'Low' },
      { value: 'high', label: 'Very high' },
    ];
    const policy = withRow('t_range', { options });
    expect(await planPortal(hubspot, policy)).toEqual([
      {
        part: 'option',
        kind: 'update',
        words: 'the deal property "Rate Range" (t_range): add the options "Low", rename options to "Very high"',
      },
    ]);
    await applyPortal(hubspot, policy, silent);
    const after = (await property('deal', 't_range'))?.options.map(({ value, label }) => [value, label]);
    expect(new Map(after as [string, string][])).toEqual(
      new Map([
        ['low', 'Low'],
        ['high', 'Very high'],
        ['theirs', 'Theirs'],
      ]),
    );
    expect(await planPortal(hubspot, policy)).toEqual([]);
  });

  it('[R-06] shows a renamed property under its new label', async () => {
    const policy = withRow('t_line', { label: 'Other words' });
    expect(await applyPortal(hubspot, policy, silent)).toEqual([
      { part: 'property', kind: 'update', words: 'the deal property "Other words" (t_line): rename it from "Line"' },
    ]);
    expect(await property('deal', 't_line')).toMatchObject({ label: 'Other words' });
    expect(await planPortal(hubspot, policy)).toEqual([]);
  });

  it('gets the probability back that the policy has', async () => {
    const { id, stages } = await pipeline('New Business');
    const proposal = stages.find((stage) => stage.label === 'Proposal');
    await hubspot.updateStage('deal', id, proposal?.id ?? '', { metadata: { probability: '0.5', isClosed: 'false' } });
    const plan = await applyPortal(hubspot, portalPolicy, silent);
    expect(plan).toEqual([
      { part: 'stage', kind: 'update', words: 'set the stage "Proposal" of "New Business" to 75 %' },
    ]);
    expect(await planPortal(hubspot, portalPolicy)).toEqual([]);
  });

  it('gets a closed stage opened that the policy has open', async () => {
    const { id, stages } = await pipeline('New Business');
    const proposal = stages.find((stage) => stage.label === 'Proposal');
    await hubspot.updateStage('deal', id, proposal?.id ?? '', { metadata: { probability: '0.75', isClosed: 'true' } });
    expect(await planPortal(hubspot, portalPolicy)).toEqual([
      { part: 'stage', kind: 'update', words: 'set the stage "Proposal" of "New Business" to open' },
    ]);
  });

  it('keeps a stage of others between ours', async () => {
    const { id, stages } = await pipeline('New Business');
    const metadata = { probability: '0.1', isClosed: 'false' };
    for (const [index, stage] of stages.entries()) {
      await hubspot.updateStage('deal', id, stage.id, { displayOrder: index * 2 });
    }
    await hubspot.createStage('deal', id, { label: 'Parked', displayOrder: 1, metadata });
    expect(await planPortal(hubspot, portalPolicy)).toEqual([]);
  });

  it('gets a new stage in its place, and the stages of others stay', async () => {
    const { id } = await pipeline('Upsell');
    await hubspot.createStage('deal', id, {
      label: 'Parked',
      displayOrder: 9,
      metadata: { probability: '0.1', isClosed: 'false' },
    });
    const [newBusiness, upsell] = portalPolicy.pipelines;
    if (!newBusiness || !upsell) throw new Error('the policy has two pipelines');
    const policy: Policy = { ...portalPolicy, pipelines: [newBusiness, { ...upsell, stages: newBusiness.stages }] };
    await applyPortal(hubspot, policy, silent);

    const stages = [...(await pipeline('Upsell')).stages].sort((a, b) => a.displayOrder - b.displayOrder);
    expect(stages.map((stage) => stage.label)).toEqual([
      'Sales Qualified Lead',
      'Proposal',
      'Closed Won',
      'Closed Lost',
      'Parked',
    ]);
    expect(await planPortal(hubspot, policy)).toEqual([]);
  });
});

describe('what a person must solve', () => {
  it.each([
    ['another type', 'number', 'number', {}, withRow('t_line', {}), 't_line', 'is kept as number in HubSpot'],
    [
      'several values',
      'enumeration',
      'checkbox',
      { options: [{ value: 'low', label: 'Low' }] },
      withRow('t_range', {}),
      't_range',
      'takes several values',
    ],
    [
      'one value',
      'enumeration',
      'select',
      { options: [{ value: 'rcm', label: 'RCM' }] },
      withRow('t_products', {}),
      't_products',
      'takes one value',
    ],
    [
      'no unique values',
      'string',
      'text',
      {},
      withRow('t_line', { unique: true }),
      't_line',
      'must hold unique values',
    ],
    ['options of its own', 'enumeration', 'select', {}, withRow('t_user', {}), 't_user', 'has options of its own'],
    [
      'users',
      'enumeration',
      'select',
      { externalOptions: true, referencedObjectType: 'OWNER' },
      withRow('t_range', {}),
      't_range',
      "has the portal's users as options",
    ],
  ])(
    'a property of the same name with %s is reported and left alone',
    async (_title, type, fieldType, more, policy, name, words) => {
      await foreignProperty(name, type, fieldType, more);
      const before = await property('deal', name);
      const done = await applyPortal(hubspot, policy, silent);
      expect(done.filter((change) => change.kind === 'problem').map((change) => change.words)).toEqual([
        expect.stringContaining(words),
      ]);
      expect(await property('deal', name)).toEqual(before);
      expect(kinds(await planPortal(hubspot, policy))).toEqual(['problem']);
    },
  );

  it("a property that should be HubSpot's own and is not there", async () => {
    const policy = withRow('amount', { name: 'amuont' });
    const problems = (await planPortal(hubspot, policy)).filter((change) => change.kind === 'problem');
    expect(problems.map((change) => change.words)).toEqual([
      'the deal property "Amount" (amuont) belongs to HubSpot but this portal has none of that name',
    ]);
  });
});

describe("the portal's ids", () => {
  it('[D-01] are found by label, whatever case and spaces', async () => {
    await applyPortal(hubspot, portalPolicy, silent);
    const { id, stages } = await pipeline('New Business');
    const shouting: Policy = {
      ...portalPolicy,
      pipelines: portalPolicy.pipelines.map((row) => ({ ...row, label: ` ${row.label.toUpperCase()} ` })),
    };
    const ids = await portalIds(hubspot, shouting);
    expect(ids.pipelines['newBusiness']).toEqual({
      id,
      stages: { sql: stages[0]?.id, proposal: stages[1]?.id, won: stages[2]?.id, lost: stages[3]?.id },
    });
    expect(Object.keys(ids.pipelines)).toEqual(['newBusiness', 'upsell']);
    expect(await planPortal(hubspot, shouting)).toEqual([]);
  });

  it('that are missing are all named, with the command that helps', async () => {
    await hubspot.createPipeline('deal', {
      label: 'Upsell',
      displayOrder: 3,
      stages: [{ label: 'Closed Lost', displayOrder: 0, metadata: { probability: '0.0', isClosed: 'true' } }],
    });
    await expect(portalIds(hubspot, portalPolicy)).rejects.toThrow(
      'The portal lacks the pipeline "New Business", the stage "Sales Qualified Lead" of "Upsell". Run: npm run sop -- portal apply',
    );
  });
});
