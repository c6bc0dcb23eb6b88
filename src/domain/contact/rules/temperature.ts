/** T-01 to T-04: warm, cold, and the day it turns, on the record whatever the lifecycle stage; each turn is recorded once. */
import type { Evidence } from '../../decision.ts';
import type { Effect } from '../commands.ts';
import { contactEvidence, draft, lastDone, propertyName, valueOf } from '../drafts.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';
import { lastEngagement, temperatureOf, type Temperature, vetoOf } from '../temperature.ts';

export const temperature: Rule = (situation) => {
  const now = temperatureOf(situation);
  const last = lastEngagement(situation);
  const name = (property: Parameters<typeof propertyName>[1]) => propertyName(situation, property);
  const overtaken = valueOf(situation, 'veto') === 'yes' && vetoOf(situation) === undefined;
  return {
    effects: turns(situation, now),
    wakes: now.is === 'warm' ? [{ at: now.turnsColdAt, what: 'turns cold' }] : [],
    show: {
      [name('temperature')]: now.is === 'none' ? '' : now.is,
      [name('turnsColdOn')]: now.is === 'warm' ? iso(now.turnsColdAt) : '',
      [name('lastEngagement')]: last === undefined ? '' : iso(last.at),
      // HubSpot reports no change when "yes" is answered once more: the next veto needs an empty property.
      ...(overtaken ? { [name('veto')]: '', [name('vetoReason')]: '' } : {}),
    },
    missing: vetoOf(situation)?.valid === false ? ['vetoReason'] : nothing.missing,
  };
};

/** Only a change is recorded: ten engagements of a warm lead are one "warm". A veto is recorded even of a cold one. */
function turns(situation: Situation, now: Temperature): Effect[] {
  const { clause } = situation.policy.temperature;
  if (now.is === 'none') return [];
  if (now.is === 'cold' && now.because === 'veto') {
    const evidence = [contactEvidence(situation, 'veto')];
    const decision = draft(situation, 'vetoed', now.since, 'T-03', { by: now.veto.by, evidence });
    return [{ key: `vetoed:${now.since}`, decision }];
  }
  if (recordedAs(situation) === now.is) return [];
  const evidence: Evidence[] = 'last' in now ? [now.last] : [contactEvidence(situation, 'leadKind')];
  return [{ key: `${now.is}:${now.since}`, decision: draft(situation, now.is, now.since, clause, { evidence }) }];
}

/** As recorded last; the record tells where the workflow's memory does not reach back. */
function recordedAs(situation: Situation): string {
  const turned = (['warm', 'cold', 'vetoed'] as const).flatMap((kind) => {
    const done = lastDone(situation, `${kind}:`);
    return done === undefined ? [] : [{ kind, ...done }];
  });
  const last = turned.toSorted((a, b) => b.at - a.at || b.occasion - a.occasion)[0];
  if (last === undefined) return valueOf(situation, 'temperature');
  return last.kind === 'warm' ? 'warm' : 'cold';
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
