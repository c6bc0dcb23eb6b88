/** C-16: an MQL or SQL that marketing cannot reach any more is recycled, and Sales follows up by what is left. */
import type { Evidence } from '../../decision.ts';
import type { Actor } from '../../events.ts';
import { decided, propertyEvidence } from '../decisions.ts';
import { PORTAL_PROPERTIES } from '../policy.ts';
import type { Situation } from '../situation.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

type Reason = 'hardBounce' | 'optOut' | 'withdrawn' | 'noEmail';

interface Unreachable {
  reason: Reason;
  at: number;
  by: Actor;
  evidence: Evidence;
}

export const recycleUnreachable: Mover = (s) => {
  const { stage, qualified } = s.settled;
  const isMeant = stage === 'mql' || stage === 'sql' || (stage === 'target' && qualified);
  const found = isMeant ? unreachable(s).find((one) => isNews(s, one)) : undefined;
  if (found === undefined) return undefined;
  const { reason, at, by, evidence } = found;
  const decision = decided(s, {
    kind: 'recycled',
    from: stage,
    to: 'recycled',
    by,
    happenedAt: at,
    evidence: [evidence],
    clause: 'C-16',
    detail: { reason },
  });
  const task = ownerTask(s, `task:${keyOf(found)}`, 'recycled', { reason, channel: channelFor(s) });
  // What made it an SQL before does not make it one again.
  const evidenceFrom = Math.max(s.settled.evidenceFrom, at);
  return move(s, 'recycled', decision, { key: keyOf(found), effects: [task], evidenceFrom });
};

/** How Sales may follow up: not at all where the person said so, by telephone where no mail may go out. */
export function channelFor(s: Situation): 'any' | 'call' | 'none' {
  if (s.facts.values[s.policy.properties.doNotContact]?.value === 'yes') return 'none';
  return unreachable(s).length > 0 ? 'call' : 'any';
}

/** The address bounced, the person opted out (in HubSpot or on our pages), or there is no address any more. */
function unreachable(s: Situation): Unreachable[] {
  const { facts, consent } = s;
  const property = (reason: Reason, name: string, isSo: (value: string) => boolean): Unreachable[] => {
    const fact = facts.values[name];
    if (fact === undefined || !isSo(fact.value)) return [];
    return [{ reason, at: fact.at, by: fact.by, evidence: propertyEvidence(s, name) }];
  };
  // A fresh consent is newer than the opt-out (K-08); HubSpot hears of it in a moment.
  const optOuts = property('optOut', PORTAL_PROPERTIES.optOut, (value) => value === 'true').filter(
    ({ at }) => consent?.state !== 'granted' || consent.at < at,
  );
  const isWithdrawn = consent?.state === 'withdrawn';
  return [
    ...property('hardBounce', PORTAL_PROPERTIES.hardBounce, (value) => value !== ''),
    ...optOuts,
    ...(isWithdrawn
      ? [
          {
            reason: 'withdrawn' as const,
            at: consent.at,
            by: 'unknown',
            evidence: { object: 'consent', id: consent.proof, at: consent.at },
          },
        ]
      : []),
    ...property('noEmail', PORTAL_PROPERTIES.email, (value) => value === ''),
  ];
}

/** Not yet acted on; what a contact was found with when the policy came into force is taken as it is. */
function isNews(s: Situation, found: Unreachable): boolean {
  return s.done[keyOf(found)] === undefined && Math.max(found.at, s.settled.since) >= s.policy.lifecycle.since;
}

function keyOf({ reason, at }: Unreachable): string {
  return `recycled:${reason}:${at}`;
}
