/** The sentences that people read of a contact, made from the policy's rows and from no record. */
import type { ContactShown } from './contact/state.ts';
import type { Attention } from './deal/state.ts';
import type { ContactProperties, ContactRules } from './policy/contact-types.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy, PropertyRow } from './policy/types.ts';
import { localMinute } from './time.ts';

/** What keeps a contact from `lifecycle.SQL` (C-07); any other id is about something else. */
const FOR_SQL = ['conversation', 'exploring'];

/** What a person reads instead of the key of a lifecycle stage; the key itself where the policy has none. */
export function lifecycleLabel({ contacts }: Policy, key: string): string {
  return contacts?.lifecycle.stages.find((stage) => stage.key === key)?.label ?? key;
}

/** A property of the contact as people know it, by its name in the rules. */
export function contactLabel(policy: Policy, name: keyof ContactProperties): string {
  return contactRow(policy, name)?.label ?? name;
}

function contactRow(policy: Policy, name: keyof ContactProperties): PropertyRow | undefined {
  return findProperty(policy, 'contact', policy.contacts?.properties[name] ?? '');
}

/** What a person reads instead of a stored value; the value itself for one that is no option. */
export function contactOption(policy: Policy, name: keyof ContactProperties, value: string): string {
  return contactRow(policy, name)?.options?.find((option) => option.value === value)?.label ?? value;
}

/** Each thing that is missing, by its id, in the SOP's words. */
export function missingWords(policy: Policy, ids: string[]): string[] {
  return ids.map((id) => missingOne(policy, id));
}

function missingOne(policy: Policy, id: string): string {
  const label = (name: keyof ContactProperties) => `"${contactLabel(policy, name)}"`;
  switch (id) {
    case 'conversation':
      return `A conversation with the prospect: ${conversationWords(policy)}`;
    case 'exploring':
      return `${label('exploring')}: "Yes"`;
    case 'vetoReason':
      return `${label('vetoReason')}, without it ${label('veto')} does not count`;
    case 'contact':
      return 'A contact: the ticket is associated with none. Associate one, and open the ticket again';
    case 'rejectionReason':
      return `${label('rejectionReason')}, without it the rejection does not count`;
    default:
      return leadReason(policy, id);
  }
}

/** `reply, connected call or meeting held`. */
function conversationWords({ contacts }: Policy): string {
  const labels = (contacts?.engagement ?? []).flatMap(({ label, conversation }) => (conversation ? [label] : []));
  return orList(labels);
}

/** L-01: why a contact is no lead, as it stands on the closed lead and in the answer to a ticket. */
export function leadReason(policy: Policy, id: string): string {
  switch (id) {
    case 'contactAllowed':
      return 'The person does not wish to be contacted';
    case 'notUnsubscribed':
      return 'The person unsubscribed from our e-mails';
    case 'leadStage': {
      const stages = policy.contacts?.leads.stages ?? [];
      return `The lifecycle stage is not ${orList(stages.map((key) => lifecycleLabel(policy, key)))}`;
    }
    case 'positive':
      return `A rep reported: ${contactLabel(policy, 'veto')}`;
    case 'otherLead':
      return 'The contact has another open lead';
    case 'engaged':
      return `No engagement within the last ${policy.contacts?.temperature.coldAfterMonths ?? 0} months`;
    default:
      return id;
  }
}

/** L-02: what the ticket that asked for a lead is closed with. */
export function ticketAnswer(policy: Policy, made: boolean, missing: string[]): string {
  if (made) return 'The contact is a lead: it is in the prospecting workspace.';
  return `No lead was created:\n${bullets(missingWords(policy, missing))}`;
}

