/** Where a contact stands, for `why contact`: stage, temperature, consent, lead, owner, what is missing and what comes next. */
import { contactDecisionWords } from '../../domain/contact-decision-words.ts';
import {
  contactAttention,
  contactNext,
  contactOption,
  lifecycleLabel,
  missingWords,
} from '../../domain/contact-words.ts';
import type { ContactPolicy } from '../../domain/contact/policy.ts';
import { PORTAL_PROPERTIES } from '../../domain/contact/policy.ts';
import { lastEngagement } from '../../domain/contact/temperature.ts';
import type { ContactFacts, ContactShown, ContactState } from '../../domain/contact/state.ts';
import { contactWorkflowId } from '../../workflows/ids.ts';
import { contactStateQuery, type OpenState } from '../../workflows/messages.ts';
import { journalStanding } from './why-journal.ts';
import { type Told, whyLine, type WhyRecord } from './why-record.ts';

type Live = OpenState & { contact: ContactState };

export const whyContact: WhyRecord<Live> = {
  entity: 'contact',
  workflowId: contactWorkflowId,
  query: contactStateQuery,
  standing: (told) => [...place(told), ...attention(told)],
  decisionWords: contactDecisionWords,
};

function place(told: Told<Live>): string[] {
  const { policy, id, live } = told;
  const { gone, settled, facts, shown, policy: slice } = live?.contact ?? {};
  if (gone?.why === 'merged') return [`Contact ${id} was merged into contact ${gone.into ?? 'another'}.`];
  if (gone !== undefined) return [`Contact ${id} is ${gone.why} in HubSpot.`];
  if (settled === undefined || facts === undefined || shown === undefined || slice === undefined)
    return journalStanding(whyContact, told, {
      place: (key) => lifecycleLabel(policy, key.replace(/^contact\./, '')),
      nowhere: `Contact ${id} has no stage of the sales process yet.`,
    });
  const since = `${told.when(settled.since)} ${policy.calendar.timeZone}`;
  const why = told.history.findLast(({ to }) => to === `contact.${settled.stage}`);
  const missing = missingWords(policy, shown.missing);
  return [
    `Contact ${id} is ${lifecycleLabel(policy, settled.stage)} since ${since}.`,
    ...whyLine(whyContact, why, told),
    temperatureLine(told, slice, facts, shown),
    consentLine(told, slice, shown),
    leadLine(facts),
    ownerLine(told, facts),
    missing.length === 0 ? 'Nothing is missing.' : `Missing: ${missing.join('; ')}.`,
    `Next: ${contactNext(policy, shown)}`,
  ];
}

/** As the record shows it, with the engagement that it rests on (T-04). */
function temperatureLine(
  { policy, history, when }: Told<Live>,
  slice: ContactPolicy,
  facts: ContactFacts,
  { values }: ContactShown,
): string {
  const is = values[slice.properties.temperature] ?? '';
  if (is === '') return 'Temperature: none; it never engaged and is no qualified lead.';
  const turned = history.findLast(({ kind }) => kind === is || (is === 'cold' && kind === 'vetoed'));
  const last = lastEngagement({ facts, policy: slice });
  const turnsCold = Date.parse(values[slice.properties.turnsColdOn] ?? '');
  return `${[
    `Temperature: ${contactOption(policy, 'temperature', is)}`,
    ...(turned === undefined ? [] : [`since ${when(turned.happenedAt)} (decision ${turned.seq})`]),
    ...(last === undefined ? [] : [`last engagement ${when(last.at)} (${last.object} ${last.id})`]),
    ...(Number.isNaN(turnsCold) ? [] : [`turns cold ${when(turnsCold)}`]),
  ].join(', ')}.`;
}

/** With the proof of what was decided on our pages (K-04). */
function consentLine(told: Told<Live>, { properties }: ContactPolicy, { values }: ContactShown): string {
  const { policy, history, when } = told;
  const status = values[properties.consentStatus] ?? '';
  const decided = history.findLast(({ kind }) => kind === CONSENT_DECISIONS[status]);
  const proof = decided?.evidence.find(({ object }) => object === 'consent');
  const since = decided === undefined ? '' : ` since ${when(decided.happenedAt)} (decision ${decided.seq})`;
  return `Consent: ${contactOption(policy, 'consentStatus', status)}${since}${proof === undefined ? '' : `, proof ${proof.id}`}.`;
}

/** The decision that led to a consent status. */
const CONSENT_DECISIONS: Record<string, string> = {
  requested: 'consentAsked',
  reminded: 'consentReminded',
  granted: 'consentGranted',
  withdrawn: 'consentWithdrawn',
};

function leadLine({ leads }: ContactFacts): string {
  const open = leads.filter((lead) => lead.open).map(({ id }) => id || 'just opened');
  return open.length === 0 ? 'Lead: none is open.' : `Lead: ${open.join(', ')} is open.`;
}

function ownerLine({ nameOf }: Told<Live>, { values }: ContactFacts): string {
  const owner = values[PORTAL_PROPERTIES.owner]?.value ?? '';
  return owner === '' ? 'Owner: nobody.' : `Owner: ${nameOf(`owner:${owner}`) ?? `owner ${owner}`}.`;
}

function attention({ policy, live }: Told<Live>): string[] {
  const needed = live?.contact.attention;
  return needed === undefined ? [] : [`Needs a person: ${contactAttention(policy, needed)}`];
}
