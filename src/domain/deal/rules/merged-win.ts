/** the owner of a deal reads why it is signed although nobody signed it: a deal that was won was merged into it. */
import { type DealRule, nothing } from './rule.ts';

export const mergedWin: DealRule = ({ duties }) => {
  if (duties.mergedWin === undefined) return nothing;
  const { dealId, ...place } = duties.mergedWin;
  const detail = { deal: dealId, ...place };
  return { ...nothing, effects: [{ key: `mergedWin:${dealId}`, command: { do: 'note', about: 'mergedWin', detail } }] };
};
