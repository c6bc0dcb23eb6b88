/** The journal of a contact in sentences. */
import { contactOption, leadReason, lifecycleLabel, lostCategory, missingWords } from './contact-words.ts';
import { dealWords, engagementWords, textOf } from './contact-decision-parts.ts';
import { consentWords, dutyWords } from './contact-duty-words.ts';
import { actorWords, type NameOf } from './decision-words.ts';
import type { Decision } from './decision.ts';
import type { Policy } from './policy/types.ts';

/**
 * A decision about a contact in one sentence, in the policy's words.
 * @param nameOf who an actor or `owner:<owner id>` is; without it the journal's own words stand (names stay in HubSpot, R-10)
 */
export function contactDecisionWords(policy: Policy, decision: Decision, nameOf: NameOf = () => undefined): string {
  const by = nameOf(decision.by) ?? actorWords(decision.by);
  const owner = (key: string) => ownerWords(textOf(decision, key), nameOf);
  const from = stageWords(policy, decision.from);
  const to = stageWords(policy, decision.to);
  const role = policy.contacts?.handOff.role ?? '';
  switch (decision.kind) {
    case 'started':
      return `first seen, as ${to}`;
    case 'moved':
      return decision.by === 'us'
        ? `moved from ${from} to ${to}: ${becauseOf(policy, decision)}`
        : `moved from ${from} to ${to} by ${by}`;
    case 'qualified':
      return `qualified from ${from} to ${to}: a conversation, and the statement by ${by}`;
    case 'putBack':
      return `put back to ${to}, where ${by} had moved it to ${from}${missingPart(policy, decision)}`;
    case 'warned':
      return `left in ${to}, where ${by} moved it, with a warning${missingPart(policy, decision)}`;
    case 'fuse':
      return `moved again and again by ${by}; left alone until a person has looked`;
    case 'lost':
      return `moved from ${from} to ${to}: its ${dealWords(decision)} was lost (${lostCategory(policy, textOf(decision, 'category')) || 'no reason given'})`;
    case 'recycled':
      return `recycled from ${from}: ${recycledBecause(policy, decision)}`;
    case 'assigned':
      return `given to ${owner('ownerId')}, the next ${role} in turn`;
    case 'ownerChanged':
      return `owner changed from ${owner('from')} to ${owner('to')} by ${by}`;
    case 'repOwns':
      return `owned by ${owner('ownerId')} from now on, the rep who qualified it`;
    case 'qualifiedLead':
      return `qualified lead: ${contactOption(policy, 'leadKind', textOf(decision, 'leadKind'))}, by the criteria of the campaign ${contactOption(policy, 'campaign', textOf(decision, 'campaign'))}`;
    case 'delivered':
      return `delivered to Sales, to ${owner('ownerId')}, as a ${textOf(decision, 'temperature')} lead${fromSource(policy, decision)}`;
    case 'accepted':
      return `accepted as a lead by ${by}`;
    case 'rejected':
      return `rejected as a lead by ${by}, with a reason`;
    case 'acceptanceMissed':
      return 'Sales did not answer in time whether it accepts the lead';
    case 'reviewed':
      return `kept by ${by} in the quarterly review`;
    default:
      return dutyWords(policy, decision, by) ?? consentWords(decision, by) ?? beside(policy, decision, by);
  }
}

/** Leads, deals, tickets, and the record itself. */
function beside(policy: Policy, decision: Decision, by: string): string {
  const { detail = {} } = decision;
  switch (decision.kind) {
    case 'leadOpened':
      return 'became a lead';
    case 'leadClosed':
      return `is no lead any more: ${leadReason(policy, textOf(decision, 'reason'))}`;
    case 'ticketAnswered':
      return detail['made'] === true
        ? 'the ticket that asked for a lead was answered: it is one'
        : `the ticket that asked for a lead was answered: ${missingList(policy, decision).join('; ')}`;
    case 'dealOpened':
      return detail['how'] === 'created'
        ? `${dealWords(decision)} opened`
        : `joined the open ${dealWords(decision)} of its company`;
    case 'dealGivenCompany':
      return `its ${dealWords(decision)}, opened while it had no company, is now the company's`;
    case 'referred':
      return detail['how'] === 'created'
        ? `an employee referred it: ${dealWords(decision)} opened`
        : `an employee referred it, to the open ${dealWords(decision)}`;
    case 'dealJoined':
      return `joined the open ${dealWords(decision)} of its company`;
    case 'gone':
      return GONE[textOf(decision, 'why')] ?? 'deleted in HubSpot';
    case 'deleted':
      return `deleted on the answer of ${by} in the quarterly review`;
    case 'restored':
      return 'restored in HubSpot';
    default:
      return decision.kind;
  }
}

const GONE: Record<string, string> = {
  merged: 'merged into another contact',
  erased: 'erased contact: the person asked to be forgotten',
};

const UNREACHABLE: Record<string, string> = {
  hardBounce: 'its e-mail address bounces for good',
  optOut: 'it unsubscribed from e-mails',
  withdrawn: 'it withdrew its consent',
  noEmail: 'it has no e-mail address any more',
};

function recycledBecause(policy: Policy, decision: Decision): string {
  const known = UNREACHABLE[textOf(decision, 'reason')];
  if (known !== undefined) return known;
  return `the time to wait after a lost deal (${lostCategory(policy, textOf(decision, 'category'))}) is over, round ${textOf(decision, 'round')}`;
}

/** Why the engine moved it by itself: C-05 rests on an engagement, C-12 on a deal. */
function becauseOf(policy: Policy, decision: Decision): string {
  if (decision.to === 'contact.customer') return `${dealWords(decision)} was won`;
  const engaged = decision.to === 'contact.mql' ? engagementWords(policy, decision.evidence) : '';
  // Our own write, found again: its answer was lost, or two records with a stage each became one.
  return engaged === ''
    ? 'the engine had put it there, in this record or in one that was merged into it'
    : `it engaged with us (${engaged})`;
}

function stageWords(policy: Policy, place: string | undefined): string {
  const key = place?.replace(/^contact\./, '');
  return key === undefined ? 'no stage of the sales process' : lifecycleLabel(policy, key);
}

function ownerWords(ownerId: string, nameOf: NameOf): string {
  return ownerId === '' ? 'nobody' : (nameOf(`owner:${ownerId}`) ?? `owner ${ownerId}`);
}

function fromSource(policy: Policy, decision: Decision): string {
  const source = contactOption(policy, 'originalChannel', textOf(decision, 'source'));
  const campaign = contactOption(policy, 'campaign', textOf(decision, 'campaign'));
  return [source === '' ? '' : `, from ${source}`, campaign === '' ? '' : `, campaign ${campaign}`].join('');
}

function missingPart(policy: Policy, decision: Decision): string {
  const missing = missingList(policy, decision);
  return missing.length === 0 ? '' : `; missing: ${missing.join('; ')}`;
}

function missingList(policy: Policy, { detail }: Decision): string[] {
  const ids = detail?.['missing'];
  return missingWords(policy, Array.isArray(ids) ? ids : []);
}
