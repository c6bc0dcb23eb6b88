/** C-09: from `lifecycle.SQL` on the rep owns the contact; who takes it over is recorded. */
import type { Known } from '../../deal/state.ts';
import type { Effect } from '../commands.ts';
import { contactEvidence, draft, known } from '../drafts.ts';
import { staffOwner } from '../sales-hand-off.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';

/** Before `lifecycle.SQL` contacts are handed around by marketing and SDRs, which C-06 records. */
export const owner: Rule = (situation) => {
  const { stage, since } = situation.settled;
  if (stage === 'target' || stage === 'mql') return nothing;
  const fact = known(situation, 'owner');
  const isNews = fact !== undefined && fact.at > since && fact.previous !== fact.value;
  const effects = isNews && fact.by !== 'us' ? [changed(situation, fact)] : takeOver(situation);
  return { ...nothing, effects };
};

function changed(situation: Situation, fact: Known): Effect {
  const detail = { from: fact.previous ?? '', to: fact.value };
  const evidence = [contactEvidence(situation, 'owner')];
  return {
    key: `owner:${fact.at}`,
    decision: draft(situation, 'ownerChanged', fact.at, 'C-09', { by: fact.by, evidence, detail }),
  };
}

/** Once for each time that it became an SQL; whom people make the owner later stays it. A rep's contact stays that rep's. */
function takeOver(situation: Situation): Effect[] {
  const { settled, policy } = situation;
  if (settled.stage !== 'sql' || settled.since < policy.lifecycle.since) return [];
  const rep = repWhoQualified(situation);
  const present = staffOwner(situation)?.value ?? '';
  const isFree = present === '' || policy.owners[policy.handOff.role]?.includes(present) === true;
  if (rep === undefined || !isFree || Object.values(policy.reps).includes(present)) return [];
  const { clause } = policy.ownership;
  const evidence = [contactEvidence(situation, 'exploring'), contactEvidence(situation, 'stage')];
  return [
    {
      key: `rep:${settled.since}`,
      command: { do: 'own', ownerId: rep, from: present },
      decision: draft(situation, 'repOwns', settled.since, clause, { evidence, detail: { from: present } }),
    },
  ];
}

/** Who said that the contact explores a decision, else who moved it. */
function repWhoQualified(situation: Situation): string | undefined {
  const { reps } = situation.policy;
  const said = known(situation, 'exploring');
  const sayer = said?.value === 'yes' ? reps[said.by] : undefined;
  return sayer ?? reps[situation.settled.by];
}
