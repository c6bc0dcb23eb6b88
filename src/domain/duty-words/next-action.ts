/** D-20: what the owner reads of a next action that is missing, overdue or not ours. */
import type { Detail } from '../deal/rules/rule.ts';
import { findProperty } from '../policy/lookup.ts';
import type { Policy } from '../policy/types.ts';
import { addBusinessDays, localDate } from '../time.ts';
import { escapeHtml } from '../words.ts';
import type { DutyWords } from './words.ts';

export const nextActionWords: DutyWords = {
  tasks: {
    nextAction: (policy, detail) => {
      const flaw = typeof detail['flaw'] === 'string' ? detail['flaw'] : '';
      const subject = SUBJECTS[flaw] ?? 'See to the next action of this deal';
      const paragraphs = [whatIsWrong(policy, flaw, detail), whatToDo(policy, detail)];
      return {
        subject,
        body: paragraphs.map((words) => `<p>${escapeHtml(words)}</p>`).join(''),
      };
    },
  },
};

const SUBJECTS: Record<string, string> = {
  not_staff: 'Give the next action of this deal to one of us',
  empty: 'Plan the next action of this deal',
  overdue: 'The next action of this deal is overdue',
};

function whatIsWrong(policy: Policy, flaw: string, { empty }: Detail): string {
  const { owner = '', date = '' } = policy.nextAction ?? {};
  if (flaw === 'not_staff') {
    return `${label(policy, owner)} is nobody who works here. The next action is always ours, also while we wait for the client.`;
  }
  if (flaw === 'overdue') return `${label(policy, date)} has passed. Is it done? Then what comes next, and when?`;
  const names = Array.isArray(empty) ? empty.map((name) => label(policy, name)) : [];
  return `An open deal always has a next action of ours with a date. Still empty here: ${names.join(', ')}.`;
}

/** The follow-up is proposed, not written: what is done about a deal is its owner's decision. */
function whatToDo(policy: Policy, { at }: Detail): string {
  const rule = policy.nextAction;
  if (rule === undefined || typeof at !== 'number') return '';
  const { calendar } = policy;
  const followUp = addBusinessDays(at, rule.proposeAfterBusinessDays, calendar);
  const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: calendar.timeZone }).format(followUp);
  const names = [rule.action, rule.owner, rule.date].map((name) => label(policy, name));
  return `Please fill in ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}. If you wait for the client, plan the follow-up, for instance: "If there is no reply by ${weekday}, ${localDate(followUp, calendar.timeZone)}, send a reminder and suggest a new time." This task is closed by itself then.`;
}

function label(policy: Policy, name: string): string {
  return `"${findProperty(policy, 'deal', name)?.label ?? name}"`;
}
