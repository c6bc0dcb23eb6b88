/** The quarter as a sales lead reads it: who won, lost and still works on what. */
import type { RecordedDecision } from '../../journal/journal.ts';
import type { Scene } from './scene.ts';
import type { StoryDeal } from './deals.ts';

interface Sold {
  owner: string;
  open: string[];
  won: string[];
  backedOut: string[];
  lost: string[];
  /** Of the deals won, and of those that stayed so; in the portal's currency. */
  gross: number;
  net: number;
}

/** Head and rows, one for each owner of a deal, in the order of their names. */
export async function salesRows(
  { people, policy }: Scene,
  deals: { deal: StoryDeal; history: RecordedDecision[] }[],
): Promise<{ head: string[]; rows: string[][] }> {
  const byOwner = new Map<string, Sold>();
  for (const { deal, history } of deals) {
    const seen = await people.seeDeal(deal.id, ['hubspot_owner_id', 'amount']);
    const owner = seen['hubspot_owner_id'] ? people.ownerById(seen['hubspot_owner_id']).name : 'nobody';
    const known = byOwner.get(owner);
    const sold: Sold = known ?? { owner, open: [], won: [], backedOut: [], lost: [], gross: 0, net: 0 };
    byOwner.set(owner, sold);
    const was = (kind: string) => history.some((decision) => decision.kind === kind);
    const amount = Number(seen['amount'] ?? 0);
    if (was('won')) sold.gross += amount;
    if (was('backedOut')) sold.backedOut.push(deal.name);
    else if (was('won')) {
      sold.net += amount;
      sold.won.push(deal.name);
    } else if (deal.endsIn === 'closed_lost') sold.lost.push(deal.name);
    else sold.open.push(deal.name);
  }
  const { locale, currency } = policy.formats;
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 });
  return {
    head: ['Owner', 'Open', 'Won', 'Backed out', 'Lost', 'Won, gross', 'Won, net'],
    rows: [...byOwner.values()]
      .toSorted((a, b) => a.owner.localeCompare(b.owner))
      .map(({ owner, open, won, backedOut, lost, gross, net }) => [
        owner,
        ...[open, won, backedOut, lost].map((names) => names.join(', ') || '–'),
        money.format(gross),
        money.format(net),
      ]),
  };
}
