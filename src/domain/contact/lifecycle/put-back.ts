/** C-20: a contact that others moved where it may not be goes back, and its timeline says why; never in an endless fight. */
import type { LifecycleKey } from '../../policy/contact-types.ts';
import { localDate } from '../../time.ts';
import type { Effect } from '../commands.ts';
import { decided, propertyEvidence } from '../decisions.ts';
import { PORTAL_PROPERTIES, stageKey } from '../policy.ts';
import type { LifecycleVerdict, Situation } from '../situation.ts';
import { move, stageFact, stay } from './verdicts.ts';

const PREFIX = 'putBack:';

/** @param missing ids of what would have allowed the move (C-07); empty where nothing would */
export function putBack(s: Situation, to: LifecycleKey, clause: string, missing: string[]): LifecycleVerdict {
  const fact = stageFact(s);
  const at = fact?.at ?? s.settled.since;
  const by = fact?.by ?? 'unknown';
  const from = stageKey(s.policy, fact?.value);
  const evidence = [propertyEvidence(s, PORTAL_PROPERTIES.stage)];
  const detail = { missing };
  const { maxPutBacks, fuseMs } = s.policy.lifecycle;
  const lately = putBacksSince(s, s.now - fuseMs);
  const oldest = lately[0];
  if (oldest !== undefined && lately.length >= maxPutBacks) {
    const decision = decided(s, {
      kind: 'fuse',
      from: s.settled.stage,
      to: from,
      by,
      happenedAt: at,
      evidence,
      clause,
    });
    const wakes = [{ at: oldest + fuseMs, what: 'try again to put it back' }];
    return stay({ settled: s.settled, effects: [{ ...fuseTask(s, lately), decision }], wakes, missing });
  }
  const decision = decided(s, { kind: 'putBack', from, to, by, happenedAt: s.now, evidence, clause, detail });
  const about: Effect = {
    key: `note:${PREFIX}${at}`,
    command: { do: 'note', about: 'putBack', detail: placesOf(from, to, missing) },
  };
  return move(s, to, decision, { key: `${PREFIX}${at}`, effects: [about] });
}

/** What a note says: where the contact was moved, where it belongs, and what was missing. */
export function placesOf(from: LifecycleKey | undefined, to: LifecycleKey, missing: string[]) {
  return { ...(from === undefined ? {} : { from }), to, missing };
}

/** Somebody's automation and the engine undo each other's work: a person has to look, asked once a day. */
function fuseTask({ policy, now }: Situation, lately: number[]): Effect {
  const day = localDate(lately.at(-1) ?? now, policy.calendar.timeZone);
  return {
    key: `fuse:${day}`,
    command: { do: 'task', about: 'attention', to: 'owner', dueAt: now, detail: { reason: 'fuse' } },
  };
}

/** When the contact was put back lately, on the workflow's clock, in order. */
function putBacksSince({ done }: Situation, from: number): number[] {
  const times = Object.entries(done).flatMap(([key, at]) => (key.startsWith(PREFIX) && at > from ? [at] : []));
  return times.toSorted((a, b) => a - b);
}
