/** The journal in sentences (R-05). */
import type { Decision } from './decision.ts';
import { backOutDecisionWords } from './duty-words/back-out-decisions.ts';
import { BACK_OUT } from './deal/verdict.ts';
import { dutyDecisionWords } from './duty-decision-words.ts';
import type { Actor } from './events.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';
import { backOutWay, onlyApprover } from './signed-words.ts';
import { criterionById, stageRows } from './words.ts';

/**
 * A decision in one sentence, in the policy's words.
 * @param nameOf who an actor is; without it the journal's own `person 41220092` stands (names stay in HubSpot, R-10)
 */
export function decisionWords(policy: Policy, decision: Decision, nameOf: NameOf = () => undefined): string {
  const by = nameOf(decision.by) ?? actorWords(decision.by);
  const from = placeWords(policy, decision.from);
  const to = placeWords(policy, decision.to);
  switch (decision.kind) {
    case 'started':
      return `first seen in ${to ?? 'a pipeline that the policy does not know'}`;
    case 'moved':
      return decision.evidence.some(({ property }) => property === 'dealstage')
        ? `moved from ${from ?? 'elsewhere'} to ${to ?? 'elsewhere'} by ${by}`
        : `moved on to ${to ?? 'the next stage'}: everything it needs is there; last came ${lastFilled(policy, decision)}, by ${by}`;
    case 'closed':
      return `closed as lost: ${filledWords(policy, decision)} filled in by ${by}`;
    case 'rested':
      return `moved back to ${to ?? 'an earlier stage'} by ${by}; rests there`;
    case 'handedOff':
      return `onboarding ticket ${decision.evidence.find(({ object }) => object === 'ticket')?.id ?? ''} opened`;
    case 'won':
      return `won: everything for ${to ?? 'the close'} is there; last came ${lastFilled(policy, decision)}, by ${by}`;
    case 'bypassed':
      return isOfSigned(decision)
        ? `moved to ${to ?? 'a later stage'} by ${by}, but ${onlyApprover(policy)}. ${backOutWay(policy)}`
        : `moved ahead to ${to ?? 'a later stage'} by ${by} although these are missing: ${missingNames(policy, decision).join(', ')}`;
    case 'putBack':
      return isOfSigned(decision)
        ? `put back to ${to ?? 'its stage'}: ${onlyApprover(policy)}`
        : `put back to ${to ?? 'its stage'}; missing: ${missingNames(policy, decision).join(', ')}`;
    case 'warned':
      return `left in ${to ?? 'a later stage'}, where ${by} moved it, with a warning${isOfSigned(decision) ? `: ${onlyApprover(policy)}` : `; missing: ${missingNames(policy, decision).join(', ')}`}`;
    case 'letStand':
      return `${by} let it stand in ${to ?? 'a later stage'}`;
    case 'fuse':
      return `moved ahead again and again by ${by}; left alone until a person has looked`;
    case 'missing':
      return `told what is missing: ${missingNames(policy, decision).join(', ')}`;
    case 'left':
      return `moved by ${by} to where the policy does not apply`;
    case 'twin':
      return `its company has another open deal: ${otherDeals(decision)}; both are flagged and their owners asked to merge`;
    case 'twinOver':
      return `the only open deal of its company again; no longer: ${otherDeals(decision)}`;
    case 'gone':
      return decision.detail?.['why'] === 'merged' ? 'merged into another deal' : 'deleted in HubSpot';
    case 'inherited':
      return `deal ${String(decision.detail?.['merged'])}, which was won, was merged into it${decision.detail?.['taken'] === true ? `: it is signed by that win, and goes to ${to ?? 'won'}` : '; it stays what it is'}`;
    case 'leftOpen':
      return `stays in ${to ?? 'its stage'}, signed`;
    case 'touched':
      return `touches since the last answer: ${String(decision.detail?.['touches'])}, voicemails among them: ${String(decision.detail?.['voicemails'])}; ${recordsOf(decision)}`;
    case 'answered':
      return `answered with ${recordsOf(decision)}`;
    case 'touchesWarned':
      return 'nobody answered; the owner was warned that the deal will be lost';
    case 'touchesAnswered':
      return `answered with ${recordsOf(decision)}; the count of touches starts again`;
    case 'noResponse':
      return `no answer to ${decision.evidence.length - 1} touches: ${recordsOf(decision)}`;
    case 'answeredLate':
      return `after the deal was lost for want of an answer, ${recordsOf(decision)} became known; the owner was asked whether it goes on`;
    case 'unknownOutcome':
      return `${recordsOf(decision)} has an outcome that the policy does not know, and is not counted`;
    case 'nextActionFlagged':
      return `the next action needs attention: ${nextActionFlaw(policy, decision)}; the owner got a task`;
    case 'nextActionTaskOver':
      return 'the task about the next action is over';
    case 'restored':
      return 'restored in HubSpot';
    default:
      return backOutDecisionWords(policy, decision, by) ?? dutyDecisionWords(policy, decision, by) ?? decision.kind;
  }
}

