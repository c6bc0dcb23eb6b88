/** What stands on a contact's timeline: engagement (T-02), activity (C-11), outreach (C-06) and what is planned (L-01). */
import type { ContactPolicy } from '../../domain/contact/policy.ts';
import type { ContactFacts, Seen } from '../../domain/contact/state.ts';
import { timeOf } from '../../domain/contact/values.ts';
import type { EngagementRow } from '../../domain/policy/contact-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { isAutomatic } from './automatic.ts';
import { newest } from './newest.ts';

/** What is read of each type; the first property is the time at which it happens. */
const TIMELINE = {
  call: ['hs_timestamp', 'hs_call_disposition', 'hs_call_direction'],
  email: [
    'hs_timestamp',
    'hs_email_direction',
    'hs_email_headers',
    'hs_email_subject',
    'hs_email_status',
    'hubspot_owner_id',
  ],
  meeting: ['hs_meeting_start_time', 'hs_meeting_outcome'],
  note: ['hs_timestamp'],
} as const;

export type TimelineType = keyof typeof TIMELINE;

/** One batch each. */
const NEWEST = 50;

export interface TimelineEntry extends Seen {
  object: TimelineType;
  /** It lies behind us: what is planned is no activity yet. */
  happened: boolean;
  /** A program wrote it (T-02). */
  automatic: boolean;
  record: HubSpotRecord;
}

/** Reads the newest entries of each type asked for; what this engine wrote is left out. One call a type that there is any of. */
export async function readTimeline(
  hubspot: HubSpot,
  policy: Policy,
  ids: Partial<Record<TimelineType, string[]>>,
  now: number,
): Promise<TimelineEntry[]> {
  const found = await Promise.all(
    (['call', 'email', 'meeting', 'note'] as const).map(async (object): Promise<TimelineEntry[]> => {
      const [time] = TIMELINE[object];
      const key = ourKey(policy, object);
      const names = [...TIMELINE[object], ...(key === undefined ? [] : [key])];
      const records = await hubspot.readRecords(object, newest(ids[object] ?? [], NEWEST), names);
      return records.flatMap((record) => {
        const written = record.values[time];
        const at = timeOf(written?.value);
        if (written === undefined || at === undefined || isOurs(record, time, key)) return [];
        // HubSpot's clock may be ahead of ours: what was written before it happened is planned.
        const automatic = object === 'email' && isAutomaticMail(record, policy);
        return [{ object, id: record.id, at, happened: at <= Math.max(now, written.at), automatic, record }];
      });
    }),
  );
  return found.flat();
}

/** Name of the property that only records of the engine have; undefined for a type of which it makes none. */
export function ourKey(policy: Policy, object: string): string | undefined {
  return policy.properties.find((row) => row.object === object && row.unique === true)?.name;
}

/**
 * K-07: mails that the engine logs, and its notes, are no activity of a person's.
 * @param time name of the property that says when it took place
 */
export function isOurs({ values }: HubSpotRecord, time: string, key: string | undefined): boolean {
  return values[time]?.by === 'us' || (key !== undefined && (values[key]?.value ?? '') !== '');
}

/** What the entries, and the times that HubSpot keeps on the contact, say. */
export function timelineFacts(
  entries: TimelineEntry[],
  contact: HubSpotRecord,
  policy: ContactPolicy,
  now: number,
): Pick<ContactFacts, 'engagements' | 'activity' | 'nextActivity' | 'outreach'> {
  const held = entries.filter((entry) => !isCancelled(entry));
  const happened = held.filter((entry) => entry.happened && !entry.automatic);
  const planned = held.filter(({ object, happened: isPast }) => !isPast && (object === 'meeting' || object === 'call'));
  const activity = latest(happened);
  const outreach = latest(happened.filter((entry) => isOutreach(entry, policy.staff)));
  const next = planned.toSorted((a, b) => a.at - b.at)[0];
  const engagements = policy.engagement.flatMap((row) => {
    const seen =
      row.from.object === 'contact' ? onContact(row, contact, policy, now) : latest(happened.filter(engages(row)));
    return seen === undefined ? [] : [[row.key, seen] as const];
  });
  return {
    engagements: Object.fromEntries(engagements),
    ...(activity === undefined ? {} : { activity }),
    ...(next === undefined ? {} : { nextActivity: seenOf(next) }),
    ...(outreach === undefined ? {} : { outreach }),
  };
}

