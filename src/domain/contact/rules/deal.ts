/** C-10: a contact that is an SQL has one open deal, its company's. Two of one company are the deals' own matter (deal/twins.ts). */
import type { Effect } from '../commands.ts';
import { dealEvidence, decided, propertyEvidence } from '../decisions.ts';
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
  return { ...nothing, effects: [...opens, ...associate, ...givesCompany(s)] };
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

/** The company came after the deal that was opened for the contact alone: people see a twin once the deal has the company. */
function givesCompany(s: Situation): Effect[] {
  const { companyId } = s.facts;
  if (companyId === undefined) return [];
  const alone = openNewBusiness(s).own.filter((deal) => deal.alone === true);
  return alone.map((one) => {
    const evidence = [dealEvidence(one), { object: 'company', id: companyId }];
    const { clause } = s.policy.deal;
    return {
      key: `giveCompany:${one.id}:${companyId}`,
      command: { do: 'giveCompany', dealId: one.id, companyId },
      decision: decided(s, { kind: 'dealGivenCompany', by: 'us', happenedAt: s.now, evidence, clause }),
    };
  });
}
