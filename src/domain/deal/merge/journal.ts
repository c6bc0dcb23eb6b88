/** What a merged deal was, by its decisions: for one whose workflow ended long before the merge. Pure. */
import type { Decision } from '../../decision.ts';
import { HAND_OFF } from '../rules/hand-off.ts';
import type { Sale } from '../back-out/state.ts';
import type { Settled } from '../state.ts';
import type { Inheritance } from './inheritance.ts';

export interface Places {
  /** `<pipeline>.<stage>` by the policy's keys. */
  won: string[];
  open: string[];
  /** The property that says that the contract is signed (B-01). */
  contract: string | undefined;
}

interface Standing {
  settled?: Settled;
  /** The win that stands. */
  sale?: Sale;
  /** A win that was lost again: it is history (B-04). */
  lost?: Sale;
}

/**
 * @param mergedAt milliseconds since 1970
 * @returns undefined: it was never won. Who sold it is not known: the window for a back-out is over by then.
 */
export function winInJournal(
  dealId: string,
  decisions: Decision[],
  mergedAt: number,
  places: Places,
): Inheritance | undefined {
  let now: Standing = {};
  let before: Standing = {};
  for (const decision of decisions.filter(isMove)) {
    // What was put back was never there: it is again what it was before.
    const entered = decision.kind === 'putBack' ? putBack(before, decision, places) : moved(now, decision, places);
    before = now;
    now = entered;
  }
  const { settled, sale, lost } = now;
  const win = sale ?? lost;
  if (settled === undefined || win === undefined) return undefined;
  const ticket = decisions
    .filter(({ kind }) => kind === 'handedOff')
    .flatMap(({ evidence }) => evidence.filter(({ object }) => object === 'ticket').map(({ id }) => id))
    .at(-1);
  const accepted = decisions.find(({ kind }) => kind === 'handOffAccepted');
  return {
    dealId,
    mergedAt,
    settled,
    sale: win,
    done: ticket === undefined ? [] : ['onboarding'],
    effects: accepted === undefined ? {} : { [`${HAND_OFF}${settled.since}:accepted`]: accepted.happenedAt },
    ...(ticket === undefined ? {} : { ticket }),
  };
}

/** Of the others a deal does not go anywhere. */
const STAYS = new Set(['missing', 'bypassed', 'warned', 'fuse', 'letStand', 'gone', 'restored']);
const isMove = ({ kind, to }: Decision) => to !== undefined && !STAYS.has(kind);

function moved({ sale, lost }: Standing, decision: Decision, places: Places): Standing {
  const { to = '', happenedAt: since } = decision;
  const [pipeline = '', stage = ''] = to.split('.');
  const settled = { pipeline, stage, since };
  if (places.won.includes(to)) return { settled, sale: sale ?? saleOf(decision, places) };
  const history = lost === undefined ? {} : { lost };
  if (sale === undefined) return { settled, ...history };
  return places.open.includes(to) ? { settled: { ...settled, signed: true }, sale } : { settled, lost: sale };
}

function putBack(before: Standing, decision: Decision, places: Places): Standing {
  const { pipeline, stage } = before.settled ?? {};
  return `${pipeline}.${stage}` === decision.to ? before : moved(before, decision, places);
}

function saleOf({ kind, happenedAt, evidence }: Decision, { contract }: Places): Sale {
  const at = (property: string | undefined) => evidence.find((one) => one.property === property)?.at;
  const wonAt = kind === 'inherited' ? (at('dealstage') ?? happenedAt) : happenedAt;
  return { signedAt: contract === undefined ? wonAt : (at(contract) ?? wonAt), wonAt };
}
