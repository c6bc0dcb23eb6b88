/** The lifecycle of a contact as a graph: what the engine does by itself, and the doors that only people open. */
import type { ContactRules, LifecycleKey, LifecycleStageRow } from './policy/contact-types.ts';
import type { Policy } from './policy/types.ts';

export interface LifecycleEdge {
  from: LifecycleKey;
  to: LifecycleKey;
  words: string;
  isByHand: boolean;
}

export function lifecycleStages({ contacts }: Policy): LifecycleStageRow[] {
  return contacts?.lifecycle.stages ?? [];
}

/** By itself with its reason. By hand only into stages into which nothing leads by itself: all moves would hide the picture. */
export function lifecycleEdges({ contacts }: Policy): LifecycleEdge[] {
  if (contacts === undefined) return [];
  const bySelf = edgesBySelf(contacts);
  const reached = new Set(bySelf.map(({ to }) => to));
  const byHand = contacts.lifecycle.stages.flatMap(({ key, byHand: ways }) =>
    ways
      .filter((to) => !reached.has(to) && BEGINNINGS.includes(key))
      .map((to) => ({ from: key, to, words: 'by a person', isByHand: true })),
  );
  return [...bySelf, ...byHand];
}

/** From the others people come there, too; the text says from where. */
const BEGINNINGS: LifecycleKey[] = ['target', 'sql'];

function edgesBySelf({ recycling }: ContactRules): LifecycleEdge[] {
  const waits = Object.values(recycling.coolOffDays);
  const cooledOff = `lost deal, after ${Math.min(...waits)} to ${Math.max(...waits)} days`;
  const edges: [from: LifecycleKey, to: LifecycleKey, words: string][] = [
    ['target', 'mql', 'first engagement'],
    ['mql', 'sql', 'conversation and statement'],
    ['recycled', 'sql', 'conversation and statement'],
    ['target', 'customer', 'its company has a won deal'],
    ['sql', 'customer', 'deal won'],
    ['sql', 'mql', 'deal lost, with consent'],
    ['sql', 'target', 'deal lost, without consent'],
    ['mql', 'recycled', 'cannot be mailed to'],
    ['sql', 'recycled', 'cannot be mailed to'],
    ...(waits.length === 0 ? [] : [['target', 'recycled', cooledOff] satisfies [LifecycleKey, LifecycleKey, string]]),
    ...(waits.length === 0 ? [] : [['mql', 'recycled', cooledOff] satisfies [LifecycleKey, LifecycleKey, string]]),
  ];
  return edges.map(([from, to, words]) => ({ from, to, words, isByHand: false }));
}
