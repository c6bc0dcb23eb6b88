/** Short words for what rules propose. */
import type { Effect } from '../../../src/domain/contact/commands.ts';
import type { Proposal, Rule, Situation } from '../../../src/domain/contact/situation.ts';
import type { Seen } from '../../../src/domain/contact/state.ts';
import type { Known } from '../../../src/domain/deal/state.ts';
import { localMinute } from '../../../src/domain/time.ts';

export const at = (iso: string): number => Date.parse(iso);

/** Local minute in New York. */
export const local = (instant: number | undefined): string =>
  instant === undefined ? '' : localMinute(instant, 'America/New_York');

export function fact(value: string, when: number, by = 'person:7', previous?: string): Known {
  return { value, at: when, by, ...(previous === undefined ? {} : { previous }) };
}

export function seen(when: number, object = 'call', id = '701'): Seen {
  return { at: when, object, id };
}

export function keys({ effects }: Proposal): string[] {
  return effects.map(({ key }) => key);
}

/** What is left to do: the caller leaves out what is done. */
export function owed(rule: Rule, situation: Situation): Effect[] {
  return rule(situation).effects.filter(({ key }) => situation.done[key] === undefined);
}

export function tasks({ effects }: Proposal): { about: string; to: string; due: string }[] {
  return effects.flatMap(({ command }) =>
    command?.do === 'task' ? [{ about: command.about, to: command.to, due: local(command.dueAt) }] : [],
  );
}

export function decisions({ effects }: Proposal): string[] {
  return effects.flatMap(({ decision }) => decision?.kind ?? []);
}

export function wakes({ wakes }: Proposal): string[] {
  return wakes.map(({ at: when }) => local(when));
}
