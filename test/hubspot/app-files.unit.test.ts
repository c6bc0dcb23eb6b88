import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { appFiles, SCOPES, webhookSubscriptions } from '../../src/hubspot/app-files.ts';
import { createHubSpot, type HubSpot } from '../../src/hubspot/client.ts';
import { readSubscriptions, subscriptionsSchema } from '../../src/sandbox/webhooks/subscriptions.ts';

type Scope = (typeof SCOPES)[number];

/** What each method of the port needs, for the records it is used with. The definitions of notes and tasks go with contacts'. */
const NEEDS: Record<keyof HubSpot, Scope[]> = {
  readRecord: ['crm.objects.deals.read'],
  createByKey: ['crm.objects.deals.write', 'crm.objects.leads.write'],
  archiveRecord: ['crm.objects.contacts.write'],
  readRecords: [
    'crm.objects.companies.read',
    'crm.objects.contacts.read',
    'crm.objects.leads.read',
    'sales-email-read',
  ],
  findByKey: ['crm.objects.contacts.read', 'tickets'],
  readByKey: ['crm.objects.contacts.read'],
  updateRecord: ['crm.objects.deals.write'],
  upsertByKey: ['crm.objects.contacts.write', 'tickets'],
  associate: ['crm.objects.deals.write', 'crm.objects.contacts.write', 'crm.objects.companies.write', 'tickets'],
  associateMany: ['crm.objects.contacts.write', 'tickets'],
  searchRecords: ['crm.objects.contacts.read'],
  updateRecords: ['crm.objects.contacts.write'],
  readHistories: ['crm.objects.companies.read', 'crm.objects.contacts.read', 'crm.objects.deals.read'],
  associatedIds: ['crm.objects.companies.read', 'crm.objects.contacts.read', 'crm.objects.deals.read'],
  pipelines: ['crm.schemas.deals.read', 'tickets'],
  pipelineRules: ['crm.pipelines.governance.read'],
  createPipeline: ['crm.schemas.deals.write', 'tickets'],
  createStage: ['crm.schemas.deals.write', 'tickets'],
  updateStage: ['crm.schemas.deals.write'],
  properties: ['crm.schemas.companies.read', 'crm.schemas.contacts.read', 'crm.schemas.deals.read', 'tickets'],
  propertyGroups: ['crm.schemas.companies.read', 'crm.schemas.contacts.read', 'crm.schemas.deals.read', 'tickets'],
  createGroup: ['crm.schemas.companies.write', 'crm.schemas.contacts.write', 'crm.schemas.deals.write', 'tickets'],
  createProperty: ['crm.schemas.companies.write', 'crm.schemas.contacts.write', 'crm.schemas.deals.write', 'tickets'],
  updateProperty: ['crm.schemas.companies.write', 'crm.schemas.contacts.write', 'crm.schemas.deals.write', 'tickets'],
  subscriptionType: ['communication_preferences.read_write'],
  subscription: ['communication_preferences.read_write'],
  setSubscription: ['communication_preferences.read_write'],
  unsubscribeAll: ['communication_preferences.read_write'],
  owners: ['crm.objects.owners.read'],
  files: ['files', 'files.ui_hidden.read'],
  token: [],
};

const names = ({ legacyCrmObjects, crmObjects, hubEvents }: ReturnType<typeof webhookSubscriptions>) => [
  ...hubEvents.map(({ subscriptionType }) => subscriptionType),
  ...legacyCrmObjects.map(({ subscriptionType, propertyName = '' }) => `${subscriptionType} ${propertyName}`.trim()),
  ...crmObjects.map(({ subscriptionType, objectType, propertyName = '' }) =>
    `${subscriptionType} ${objectType} ${propertyName}`.trim(),
  ),
];

describe('scopes', () => {
  it('cover every method of the port, and none is asked for without use', () => {
    const port = createHubSpot({ baseUrl: 'http://127.0.0.1:1', accessToken: 'none', appId: '1' });
    expect(Object.keys(NEEDS).toSorted()).toEqual(Object.keys(port).toSorted());
    expect([...new Set(Object.values(NEEDS).flat())].toSorted()).toEqual([...SCOPES].toSorted());
  });

  it('are all explained to the admin', () => {
    const page = readFileSync(new URL('../../docs/set-up-hubspot.md', import.meta.url), 'utf8');
    const explained = [...page.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, scope = '']) => scope),
    );
    expect(explained.toSorted()).toEqual([...SCOPES].toSorted());
  });
});

