/** The journal in sentences. */
import type { Decision } from './decision.ts';
import type { Actor } from './events.ts';
import { criterionId } from './deal/policy.ts';
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';
import { criterionWords, stageRows } from './words.ts';

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
        : `moved on to ${to ?? 'the next stage'}: ${filledWords(policy, decision)} filled in by ${by}`;
    case 'closed':
      return `closed as lost: ${filledWords(policy, decision)} filled in by ${by}`;
    case 'rested':
      return `moved back to ${to ?? 'an earlier stage'} by ${by}; rests there`;
    case 'missing':
      return `told what is missing: ${missingNames(policy, decision).join(', ')}`;
    case 'left':
      return `moved by ${by} to where the policy does not apply`;
    case 'gone':
      return decision.detail?.['why'] === 'merged' ? 'merged into another deal' : 'deleted in HubSpot';
    case 'restored':
      return 'restored in HubSpot';
    default:
      return decision.kind;
  }
}

/** The name of an actor, looked up where people read it. */
export type NameOf = (actor: Actor) => string | undefined;

function actorWords(by: string): string {
  if (by === 'us') return 'this engine';
  if (by === 'unknown') return 'somebody';
  return by.replace(':', ' ');
}

/** `new_business.sql` → `Sales Qualified Lead (New Business)`. */
function placeWords(policy: Policy, place: string | undefined): string | undefined {
  const [pipeline = '', stage = ''] = place?.split('.') ?? [];
  const rows = stageRows(policy, { pipeline, stage, since: 0, missing: [], resting: false });
  return rows === undefined ? place : `${rows.stage.label} (${rows.pipeline})`;
}

function filledWords(policy: Policy, { evidence }: Decision): string {
  const labels = evidence.flatMap(({ property }) =>
    property === undefined ? [] : [findProperty(policy, 'deal', property)?.label ?? property],
  );
  return labels.length > 1
    ? `${labels.slice(0, -1).join(', ')} and ${labels.at(-1) ?? ''}`
    : (labels[0] ?? 'its fields');
}

function missingNames(policy: Policy, { detail }: Decision): string[] {
  const ids = detail?.['missing'];
  const criteria = policy.pipelines.flatMap(({ stages }) => stages.flatMap(({ exit }) => exit ?? []));
  return (Array.isArray(ids) ? ids : []).map((id) => {
    const criterion = criteria.find((one) => criterionId(one) === id);
    return criterion === undefined ? id : criterionWords(policy, criterion);
  });
}
