/** Which news of other records goes to the relay, and what it says. */
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { createGateway } from '../../src/gateway/app.ts';
import type { RecordNews } from '../../src/gateway/record-events.ts';
import { toRecordEvents } from '../../src/gateway/record-events.ts';
import { parseWebhookEvent } from '../../src/hubspot/webhook-schema.ts';
import { createLogger } from '../../src/log.ts';
import { APP_ID, dealChange, NOW, PORTAL_ID, PUBLIC_URL, SECRET, signedEvents } from './support.ts';

const OURS = { changeSource: 'INTEGRATION', sourceId: APP_ID };
const company = { subscriptionType: 'company.propertyChange', propertyName: 'business_unit' };
const note = { subscriptionType: 'object.propertyChange', objectTypeId: '0-46', propertyName: 'hs_note_body' };

/** Deals only: contacts have no workflow. */
const { contacts: _, ...dealsOnly } = defaultPolicy;

function routed(fields: Record<string, unknown>, policy: Policy = dealsOnly) {
  const parsed = parseWebhookEvent(dealChange({ propertyValue: 'Canary', ...fields }));
  if (!parsed.ok) throw new Error(`bad field ${parsed.field}`);
  return toRecordEvents({ policy, portalId: String(PORTAL_ID), appId: APP_ID }, parsed.event);
}

describe('the relay hears of', () => {
  it.each<[what: string, fields: Record<string, unknown>, said: Record<string, unknown>]>([
    ['a company property that a criterion names', company, { object: 'company', property: 'business_unit' }],
    ['the company name, after which a file is named', { ...company, propertyName: 'name' }, { property: 'name' }],
    [
      'a contact property that a criterion names',
      { subscriptionType: 'contact.propertyChange', propertyName: 'number_of_providers' },
      { object: 'contact', property: 'number_of_providers' },
    ],
    ['the text of a note', note, { object: 'note', property: 'hs_note_body' }],
    ['the files of a note', { ...note, propertyName: 'hs_attachment_ids' }, { property: 'hs_attachment_ids' }],
    ['the text of an e-mail', { ...note, objectTypeId: '0-49', propertyName: 'hs_email_text' }, { object: 'email' }],
    ['the text of a call', { ...note, objectTypeId: '0-48', propertyName: 'hs_call_body' }, { object: 'call' }],
    [
      'the outcome of a meeting',
      { ...note, objectTypeId: '0-47', propertyName: 'hs_meeting_outcome' },
      { object: 'meeting' },
    ],
    ['a task that is done', { ...note, objectTypeId: '0-27', propertyName: 'hs_task_status' }, { object: 'task' }],
    [
      'a ticket that moves on',
      { subscriptionType: 'ticket.propertyChange', propertyName: 'hs_pipeline_stage' },
      { object: 'ticket' },
    ],
    ['our own write to a company', { ...company, ...OURS }, { object: 'company', by: 'us' }],
    ['a deletion', { subscriptionType: 'company.deletion' }, { object: 'company' }],
    ['a return', { subscriptionType: 'contact.restore' }, { object: 'contact' }],
    [
      'a merge, by the record that goes on',
      { subscriptionType: 'company.merge', primaryObjectId: 1, mergedObjectIds: [2], newObjectId: 9 },
      { object: 'company', otherId: '9' },
    ],
  ])('%s', (_what, fields, said) => {
    const answer = routed(fields);
    const news: RecordNews[] = 'news' in answer ? answer.news : [];
    expect(news).toEqual([
      { record: { workflow: 'relay' }, event: expect.objectContaining({ kind: 'related', otherId: '123', ...said }) },
    ]);
    expect(JSON.stringify(news)).not.toContain('Canary');
  });
});

describe('the relay does not hear of', () => {
  it.each<[what: string, fields: Record<string, unknown>, ignored: string]>([
    ['a company property that no criterion names', { ...company, propertyName: 'phone' }, 'property'],
    ['a colour of a note', { ...note, propertyName: 'hs_note_color' }, 'property'],
    ['a text of ours', { ...note, ...OURS }, 'echo'],
    ['a new company', { subscriptionType: 'company.creation' }, 'change'],
    ['the text of a task', { ...note, objectTypeId: '0-27', propertyName: 'hs_task_body' }, 'property'],
    ['our own task', { ...note, objectTypeId: '0-27', propertyName: 'hs_task_status', ...OURS }, 'echo'],
    ['the text of a ticket', { subscriptionType: 'ticket.propertyChange', propertyName: 'content' }, 'property'],
    ['the text of a meeting', { ...note, objectTypeId: '0-47', propertyName: 'hs_meeting_body' }, 'property'],
    ['the length of a call', { ...note, objectTypeId: '0-48', propertyName: 'hs_call_duration' }, 'property'],
    ['a lead', { ...note, objectTypeId: '0-136', propertyName: 'hs_lead_name' }, 'object'],
    ['another portal', { ...company, portalId: 99 }, 'portal'],
  ])('%s', (_what, fields, ignored) => {
    expect(routed(fields)).toEqual({ ignored });
  });

  it('contacts, where no criterion of the policy looks at one', () => {
    const change = { subscriptionType: 'contact.propertyChange', propertyName: 'number_of_providers' };
    expect(routed(change, smallPolicy)).toEqual({ ignored: 'object' });
    expect(routed({ ...company, propertyName: 'rb_region' }, smallPolicy)).toHaveProperty('news');
  });
});

