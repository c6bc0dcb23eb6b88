/** C-09: from `lifecycle.SQL` on the rep owns the contact; who takes it over is recorded. */
import { contactEvidence, draft, known } from '../drafts.ts';
import { nothing, type Rule } from '../situation.ts';

/** Before `lifecycle.SQL` contacts are handed around by marketing and SDRs, which C-06 records. */
export const owner: Rule = (situation) => {
  const { settled } = situation;
  const fact = known(situation, 'owner');
  const isBefore = settled.stage === 'target' || settled.stage === 'mql';
  if (isBefore || fact === undefined || fact.at <= settled.since || fact.previous === fact.value) return nothing;
  const detail = { from: fact.previous ?? '', to: fact.value };
  const evidence = [contactEvidence(situation, 'owner')];
  return {
    ...nothing,
    effects: [
      {
        key: `owner:${fact.at}`,
        decision: draft(situation, 'ownerChanged', fact.at, 'C-09', { by: fact.by, evidence, detail }),
      },
    ],
  };
};
