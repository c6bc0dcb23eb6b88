/** The first meeting: what a contact is when its workflow sees it for the first time (C-01, C-02, C-03). */
import type { Known as Fact } from '../../deal/state.ts';
import type { Actor } from '../../events.ts';
import type { LifecycleKey } from '../../policy/contact-types.ts';
import { decided, type Occasion, propertyEvidence } from '../decisions.ts';
import { isPerson } from '../drafts.ts';
import { PORTAL_PROPERTIES, stageKey } from '../policy.ts';
import type { LifecycleVerdict, Situation } from '../situation.ts';
import { originalChannel } from '../rules/channel.ts';
import type { SettledStage } from '../state.ts';
import { usesUpEvidence } from './transitions.ts';
import { isQualified, type Move, stageFact, stay } from './verdicts.ts';

/** An SQL that they bring was one before: in another system, in either of two records, or under us before our state was lost. */
const JUDGED_ELSEWHERE: Actor[] = ['import', 'merge', 'us'];

/**
 * A stage that somebody chose is accepted as found; HubSpot's own default becomes Target.
 * @param judge says what becomes of an SQL that has to be verified first (C-07): as if a Target had been moved there
 */
export function meet(s: Occasion, judge: (s: Situation) => LifecycleVerdict): LifecycleVerdict {
  const fact = stageFact(s);
  const stage = stageKey(s.policy, fact?.value);
  if (fact === undefined || stage === undefined || !isChosen(s, stage, fact)) return toTarget(s, fact);
  const settled = asFound(s, stage, fact);
  const decision = started(s, stage, fact.by, fact.at);
  if (stage !== 'sql' || isOld(s, fact) || JUDGED_ELSEWHERE.includes(fact.by)) return stay({ settled, decision });
  const verdict = judge({ ...s, settled: { ...settled, stage: 'target', qualified: false } });
  return verdict.decision === undefined ? { ...verdict, decision } : verdict;
}

/** C-02: "unless a person chose another of the seven". */
function isChosen(s: Occasion, stage: LifecycleKey, fact: Fact): boolean {
  // Junk stays junk whoever said so: nothing is sent to it, and the quarterly review looks at it (C-14).
  if (stage === 'target' || stage === 'excluded' || isOld(s, fact)) return true;
  if (isPerson(fact.by) || fact.by === 'import' || fact.by === 'merge') return true;
  // Set later than at creation: by a workflow of the portal, or by us before this workflow's state was lost.
  return fact.previous !== undefined && fact.previous !== '';
}

function toTarget(s: Occasion, fact: Fact | undefined): Move {
  const settled: SettledStage = {
    stage: 'target',
    since: s.now,
    by: 'us',
    qualified: false,
    evidenceFrom: s.policy.lifecycle.since,
  };
  return {
    do: 'move',
    key: `start:${fact?.at ?? 0}`,
    to: 'target',
    settled,
    values: originalChannel(s),
    decision: started(s, 'target', fact?.by ?? 'unknown', fact?.at ?? s.now),
    effects: [],
    wakes: [],
    missing: [],
  };
}

function asFound(s: Occasion, stage: LifecycleKey, fact: Fact): SettledStage {
  const before = stageKey(s.policy, fact.previous);
  const { since } = s.policy.lifecycle;
  return {
    stage,
    since: fact.at,
    by: fact.by,
    qualified: isQualified(undefined, stage, before),
    evidenceFrom: usesUpEvidence(before, stage) ? Math.max(fact.at, since) : since,
  };
}

/** It stood there before the policy came into force. */
function isOld(s: Occasion, { at }: Fact): boolean {
  return at < s.policy.lifecycle.since;
}

function started(s: Occasion, to: LifecycleKey, by: Actor, happenedAt: number) {
  const evidence = [propertyEvidence(s, PORTAL_PROPERTIES.stage)];
  return decided(s, { kind: 'started', to, by, happenedAt, evidence, clause: 'C-02' });
}
