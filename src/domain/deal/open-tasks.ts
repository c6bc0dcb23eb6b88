/** Tasks of the engine that are open on a deal, and to which of its owners those were given that are the owner's. Pure. */
import type { DealCommand } from './commands.ts';
import { type Duties, noDuties } from './duty-state.ts';
import { ATTENTION } from './extras.ts';
import type { DealEffect } from './rules/rule.ts';
import type { DealState } from './state.ts';

const OWNER = 'hubspot_owner_id';

/** The open tasks after an effect of a rule. */
export function tasksAfter(
  { tasks, owners = {} }: Pick<Duties, 'tasks' | 'owners'>,
  { key, command }: DealEffect,
): Pick<Duties, 'tasks' | 'owners'> {
  if (command?.do === 'task') {
    const isOwners = command.ofOwner === true;
    return { tasks: [...tasks, key], ...(isOwners ? { owners: { ...owners, [key]: command.to ?? '' } } : {}) };
  }
  if (command?.do === 'assignTask') return { tasks, owners: { ...owners, [command.task]: command.to ?? '' } };
  if (command?.do !== 'completeTask') return { tasks };
  const { [command.task]: given, ...others } = owners;
  const left = tasks.filter((task) => task !== command.task);
  return { tasks: left, ...(given === undefined ? {} : { owners: others }) };
}

/** Remembers whom the gate's own tasks go to. Of those about what HubSpot refuses only the newest is a matter still. */
export function withGiven(state: DealState, commands: DealCommand[]): DealState {
  const given = commands.flatMap((command) => (command.do === 'task' ? [command.key] : []));
  if (given.length === 0) return state;
  const duties = state.duties ?? noDuties;
  const owner = state.values?.[OWNER]?.value ?? '';
  const isAsked = given.some((key) => key.startsWith(ATTENTION));
  const before = Object.entries(duties.owners ?? {}).filter(([key]) => !isAsked || !key.startsWith(ATTENTION));
  const owners = Object.fromEntries([...before, ...given.map((key): [string, string] => [key, owner])]);
  return { ...state, duties: { ...duties, owners } };
}
