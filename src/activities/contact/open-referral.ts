/** D-19: the Upsell deal of an internal referral, with the employee who referred kept on it. Who that is stays in HubSpot. */
import type { Detail } from '../../domain/contact/commands.ts';
import type { PortalIds } from '../../domain/deal/policy.ts';
import { normalValue } from '../../domain/contact/values.ts';
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import type { ReferralRule } from '../../domain/policy/referral-types.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { type ReferralForm, referralNote, referralTask } from '../../domain/referral-words.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { HubSpotRecord } from '../../hubspot/record.ts';
import { keepRecord } from '../keep.ts';
import { keepTask } from '../tasks.ts';
import { openDeal, type OpenedDeal } from './open-deal.ts';

export interface ReferralInput {
  portalId: string;
  contactId: string;
  /** Makes it one note and one task however often this runs. */
  key: string;
  detail: Detail;
  /** Milliseconds since 1970. */
  at: number;
  dueAt: number;
}

interface ReferralPortal {
  ids: PortalIds;
  /** Ids of all active owners, and of whoever stands in for those who left. */
  staff: string[];
  manager: string | undefined;
}

/**
 * Opens the deal, or takes the open one of the contact or its company; says so in a note and a task on it, and puts the employee
 * and the day on the deal. That is written last: a referral that stands there already, sent twice say, is not told again.
 * @throws HubSpotError
 */
export async function openReferral(
  hubspot: HubSpot,
  policy: Policy,
  rule: ReferralRule,
  { ids, staff, manager }: ReferralPortal,
  { contactId, key, detail, at, dueAt }: ReferralInput,
): Promise<OpenedDeal> {
  const owner = PORTAL_PROPERTIES.owner;
  const asked = [rule.date, rule.employee, rule.interest, owner];
  const contact = await hubspot.readRecord('contact', contactId, asked, ['company']);
  const ownerId = await clientOwner(hubspot, contact, staff);
  const properties = ownerId === undefined ? {} : { [owner]: ownerId };
  const opened = await openDeal(hubspot, policy, rule, { ids, staff }, contactId, properties);

  const deal = await hubspot.readRecord('deal', opened.dealId, [
    owner,
    rule.keyProperty,
    rule.dealEmployees,
    rule.dealDate,
  ]);
  const form = formOf(contact, rule);
  const before = { employees: valueOf(deal, rule.dealEmployees), date: valueOf(deal, rule.dealDate) };
  const employees = before.employees === '' ? [] : before.employees.split(SEPARATOR);
  const isNamed = form.employee === '' || employees.includes(form.employee);
  if (isNamed && before.date === form.date) return opened;
  // The same referral, of which the employee is named only now.
  if (before.employees === '' && before.date !== '' && before.date === form.date) {
    await nameEmployee(hubspot, rule, opened.dealId, form, employees);
    return opened;
  }

  // No day on a deal that a referral opened: this is the one, also when it is tried again.
  const isFirst = before.date === '' && valueOf(deal, rule.keyProperty) !== '';
  const on = { object: 'deal', id: opened.dealId } as const;
  const note = { hs_note_body: referralNote(form, isFirst), hs_timestamp: new Date(at).toISOString() };
  await keepRecord(hubspot, policy, { object: 'note', key, properties: note, on });
  const dealOwner = valueOf(deal, owner);
  const assignee = staff.includes(dealOwner) ? dealOwner : (ownerId ?? manager);
  await keepTask(hubspot, policy, { ...referralTask(policy, detail, isFirst), key, dueAt, ownerId: assignee, on });
  await nameEmployee(hubspot, rule, opened.dealId, form, employees);
  return opened;
}

/** Two who refer one company at once write over each other: so it is looked at again, until the name stands. */
async function nameEmployee(
  hubspot: HubSpot,
  rule: ReferralRule,
  dealId: string,
  form: ReferralForm,
  seen: string[],
): Promise<void> {
  let employees = seen;
  for (let round = 1; round <= NAMING_ROUNDS; round += 1) {
    const isNamed = form.employee === '' || employees.includes(form.employee);
    await hubspot.updateRecord('deal', dealId, {
      [rule.dealEmployees]: [...employees, ...(isNamed ? [] : [form.employee])].join(SEPARATOR),
      [rule.dealDate]: form.date,
    });
    const stands = valueOf(await hubspot.readRecord('deal', dealId, [rule.dealEmployees]), rule.dealEmployees);
    employees = stands === '' ? [] : stands.split(SEPARATOR);
    if (form.employee === '' || employees.includes(form.employee)) return;
  }
}

/** More colleagues than that do not refer one company in the same second. */
const NAMING_ROUNDS = 5;

/** Between the addresses of several who referred the same deal. */
const SEPARATOR = '; ';

/** Whose client it is: the contact's owner, else the company's. */
async function clientOwner(hubspot: HubSpot, contact: HubSpotRecord, staff: string[]): Promise<string | undefined> {
  const owner = PORTAL_PROPERTIES.owner;
  const own = valueOf(contact, owner);
  if (staff.includes(own)) return own;
  const [companyId] = contact.associated.company ?? [];
  const [company] = companyId === undefined ? [] : await hubspot.readRecords('company', [companyId], [owner]);
  return staff.find((id) => id === company?.values[owner]?.value);
}

function formOf(contact: HubSpotRecord, rule: ReferralRule): ReferralForm {
  return {
    employee: valueOf(contact, rule.employee).toLowerCase(),
    date: normalValue('date', valueOf(contact, rule.date)),
    interest: valueOf(contact, rule.interest),
  };
}

function valueOf({ values }: HubSpotRecord, name: string): string {
  return values[name]?.value.trim() ?? '';
}
