/**
 * Which news of other records can matter to a deal or a contact: only what a rule looks at. Everything else is dropped at the
 * door, because a company's every change would otherwise wake all of its deals and contacts.
 */
import { isTouchObject, TOUCH_PROPERTIES } from './deal/touches/entry.ts';
import type { RecordEvent } from './events.ts';
import type { Criterion, Policy } from './policy/types.ts';

/** News of a record that belongs to deals and contacts; which ones, the relay finds out. */
export type RelatedEvent = Extract<RecordEvent, { kind: 'related' }>;

/** Arguments of `relayWorkflow`: the news of one batch. */
export interface RelayInput {
  portalId: string;
  events: RelatedEvent[];
}

export const RELATED_OBJECTS = [
  'company',
  'contact',
  'note',
  'email',
  'call',
  'communication',
  'meeting',
  'task',
  'ticket',
] as const;
export type RelatedObject = (typeof RELATED_OBJECTS)[number];

/** Whom the relay tells. */
export const LISTENERS = ['deal', 'contact'] as const;
export type Listener = (typeof LISTENERS)[number];

type PropertiesByObject = Partial<Record<RelatedObject, string[]>>;

/** What of a note, e-mail or call shows next steps (D-04) or carries files (D-12). */
const WRITING_PROPERTIES: PropertiesByObject = {
  note: ['hs_note_body'],
  email: ['hs_email_text', 'hs_email_html', 'hs_email_subject'],
  call: ['hs_call_body'],
};
const OF_EVERY_WRITING = ['hs_timestamp', 'hs_attachment_ids'];

/** What happens around a deal: meetings held or moved, tasks done. */
const AROUND_DEALS: PropertiesByObject = {
  meeting: ['hs_meeting_outcome', 'hs_meeting_start_time'],
  task: ['hs_task_status'],
};
/** The ticket of the hand-off moves on (D-18). */
const OF_ONBOARDING: PropertiesByObject = { ticket: ['hs_pipeline_stage'] };

/** Engagement and outreach (T-02, C-06), activity of anybody's (C-11), tickets that ask for a lead (L-02). */
const AROUND_CONTACTS: PropertiesByObject = {
  call: ['hs_call_disposition', 'hs_call_direction', 'hs_timestamp'],
  email: ['hs_email_direction', 'hs_email_status', 'hs_timestamp'],
  meeting: ['hs_meeting_outcome', 'hs_meeting_start_time'],
  note: ['hs_timestamp'],
  ticket: ['hs_pipeline_stage', 'hs_ticket_category'],
};

export function isRelatedObject(object: string): object is RelatedObject {
  return RELATED_OBJECTS.some((one) => one === object);
}

/** Properties of such records that decide something for deals or contacts, or for one of both; empty when no rule looks at them. */
export function propertiesAskedOf(
  policy: Policy,
  object: RelatedObject,
  listeners: readonly Listener[] = LISTENERS,
): Set<string> {
  return new Set(
    listeners.flatMap((listener) =>
      listener === 'deal' ? askedByDeals(policy, object) : askedByContacts(policy, object),
    ),
  );
}

/** Whether an event is for deals, or for contacts. One without a property is about the record as a whole. */
export function concerns(
  policy: Policy,
  event: Pick<RelatedEvent, 'object' | 'property' | 'contactId'>,
  listener: Listener,
): boolean {
  if (!isRelatedObject(event.object)) return false;
  // A contact hears of its own associations by itself.
  if (event.contactId !== undefined) return listener === 'deal';
  const asked = propertiesAskedOf(policy, event.object, [listener]);
  return event.property === undefined ? asked.size > 0 : asked.has(event.property);
}

function askedByDeals(policy: Policy, object: RelatedObject): string[] {
  const criteria = policy.pipelines.flatMap(({ stages }) => stages.flatMap(({ exit }) => exit ?? []));
  const asked = criteria.flatMap((one) => ('object' in one && one.object === object ? [one.property] : []));
  const writing = WRITING_PROPERTIES[object];
  if (writing !== undefined && criteria.some(({ kind }) => kind === 'nextSteps' || kind === 'file')) {
    asked.push(...writing, ...OF_EVERY_WRITING);
  }
  // Files are recognised by the company's name (D-12).
  if (object === 'company' && criteria.some((one) => isNamedAfterCompany(policy, one))) asked.push('name');
  if (policy.onboarding !== undefined) asked.push(...(OF_ONBOARDING[object] ?? []));
  return [...asked, ...(AROUND_DEALS[object] ?? []), ...askedByTouches(policy, object)];
}

/** What makes a record a touch or an answer (S-02, S-03). */
function askedByTouches({ touches }: Policy, object: RelatedObject): string[] {
  if (touches === undefined || !isTouchObject(object)) return [];
  return object === 'communication'
    ? [...TOUCH_PROPERTIES[object], touches.messages.direction]
    : TOUCH_PROPERTIES[object];
}

/** Whether a deal hears of this although it is only on one of its contacts (S-03). */
export function reachesDealsOfContacts(policy: Policy, event: Pick<RelatedEvent, 'object' | 'property'>): boolean {
  if (!isRelatedObject(event.object)) return false;
  const asked = askedByTouches(policy, event.object);
  return event.property === undefined ? asked.length > 0 : asked.includes(event.property);
}

function askedByContacts({ contacts }: Policy, object: RelatedObject): string[] {
  if (contacts === undefined) return [];
  // What a campaign is after is a kind of company (L-04).
  const criteria = contacts.leads.campaigns.flatMap((campaign) => campaign.criteria);
  return object === 'company' ? criteria.map(({ property }) => property) : (AROUND_CONTACTS[object] ?? []);
}

function isNamedAfterCompany({ files }: Policy, criterion: Criterion): boolean {
  const row = criterion.kind === 'file' ? files.find(({ key }) => key === criterion.file) : undefined;
  return row?.name?.includes('{company}') === true;
}
