/** C-10: a contact that is an SQL has one open deal, its company's; two of one company are put to their owner. */
import type { Effect } from '../commands.ts';
import { decided, propertyEvidence } from '../decisions.ts';
import { openNewBusiness } from '../lifecycle/deals.ts';
import { ownerTask } from '../lifecycle/verdicts.ts';
import { PORTAL_PROPERTIES } from '../policy.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';

export const deal: Rule = (s) => {
  // Who was an SQL before the policy came into force did not enter it under its rules.
  if (s.settled.stage !== 'sql' || s.settled.since < s.policy.lifecycle.since) return nothing;
  const { since } = s.settled;
  const opens: Effect[] = openNewBusiness(s).own.length > 0 ? [] : [openDeal(s)];
  const lonely = s.facts.companyId === undefined;
  const associate = lonely ? [ownerTask(s, `associateCompany:${since}`, 'associateCompany', {})] : [];
  return { ...nothing, effects: [...opens, ...associate, ...twins(s)] };
};

function openDeal(s: Situation): Effect {
  const { clause } = s.policy.deal;
  const evidence = [propertyEvidence(s, PORTAL_PROPERTIES.stage)];
  const happenedAt = s.settled.since;
  return {
    key: `deal:${s.settled.since}`,
    command: { do: 'openDeal' },
    decision: decided(s, { kind: 'dealOpened', by: 'us', happenedAt, evidence, clause }),
  };
}

/** The contact's own open deal and another one around it: once per pair. */
function twins(s: Situation): Effect[] {
  const { own, others } = openNewBusiness(s);
  const open = [...own, ...others];
  if (open.length < 2 || own.length === 0) return [];
  const pair = open
    .map(({ id }) => id)
    .toSorted()
    .slice(0, 2);
  return [ownerTask(s, `mergeDeals:${pair.join(':')}`, 'mergeDeals', { deals: pair })];
}