/** Content of the property "Missing to move on" of a contact; empty where nothing is missing. */
export function contactMissingText(policy: Policy, ids: string[]): string {
  const toSql = ids.filter((id) => FOR_SQL.includes(id));
  const other = ids.filter((id) => !FOR_SQL.includes(id));
  return [
    ...(toSql.length === 0
      ? []
      : [`To become a ${lifecycleLabel(policy, 'sql')}:`, bullets(missingWords(policy, toSql))]),
    ...(other.length === 0 ? [] : [bullets(missingWords(policy, other))]),
  ].join('\n');
}

/** What the Temporal UI shows as current details: stage, temperature, consent, what is missing, what happens next (Markdown). */
export function contactDetails(policy: Policy, shown: ContactShown, attention?: Attention): string {
  const { contacts } = policy;
  if (contacts === undefined) return 'The policy has no rules for contacts. The engine leaves them alone.';
  const stage = contacts.lifecycle.stages.find(({ key }) => key === shown.stage);
  const missing = missingWords(policy, shown.missing);
  return [
    `**${lifecycleLabel(policy, shown.stage)}**`,
    '',
    ...standingLines(policy, contacts, shown).flatMap((line) => [`- ${line}`]),
    '',
    ...(missing.length === 0 ? [] : ['Missing:', '', ...missing.map((it) => `- [ ] ${it}`), '']),
    ...(attention === undefined ? [] : [`Needs a person: ${contactAttention(policy, attention)}`, '']),
    `Next: ${contactNext(policy, shown)}`,
    '',
    `Policy ${policy.id}@${policy.version}, clause ${stage?.clause ?? contacts.lifecycle.clause}`,
  ].join('\n');
}

function standingLines(policy: Policy, { properties }: ContactRules, { values }: ContactShown): string[] {
  const { timeZone } = policy.calendar;
  const named = (name: keyof ContactProperties) => {
    const value = values[properties[name]] ?? '';
    return value === '' ? [] : [`${contactLabel(policy, name)}: ${valueWords(policy, name, value, timeZone)}`];
  };
  const names: (keyof ContactProperties)[] = [
    'temperature',
    'turnsColdOn',
    'lastEngagement',
    'consentStatus',
    'leadKind',
    'deliveredOn',
    'recyclesOn',
    'recyclingRounds',
  ];
  return names.flatMap(named);
}

function valueWords(policy: Policy, name: keyof ContactProperties, value: string, timeZone: string): string {
  const instant = contactRow(policy, name)?.type === 'datetime' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? contactOption(policy, name, value) : `${localMinute(instant, timeZone)} ${timeZone}`;
}

/** What happens next by itself, and when, in one sentence. */
export function contactNext(policy: Policy, { next }: Pick<ContactShown, 'next'>): string {
  if (next === undefined) return 'nothing by itself; the contact waits for what it or somebody else does.';
  const { timeZone } = policy.calendar;
  return `${next.what}, ${localMinute(next.at, timeZone)} ${timeZone}.`;
}

/** What a person has to look at, in one sentence. */
export function contactAttention(
  policy: Policy,
  { reason, properties = [] }: Pick<Attention, 'reason' | 'properties'>,
): string {
  const labels = properties.map((name) => findProperty(policy, 'contact', name)?.label ?? name);
  if (reason === 'fuse')
    return 'something keeps moving this contact; the engine leaves it alone until somebody has looked.';
  if (reason === 'auth') return 'HubSpot does not accept the access token, or it lacks a scope.';
  if (reason.startsWith('Journal')) return "the journal refused a decision; the worker's log says why.";
  return `HubSpot refused an update (${reason})${labels.length === 0 ? '' : `; it asks for ${labels.join(', ')}`}. It is tried again by itself.`;
}

/** The option's label of a lost reason, as the deal shows it. */
export function lostCategory(policy: Policy, value: string): string {
  const options = findProperty(policy, 'deal', policy.lost.category)?.options;
  return options?.find((option) => option.value === value)?.label ?? value;
}

/** `a, b or c`. */
export function orList(words: string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const bullets = (lines: string[]): string => lines.map((line) => `- ${line}`).join('\n');
