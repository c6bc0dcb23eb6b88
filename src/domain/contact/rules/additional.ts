/** C-15: an Additional Sales Contact belongs to its company's open deal and never opens one. */
import { dealEvidence, decided } from '../decisions.ts';
import { nothing, type Rule } from '../situation.ts';
import { openNewBusiness } from '../lifecycle/deals.ts';

export const additional: Rule = (s) => {
  const { own, others } = openNewBusiness(s);
  // Of two open deals of one company, which is a matter for its owner (C-10), the older one was there first.
  const [deal] = others;
  if (s.settled.stage !== 'additional' || own.length > 0 || deal === undefined) return nothing;
  const decision = decided(s, {
    kind: 'dealJoined',
    by: 'us',
    happenedAt: s.now,
    evidence: [dealEvidence(deal)],
    clause: 'C-15',
  });
  return { ...nothing, effects: [{ key: `join:${deal.id}`, command: { do: 'joinDeal', dealId: deal.id }, decision }] };
};
