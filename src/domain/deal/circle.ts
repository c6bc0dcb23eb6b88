/** The contacts and companies of a deal: whom it tells what became of it (C-12), and whose only open deal it is (C-10). */
import type { RecordEvent } from '../events.ts';

export interface Circle {
  /** The primary one first. */
  companies: string[];
  /** Absent for a deal with more than MAX_CONTACTS: then they are looked up when they are told something. */
  contacts?: string[];
}

/** Ids of so many contacts travel with the state; a deal has a handful. */
const MAX_CONTACTS = 50;
/** HubSpot calls one company of a deal the primary one; further ones are rare. */
const MAX_COMPANIES = 20;

/** The circle as HubSpot's associations have it. */
export function circleOf(companies: string[] = [], contacts: string[] = []): Circle {
  const kept = companies.slice(0, MAX_COMPANIES);
  return contacts.length > MAX_CONTACTS ? { companies: kept } : { companies: kept, contacts };
}

/** The circle after a contact came or went, as an event told; companies are read again, because one is the primary. */
export function foldContact(circle: Circle, event: Extract<RecordEvent, { kind: 'association' }>): Circle {
  const { contacts } = circle;
  if (contacts === undefined || !isWith(event, 'contact')) return circle;
  const others = contacts.filter((id) => id !== event.otherId);
  return circleOf(circle.companies, event.removed ? others : [...others, event.otherId]);
}

/** Whether an event tells of a company that came or went since the deal was read. */
export function changesCompany(circle: Circle | undefined, event: RecordEvent): boolean {
  if (circle === undefined || event.kind !== 'association' || !isWith(event, 'company')) return false;
  return circle.companies.includes(event.otherId) === event.removed;
}

function isWith({ association }: { association: string }, object: 'contact' | 'company'): boolean {
  return association.toLowerCase().split('_to_').includes(object);
}
