/** What stands on the timelines of a deal and its contacts, as the count of touches sees it (S-02, S-03). */
import { ApplicationFailure } from '@temporalio/common';
import {
  entryOf,
  type Entry,
  type RecordRef,
  TOUCH_OBJECTS,
  TOUCH_PROPERTIES,
  type TouchObject,
} from '../domain/deal/touches/entry.ts';
import { ledgerOf, withRead } from '../domain/deal/touches/ledger.ts';
import type { SeenTouches } from '../domain/deal/touches/seen.ts';
import { isSilent, type Silence } from '../domain/deal/touches/silence.ts';
import { timeOf } from '../domain/contact/values.ts';
import type { TouchRules } from '../domain/policy/touch-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import { ifThere } from '../hubspot/error.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { newest } from './contact/newest.ts';
import { isAutomaticMail, isOurs, ourKey } from './contact/timeline.ts';

type Port = Pick<HubSpot, 'readRecord' | 'readRecords' | 'associatedIds'>;

export interface LookAtTouches {
  dealId: string;
  /** Nothing before this counts; milliseconds since 1970. */
  since: number;
  /** What was known, where only the records of which something was heard have to be read: one call for each of their types. */
  seen?: SeenTouches;
  /** The workflow's time. */
  now: number;
}

/**
 * The ledger brought up to date. All of it takes a call for the deal, one for each of its contacts (four at most), and one for
 * each type of record that there is any of.
 * @throws HubSpotError
 */
export async function lookAtTouches(hubspot: Port, policy: Policy, input: LookAtTouches): Promise<SeenTouches> {
  const { dealId, since, seen, now } = input;
  const rules = policy.touches;
  if (rules === undefined) return { ledger: { since, entries: [] }, readAt: now, unread: [] };
  if (seen !== undefined) {
    const found = await readEntries(hubspot, policy, rules, seen.unread);
    const ledger = withRead(seen.ledger, seen.unread, found);
    if (ledger !== undefined) return { ledger, readAt: seen.readAt, unread: [] };
  }
  const deal = await readIfThere(hubspot, 'deal', dealId);
  if (deal === undefined) return { ledger: { since, entries: [] }, readAt: now, unread: [] };
  const created = timeOf(deal.values['createdate']?.value) ?? 0;
  const found = await readEntries(hubspot, policy, rules, await refsOf(hubspot, deal));
  return { ledger: ledgerOf(found, Math.max(since, created)), readAt: now, unread: [] };
}

/** The newest of each type: one batch with history. */
const NEWEST = 50;
/** As many calls as asking for each type of all contacts at once. */
const FEW_CONTACTS = TOUCH_OBJECTS.length;

async function refsOf(hubspot: Port, deal: HubSpotRecord): Promise<RecordRef[]> {
  const contacts = deal.associated.contact ?? [];
  const ids = new Map<TouchObject, Set<string>>(TOUCH_OBJECTS.map((object) => [object, new Set<string>()]));
  const add = (object: TouchObject, more: string[] = []) => more.forEach((id) => ids.get(object)?.add(id));
  const addAll = async (from: 'deal' | 'contact', object: TouchObject, of: string[]) => {
    for (const more of (await hubspot.associatedIds(from, of, object)).values()) add(object, more);
  };
  const isFew = contacts.length <= FEW_CONTACTS;
  const people = isFew ? await Promise.all(contacts.map((id) => readIfThere(hubspot, 'contact', id))) : [];
  for (const [from, record] of [['deal', deal], ...people.map((one) => ['contact', one] as const)] as const) {
    for (const object of TOUCH_OBJECTS) {
      if (record?.partly?.includes(object) === true) await addAll(from, object, [record.id]);
      else add(object, record?.associated[object]);
    }
  }
  if (!isFew) await Promise.all(TOUCH_OBJECTS.map((object) => addAll('contact', object, contacts)));
  return [...ids].flatMap(([object, found]) => newest(found, NEWEST).map((id) => ({ object, id })));
}

/** With the ids of what is on its timeline; undefined when it is gone. */
function readIfThere(hubspot: Port, object: 'deal' | 'contact', id: string): Promise<HubSpotRecord | undefined> {
  return ifThere(hubspot.readRecord(object, id, ['createdate'], ['contact', ...TOUCH_OBJECTS]));
}

async function readEntries(hubspot: Port, policy: Policy, rules: TouchRules, refs: RecordRef[]): Promise<Entry[]> {
  const found = await Promise.all(
    TOUCH_OBJECTS.map(async (object) => {
      const ids = refs.flatMap((ref) => (ref.object === object ? [ref.id] : []));
      if (ids.length === 0) return [];
      const key = ourKey(policy, object);
      const names = [...TOUCH_PROPERTIES[object], ...beside(object, rules), ...(key === undefined ? [] : [key])];
      const records = await hubspot.readRecords(object, ids, names);
      return records.flatMap((record) => toEntry(object, record, rules, key, policy) ?? []);
    }),
  );
  return found.flat();
}

function beside(object: TouchObject, { messages }: TouchRules): string[] {
  if (object === 'email') return ['hubspot_owner_id', 'hs_email_headers', 'hs_email_subject', 'hs_sequence_id'];
  return object === 'communication' ? ['hubspot_owner_id', messages.direction] : ['hubspot_owner_id'];
}

function toEntry(
  object: TouchObject,
  record: HubSpotRecord,
  rules: TouchRules,
  key: string | undefined,
  policy: Policy,
): Entry | undefined {
  const { id, archived, values } = record;
  const value = (name: string) => values[name]?.value ?? '';
  const [time = ''] = TOUCH_PROPERTIES[object];
  const at = timeOf(value(time));
  if (archived || at === undefined) return undefined;
  const owner = value('hubspot_owner_id');
  const loggedBy = values[time]?.by ?? 'unknown';
  return entryOf(
    {
      object,
      id,
      at,
      loggedAt: Math.max(...Object.values(values).map((one) => one.at)),
      loggedBy,
      ...(owner === '' ? {} : { owner }),
      direction: value(DIRECTION[object] ?? rules.messages.direction),
      outcome: value(OUTCOME[object] ?? ''),
      isOurs: isOurs(record, time, key),
      isAutomatic: object === 'email' && isAutomaticMail(record, policy),
      isSequence: value('hs_sequence_id') !== '',
    },
    rules,
  );
}

const DIRECTION: Partial<Record<TouchObject, string>> = { call: 'hs_call_direction', email: 'hs_email_direction' };
const OUTCOME: Partial<Record<TouchObject, string>> = {
  call: 'hs_call_disposition',
  email: 'hs_email_status',
  meeting: 'hs_meeting_outcome',
};

/** Type of the failure; the workflow then looks at the timelines again. */
const ANSWERED = 'answered';

/**
 * The last look before a deal is closed for want of an answer. When there is one now, the lost reason that the engine filled in is
 * taken back.
 * @throws ApplicationFailure `answered`; HubSpotError
 */
export async function refuseAnswered(
  hubspot: Port & Pick<HubSpot, 'updateRecord'>,
  policy: Policy,
  { dealId, since, now }: { dealId: string } & Silence,
): Promise<void> {
  const { ledger } = await lookAtTouches(hubspot, policy, { dealId, since, now });
  const { touches, calendar, lost } = policy;
  if (touches === undefined || isSilent(ledger, touches, calendar, now)) return;
  await hubspot.updateRecord('deal', dealId, { [lost.category]: '', [lost.details]: '' });
  throw ApplicationFailure.nonRetryable('somebody answered before the deal was closed', ANSWERED);
}