describe('where contacts have workflows, the relay hears too of', () => {
  it.each<[what: string, fields: Record<string, unknown>]>([
    ['the outcome of a call', { ...note, objectTypeId: '0-48', propertyName: 'hs_call_disposition' }],
    ['the direction of an e-mail', { ...note, objectTypeId: '0-49', propertyName: 'hs_email_direction' }],
    ['the category of a ticket', { subscriptionType: 'ticket.propertyChange', propertyName: 'hs_ticket_category' }],
  ])('[T-02] [L-02] %s', (_what, fields) => {
    expect(routed(fields, defaultPolicy)).toMatchObject({ news: [{ record: { workflow: 'relay' } }] });
  });
});

describe("an association of the engine's own notes, tasks and tickets", () => {
  const ends = { fromObjectId: 1, toObjectId: 2, associationRemoved: false, objectId: undefined };
  it.each(['NOTE_TO_DEAL', 'TASK_TO_DEAL', 'TICKET_TO_DEAL', 'DEAL_TO_TICKET'])('%s is an echo', (associationType) => {
    const fields = { subscriptionType: 'object.associationChange', objectTypeId: '0-46', associationType, ...ends };
    expect(routed({ ...fields, ...OURS })).toEqual({ ignored: 'echo' });
    expect(routed(fields)).toHaveProperty('news.0.record.workflow', 'deal');
  });

  it.each(['NOTE_TO_CONTACT', 'TASK_TO_CONTACT', 'EMAIL_TO_CONTACT', 'LEAD_TO_CONTACT', 'CONTACT_TO_TICKET'])(
    '[R-03] [K-07] %s is an echo',
    (associationType) => {
      const fields = { subscriptionType: 'object.associationChange', objectTypeId: '0-46', associationType, ...ends };
      expect(routed({ ...fields, ...OURS }, defaultPolicy)).toEqual({ ignored: 'echo' });
    },
  );

  it('is news when it is about a contact', () => {
    const fields = { subscriptionType: 'deal.associationChange', associationType: 'DEAL_TO_CONTACT', ...ends };
    expect(routed({ ...fields, ...OURS })).toHaveProperty('news.0.record.workflow', 'deal');
  });
});

describe('a POST', () => {
  function aGateway() {
    const sent: RecordNews[][] = [];
    const app = createGateway({
      clientSecrets: [SECRET],
      portalId: String(PORTAL_ID),
      appId: APP_ID,
      publicUrl: PUBLIC_URL,
      policy: defaultPolicy,
      send: async (record, events) => void sent.push(events.map((event) => ({ record, event }))),
      quarantine: { keep: () => Promise.resolve(), check: () => Promise.resolve() },
      checkTemporal: () => Promise.resolve(),
      log: createLogger(() => {}),
      now: () => NOW,
    });
    return { app, sent };
  }

  it('[L-02] tells of a new ticket that asks for a lead, and of no other new one', async () => {
    const { app, sent } = aGateway();
    const ticket = (objectId: number, propertyValue: string) => [
      dealChange({ objectId, subscriptionType: 'ticket.creation' }),
      dealChange({
        objectId,
        subscriptionType: 'ticket.propertyChange',
        propertyName: 'hs_ticket_category',
        propertyValue,
      }),
    ];
    await app.request(...signedEvents(...ticket(1, 'Lead creation'), ...ticket(2, 'BILLING_ISSUE')));
    expect(sent.flat().map(({ record, event }) => [record.workflow, 'otherId' in event && event.otherId])).toEqual([
      ['relay', '1'],
    ]);
  });

  it('becomes one call for all other records, without the values of records created in it', async () => {
    const { app, sent } = aGateway();
    const answer = await app.request(
      ...signedEvents(
        dealChange({ ...note, objectId: 1 }),
        dealChange({ ...note, objectId: 1, subscriptionType: 'object.creation' }),
        dealChange({ ...note, objectId: 2 }),
        dealChange({ ...company, objectId: 1 }),
      ),
    );
    expect(answer.status).toBe(204);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.map(({ event }) => 'otherId' in event && event.otherId)).toEqual(['2', '1']);
    const metrics = await (await app.request('/metrics')).text();
    expect(metrics).toContain('{object="note",change="propertyChange",outcome="ignored_new"} 1');
    expect(metrics).toContain('{object="company",change="propertyChange",outcome="taken"} 1');
  });
});