function engages({ from }: EngagementRow): (entry: TimelineEntry) => boolean {
  return ({ object, record }) => {
    if (from.object !== object) return false;
    if (from.object === 'call') return from.outcomes.includes(valueOf(record, 'hs_call_disposition'));
    if (from.object === 'meeting') return from.outcomes.includes(valueOf(record, 'hs_meeting_outcome'));
    return from.object === 'email' && from.direction === valueOf(record, 'hs_email_direction');
  };
}

/** A time on the contact that lies ahead, a planned event say, counts when it is over. */
function onContact(
  { from }: EngagementRow,
  contact: HubSpotRecord,
  policy: ContactPolicy,
  now: number,
): Seen | undefined {
  const known = from.object === 'contact' ? contact.values[from.property] : undefined;
  if (from.object !== 'contact' || known === undefined) return undefined;
  const times = [known.value, known.previous].map(timeOf);
  const at = times.find((time) => time === undefined || !isReferral(time, from.property, contact, policy));
  if (at === undefined || at > Math.max(now, known.at)) return undefined;
  return { at, object: 'contact', id: contact.id, property: from.property };
}

/** D-19: the form that an employee filled in about the contact. The one before it may be the contact's own. */
function isReferral(at: number, property: string, { values }: HubSpotRecord, { referral }: ContactPolicy): boolean {
  const referredAt = referral?.lastForm === property ? values[referral.date]?.at : undefined;
  if (referral === undefined || referredAt === undefined) return false;
  return Math.abs(at - referredAt) <= referral.lastFormWithinMinutes * 60_000;
}

/** C-06: somebody of ours called, wrote or made an appointment. What a program sends or a visitor books is none. */
function isOutreach({ object, record }: TimelineEntry, staff: string[]): boolean {
  const [time] = TIMELINE[object];
  const by = record.values[time]?.by ?? '';
  if (object === 'call') return valueOf(record, 'hs_call_direction') === 'OUTBOUND';
  if (object === 'meeting') return by.startsWith('person:');
  if (object === 'note' || valueOf(record, 'hs_email_direction') !== 'EMAIL') return false;
  const isSent = !['SCHEDULED', 'FAILED'].includes(valueOf(record, 'hs_email_status'));
  const byStaff = by.startsWith('person:') || staff.includes(valueOf(record, 'hubspot_owner_id'));
  return isSent && byStaff && by !== 'automation';
}

function isCancelled({ object, record }: TimelineEntry): boolean {
  return object === 'meeting' && valueOf(record, 'hs_meeting_outcome') === 'CANCELED';
}

/** Whether a program wrote this e-mail, from its headers and its subject (T-02). */
export function isAutomaticMail(
  record: HubSpotRecord,
  { automaticAnswers }: Pick<Policy, 'automaticAnswers'>,
): boolean {
  const subject = valueOf(record, 'hs_email_subject');
  return isAutomatic(record.values['hs_email_headers']?.value, subject, automaticAnswers.subjects);
}

function latest(entries: TimelineEntry[]): Seen | undefined {
  const found = entries.toSorted((a, b) => b.at - a.at)[0];
  return found === undefined ? undefined : seenOf(found);
}

function seenOf({ at, object, id }: TimelineEntry): Seen {
  return { at, object, id };
}

function valueOf({ values }: HubSpotRecord, name: string): string {
  return values[name]?.value ?? '';
}