/** The evidence of a twin: the deal itself first, then the others. */
function otherDeals({ evidence }: Decision): string {
  return evidence
    .slice(1)
    .map(({ id }) => `deal ${id}`)
    .join(', ');
}

/** The evidence besides the deal itself. */
function recordsOf({ evidence }: Decision): string {
  return evidence
    .slice(1)
    .map(({ object, id }) => `${object} ${id}`)
    .join(', ');
}

function nextActionFlaw(policy: Policy, { detail }: Decision): string {
  const options = findProperty(policy, 'deal', policy.nextAction?.flag ?? '')?.options ?? [];
  return options.find(({ value }) => value === detail?.['flaw'])?.label ?? 'unknown';
}

/** Facts that are no properties. */
const FACTS: Record<string, string> = { nextSteps: 'next steps' };

/** The name of an actor, looked up where people read it. */
export type NameOf = (actor: Actor) => string | undefined;

/** Who caused a decision, for people who cannot look the actor up. */
export function actorWords(by: Actor): string {
  if (by === 'us') return 'this engine';
  if (by === 'unknown') return 'somebody';
  if (by === 'contact') return 'the person';
  return by.replace(':', ' ');
}

/** `new_business.sql` → `Sales Qualified Lead (New Business)`. */
export function placeWords(policy: Policy, place: string | undefined): string | undefined {
  const [pipeline = '', stage = ''] = place?.split('.') ?? [];
  const rows = stageRows(policy, { pipeline, stage, since: 0, missing: [], resting: false });
  return rows === undefined ? place : `${rows.stage.label} (${rows.pipeline})`;
}

/** The newest of the facts a decision rests on. */
function lastFilled(policy: Policy, decision: Decision): string {
  const newest = decision.evidence.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)).slice(0, 1);
  return filledWords(policy, { ...decision, evidence: newest });
}

function filledWords(policy: Policy, { evidence }: Decision): string {
  const labels = evidence.map(({ object, property }) => {
    const row = policy.properties.find((one) => one.object === object && one.name === property);
    return (
      row?.label ?? FACTS[property ?? ''] ?? policy.files.find(({ key }) => `file.${key}` === property)?.label ?? object
    );
  });
  return labels.length > 1
    ? `${labels.slice(0, -1).join(', ')} and ${labels.at(-1) ?? ''}`
    : (labels[0] ?? 'its fields');
}

/** Somebody tried to lose a deal that was won: nothing is to be filled in (B-02). */
function isOfSigned({ detail }: Decision): boolean {
  const ids = detail?.['missing'];
  return Array.isArray(ids) && ids.includes(BACK_OUT);
}

function missingNames(policy: Policy, { detail }: Decision): string[] {
  const ids = detail?.['missing'];
  return (Array.isArray(ids) ? ids : []).map((id) => criterionById(policy, id));
}
