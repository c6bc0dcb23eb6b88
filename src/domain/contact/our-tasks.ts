/** Tasks of the engine that are still open: done with when their occasion is over, handed on when the owner changes. Pure. */
import type { Effect } from './commands.ts';
import { openNewBusiness } from './lifecycle/deals.ts';
import { proofOf } from './lifecycle/promote.ts';
import { PORTAL_PROPERTIES } from './policy.ts';
import { staffOwner } from './sales-hand-off.ts';
import type { Situation } from './situation.ts';
import type { ContactState, OurTask } from './state.ts';

/** Begins the keys of tasks that ask a person to look at what HubSpot refuses. */
export const ATTENTION = 'attention:';

/** More than a contact ever has open; of more the oldest are left to people. */
const MAX_TASKS = 30;

/** Rules propose a task as long as it is wanted, done or not. These come with a move, once: what they ask for is looked at here. */
const WANTED_AFTER_MOVE: Record<string, (s: Situation) => boolean> = {
  'qualify:': (s) => ['target', 'mql', 'recycled'].includes(s.settled.stage) && proofOf(s).missing.length > 0,
  'lostReasons:': (s) =>
    s.settled.stage !== 'sql' && openNewBusiness(s).own.some(({ stage }) => stage === s.policy.deal.firstStage),
  'task:recycle': ({ settled }) => settled.stage === 'recycled',
};

/** Its occasion is over. */
export function completion(task: string): Effect {
  return { key: `completed:${task}`, command: { do: 'completeTask', task } };
}

/**
 * What is to be done about open tasks. A task that a person touched is left alone, which its activity sees.
 * @param state what a person has to look at stands there, and no rule proposes it @param proposed by all rules, done or not
 */
export function taskEffects(
  s: Situation,
  { tasks = [], attention }: Pick<ContactState, 'tasks' | 'attention'>,
  proposed: Effect[],
): Effect[] {
  const wanted = new Set(proposed.flatMap(({ key, command }) => (command?.do === 'task' ? [key] : [])));
  const owner = staffOwner(s);
  return tasks.flatMap(({ task, ownerId }): Effect[] => {
    const isLookedFor = attention !== undefined && task.startsWith(ATTENTION);
    if (!wanted.has(task) && !isWantedAfterMove(s, task) && !isLookedFor) return [completion(task)];
    if (owner === undefined || ownerId === undefined || ownerId === owner.value) return [];
    return [{ key: `passed:${task}:${owner.at}`, command: { do: 'passTask', task, ownerId: owner.value } }];
  });
}

function isWantedAfterMove(s: Situation, task: string): boolean {
  return Object.entries(WANTED_AFTER_MOVE).some(([prefix, isWanted]) => task.startsWith(prefix) && isWanted(s));
}

/** The open tasks after an effect. */
export function tasksAfter({ tasks = [], facts }: Pick<ContactState, 'tasks' | 'facts'>, effect: Effect): OurTask[] {
  const { key, command } = effect;
  if (command?.do === 'task') {
    const ownerId = facts?.values[PORTAL_PROPERTIES.owner]?.value ?? '';
    return [...tasks, command.to === 'owner' ? { task: key, ownerId } : { task: key }].slice(-MAX_TASKS);
  }
  if (command?.do === 'passTask') {
    return tasks.map((one) => (one.task === command.task ? { ...one, ownerId: command.ownerId } : one));
  }
  return command?.do === 'completeTask' ? tasks.filter(({ task }) => task !== command.task) : tasks;
}
