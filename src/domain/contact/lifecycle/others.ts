/** A stage that somebody else gave the contact: accepted, put up with, or undone (C-07, C-20, R-09). */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Evidence } from '../../decision.ts';
import type { Draft, Effect } from '../commands.ts';
import { decided, propertyEvidence } from '../decisions.ts';
import { PORTAL_PROPERTIES } from '../policy.ts';
import type { LifecycleVerdict, Situation } from '../situation.ts';
import { lostReasonsTask } from './loss.ts';
import { proofEvidence, proofOf, qualifyTask } from './promote.ts';
import { placesOf, putBack } from './put-back.ts';
import { isAllowed, usesUpEvidence } from './transitions.ts';
import { isQualified, type Mover, stageFact, stay } from './verdicts.ts';

/**
 * @param overrule what the SOP wants meanwhile of a contact that is on its way back: a won or lost deal does not wait for that
 */
export function movedByOthers(s: Situation, to: LifecycleKey, overrule: Mover): LifecycleVerdict {
  const { at = s.now, by = 'unknown' } = stageFact(s) ?? {};
  // Our own write whose answer was lost; and what HubSpot made of two contacts was judged on either of them.
  if (by === 'us' || by === 'merge') return accepted(s, to, moved(s, to));

  const proof = proofOf(s);
  const allowed = isAllowed(s, to);
  const missing = allowed && to === 'sql' ? proof.missing : [];
  if (allowed && missing.length === 0) {
    const decision = to === 'sql' ? moved(s, to, 'qualified', proofEvidence(s, proof)) : moved(s, to);
    return accepted(s, to, decision, lostReasonsTask(s, to, at));
  }

  const { mode, graceMs, clause } = s.policy.lifecycle;
  const tasks = allowed ? qualifyTask(s, at) : [];
  if (mode === 'warn') {
    const detail = placesOf(s.settled.stage, to, missing);
    const note: Effect = { key: `warned:${at}`, command: { do: 'note', about: 'warned', detail } };
    return accepted(s, to, { ...moved(s, to, 'warned'), detail: { missing } }, [note, ...tasks]);
  }
  const meanwhile = overrule(s);
  if (meanwhile !== undefined) return meanwhile;
  const due = at + graceMs;
  if (s.now < due) {
    return stay({ settled: s.settled, effects: tasks, wakes: [{ at: due, what: 'put it back' }], missing });
  }
  // C-07: whoever is not verified is an MQL.
  const back = allowed ? putBack(s, 'mql', 'C-07', missing) : putBack(s, s.settled.stage, clause, missing);
  return { ...back, effects: [...back.effects, ...tasks] };
}

/** A person's choice counts from when it was made. */
function accepted(s: Situation, to: LifecycleKey, decision: Draft, effects: Effect[] = []): LifecycleVerdict {
  const { settled } = s;
  const { at = s.now, by = 'unknown' } = stageFact(s) ?? {};
  const evidenceFrom = usesUpEvidence(settled.stage, to) ? at : settled.evidenceFrom;
  const qualified = isQualified(settled, settled.stage, to);
  return stay({ settled: { stage: to, since: at, by, qualified, evidenceFrom }, decision, effects });
}

function moved(
  s: Situation,
  to: LifecycleKey,
  kind: 'moved' | 'qualified' | 'warned' = 'moved',
  evidence: Evidence[] = [],
): Draft {
  const { at = s.now, by = 'unknown' } = stageFact(s) ?? {};
  return decided(s, {
    kind,
    from: s.settled.stage,
    to,
    by,
    happenedAt: at,
    evidence: [propertyEvidence(s, PORTAL_PROPERTIES.stage), ...evidence],
    clause: kind === 'qualified' ? 'C-07' : to === 'customer' ? 'C-12' : s.policy.lifecycle.clause,
  });
}
