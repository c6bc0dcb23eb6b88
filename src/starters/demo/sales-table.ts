/** The quarter as a sales lead reads it: how many deals each rep has open, won and lost, and what they are worth. */
import type { RecordedDecision } from '../../journal/journal.ts';
import type { StoryDeal } from './deals.ts';
import type { Scene } from './scene.ts';
import { textTable } from './table.ts';

export interface Recorded {
  deal: StoryDeal;
  history: RecordedDecision[];
}

interface Sold {
  open: number;
  won: number;
  backedOut: number;
  lost: number;
  /** Of the deals that are open, of those won, and of those that stayed so; in the portal's currency. */
  pipeline: number;
  gross: number;
  net: number;
}

const NOTHING: Sold = { open: 0, won: 0, backedOut: 0, lost: 0, pipeline: 0, gross: 0, net: 0 };
const HEAD = ['Owner', 'Open', 'Open, amount', 'Won', 'Backed out', 'Lost', 'Won, gross', 'Won, net'];

/** One row for each owner of a deal, in the order of their names, and the sum of all. */
export async function salesTable({ people, policy }: Scene, deals: Recorded[]): Promise<string> {
  const byOwner = new Map<string, Sold>();
  for (const { deal, history } of deals) {
    const seen = await people.seeDeal(deal.id, ['hubspot_owner_id', 'amount']);
    const owner = seen['hubspot_owner_id'] ? people.ownerById(seen['hubspot_owner_id']).name : 'nobody';
    const sold = soldBy(deal, history, Number(seen['amount'] ?? 0));
    byOwner.set(owner, sum(byOwner.get(owner) ?? NOTHING, sold));
  }
  const { locale, currency } = policy.formats;
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 });
  const row = (owner: string, { open, won, backedOut, lost, pipeline, gross, net }: Sold) => ({
    cells: [owner, open, format.format(pipeline), won, backedOut, lost, format.format(gross), format.format(net)].map(
      String,
    ),
  });
  const rows = [...byOwner].toSorted(([a], [b]) => a.localeCompare(b)).map(([owner, sold]) => row(owner, sold));
  const all = row('All', [...byOwner.values()].reduce(sum, NOTHING));
  return textTable(HEAD, [...rows, all], [1, 2, 3, 4, 5, 6, 7]);
}

/** A deal that was backed out counts as won, and not among those that stayed so (B-04). */
function soldBy({ endsIn }: StoryDeal, history: RecordedDecision[], amount: number): Sold {
  const was = (kind: string) => history.some((decision) => decision.kind === kind);
  if (was('backedOut')) return { ...NOTHING, backedOut: 1, gross: amount };
  if (was('won')) return { ...NOTHING, won: 1, gross: amount, net: amount };
  if (endsIn === 'closed_lost') return { ...NOTHING, lost: 1 };
  return { ...NOTHING, open: 1, pipeline: amount };
}

function sum(a: Sold, b: Sold): Sold {
  return {
    open: a.open + b.open,
    won: a.won + b.won,
    backedOut: a.backedOut + b.backedOut,
    lost: a.lost + b.lost,
    pipeline: a.pipeline + b.pipeline,
    gross: a.gross + b.gross,
    net: a.net + b.net,
  };
}