describe.each([
  ['default', defaultPolicy],
  ['small', smallPolicy],
])('subscriptions of the %s policy', (_name, policy) => {
  const subscriptions = webhookSubscriptions(policy);

  it('are ones that a portal accepts, each once, and fewer than it allows', () => {
    expect(readSubscriptions(subscriptionsSchema.parse(subscriptions))).toHaveLength(names(subscriptions).length);
    expect(new Set(names(subscriptions)).size).toBe(names(subscriptions).length);
    expect(names(subscriptions).length).toBeLessThan(1_000);
  });

  it('[D-14] hear of every property an exit criterion looks at', () => {
    for (const criterion of policy.pipelines.flatMap(({ stages }) => stages.flatMap(({ exit }) => exit ?? []))) {
      if (!('object' in criterion)) continue;
      expect(names(subscriptions)).toContain(`${criterion.object}.propertyChange ${criterion.property}`);
    }
  });

  it('[R-03] hear of nothing that the engine writes itself', () => {
    for (const { object, name } of policy.properties.filter(({ filledBy }) => filledBy === 'engine')) {
      expect(names(subscriptions)).not.toContain(`${object}.propertyChange ${name}`);
    }
  });
});

describe('subscriptions', () => {
  it('[D-04] [D-12] hear of what people write on deals and attach, and when it goes', () => {
    expect(names(webhookSubscriptions(defaultPolicy)).filter((name) => name.includes(' note'))).toEqual([
      'object.creation note',
      'object.deletion note',
      'object.restore note',
      'object.associationChange note',
      'object.propertyChange note hs_note_body',
      'object.propertyChange note hs_timestamp',
      'object.propertyChange note hs_attachment_ids',
    ]);
  });

  it("leave out the properties of e-mails that HubSpot's webhooks do not have", () => {
    const ofEmails = names(webhookSubscriptions(defaultPolicy)).filter((name) =>
      name.startsWith('object.propertyChange email '),
    );
    expect(ofEmails.map((name) => name.split(' ').at(-1))).toEqual([
      'hs_email_text',
      'hs_timestamp',
      'hs_attachment_ids',
      'hs_email_direction',
      'hs_email_status',
    ]);
  });

  it('[R-02] [R-10] hear of contacts by themselves where they have workflows, of what people fill in and HubSpot keeps', () => {
    const heard = names(webhookSubscriptions(defaultPolicy));
    const events = ['creation', 'deletion', 'restore', 'merge', 'associationChange', 'privacyDeletion'];
    for (const event of events) expect(heard).toContain(`contact.${event}`);
    for (const property of ['lifecyclestage', 'email', 'hs_email_optout', 'hubspot_owner_id']) {
      expect(heard).toContain(`contact.propertyChange ${property}`);
    }
    const { contacts: _, ...dealsOnly } = defaultPolicy;
    const without = names(webhookSubscriptions(dealsOnly));
    expect(without).toContain('contact.propertyChange number_of_providers');
    expect(without.filter((name) => /contact\.(?:associationChange|privacyDeletion)/.test(name))).toEqual([]);
  });

  it.each([
    ['object.propertyChange call hs_call_disposition'],
    ['object.associationChange call'],
    ['object.propertyChange meeting hs_meeting_outcome'],
    ['object.associationChange meeting'],
    ['object.propertyChange task hs_task_status'],
    ['ticket.propertyChange hs_pipeline_stage'],
    ['ticket.propertyChange hs_ticket_category'],
  ])('[T-02] [D-18] [L-02] have %s', (name) => {
    expect(names(webhookSubscriptions(defaultPolicy))).toContain(name);
  });

  it('hear nothing of records that no criterion looks at', () => {
    const pipelines = smallPolicy.pipelines.map((row) => ({
      ...row,
      stages: row.stages.map(({ exit: _exit, ...stage }) => stage),
    }));
    const policy: Policy = { ...smallPolicy, pipelines };
    const others = names(webhookSubscriptions(policy)).filter((name) => !name.startsWith('deal.'));
    expect(others.filter((name) => !/ (?:meeting|task)\b/.test(name))).toEqual([]);
  });
});

it("the app's files say where this installation hears webhooks", () => {
  const files = appFiles(smallPolicy, 'https://sop.riverbend.example/webhooks/hubspot');
  expect(JSON.parse(files['src/app/webhooks/webhooks-hsmeta.json'] ?? '')).toMatchObject({
    type: 'webhooks',
    config: {
      settings: { targetUrl: 'https://sop.riverbend.example/webhooks/hubspot' },
      subscriptions: webhookSubscriptions(smallPolicy),
    },
  });
  expect(JSON.parse(files['src/app/app-hsmeta.json'] ?? '')).toMatchObject({
    config: { auth: { type: 'static', requiredScopes: SCOPES }, distribution: 'private' },
  });
});
