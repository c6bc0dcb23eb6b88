/** What people call things: records, colleagues, times, amounts. */
import { findOwner, owners, type Owner } from '../catalog/owners.ts';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Source } from '../changes.ts';
import type { Portal } from '../portal.ts';
import { valueOf, type CrmRecord } from '../records.ts';

export interface ObjectWords {
  one: string;
  many: string;
  /** Properties whose values make the name of a record, first choice first. */
  names: string[];
}

export const objectWords: Record<ObjectTypeName, ObjectWords> = {
  contacts: { one: 'Contact', many: 'Contacts', names: ['email'] },
  companies: { one: 'Company', many: 'Companies', names: ['name', 'domain'] },
  deals: { one: 'Deal', many: 'Deals', names: ['dealname'] },
  tickets: { one: 'Ticket', many: 'Tickets', names: ['subject'] },
  leads: { one: 'Lead', many: 'Leads', names: ['hs_lead_name'] },
  notes: { one: 'Note', many: 'Notes', names: [] },
  tasks: { one: 'Task', many: 'Tasks', names: ['hs_task_subject'] },
  calls: { one: 'Call', many: 'Calls', names: ['hs_call_title'] },
  emails: { one: 'E-mail', many: 'E-mails', names: ['hs_email_subject'] },
  meetings: { one: 'Meeting', many: 'Meetings', names: ['hs_meeting_title'] },
  communications: { one: 'Message', many: 'Messages', names: [] },
};

/** The objects with boards and lists of their own, in the order of the menu. */
export const mainObjects = ['deals', 'contacts', 'companies', 'tickets', 'leads'] as const;

/** The name of a record as a person reads it; kind and id where it has none. */
export function nameOf(record: CrmRecord): string {
  const person = ['firstname', 'lastname'].map((name) => valueOf(record, name)).join(' ');
  const { one, names } = objectWords[record.type];
  const candidates = [...(record.type === 'contacts' ? [person] : []), ...names.map((name) => valueOf(record, name))];
  return candidates.map((each) => each.trim()).find((each) => each !== '') ?? `${one} ${record.id}`;
}

export function recordPath({ type, id }: Pick<CrmRecord, 'type' | 'id'>): string {
  return `/records/${type}/${id}`;
}

export function ownerName(owner: Owner): string {
  return `${owner.firstName} ${owner.lastName}`;
}

/** The owner behind `hubspot_owner_id`, or '' for nobody. */
export function ownerNameOf(id: string): string {
  const owner = findOwner(id);
  return owner ? ownerName(owner) : id;
}

/** Who wrote something: a colleague, the app whose token this portal gave out, or a service of HubSpot's. */
export function sourceName(portal: Portal, { type, id, userId }: Source): string {
  const person = owners.find((each) => each.userId === userId || id === `userId:${each.userId}`);
  switch (type) {
    case 'CRM_UI':
      return person ? ownerName(person) : 'somebody';
    case 'INTEGRATION':
      return id === String(portal.appId) ? 'the app' : `app ${id}`;
    case 'IMPORT':
      return 'an import';
    case 'AUTOMATION_PLATFORM':
      return 'a HubSpot workflow';
    case 'MERGE_OBJECTS':
      return 'a merge';
    case 'CALCULATED':
      return 'HubSpot';
  }
}

// The sandbox runs on the machine of the one who looks at it: its time zone is theirs.
const minute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const minuteWithZone = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** Of milliseconds since 1970 or an ISO time; text that is no time stays as it is. */
export function showTime(time: number | string): string {
  const ms = new Date(time).getTime();
  return Number.isNaN(ms) ? String(time) : minute.format(ms);
}

/** With weekday and time zone: for the one clock of the page. */
export function showClock(ms: number): string {
  return minuteWithZone.format(ms);
}

/** Of `YYYY-MM-DD`. */
export function showDay(value: string): string {
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? value : day.format(ms);
}

export function showMoney(amount: number): string {
  return money.format(amount);
}
