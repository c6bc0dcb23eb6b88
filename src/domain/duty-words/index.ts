/** The words of all rules of a deal, found by what they are about. Not part of the workflow bundle: activities put them in. */
import type { Detail } from '../deal/rules/rule.ts';
import type { Policy } from '../policy/types.ts';
import { approvalWords } from './approval.ts';
import { backOutWords } from './back-out.ts';
import { touchWords } from './touches.ts';
import { nextActionWords } from './next-action.ts';
import { handOffWords } from './hand-off.ts';
import { mergedWinWords } from './merged-win.ts';
import { sopNoteWords } from './sop-note.ts';
import type { DutyWords, MailWords, TaskWords } from './words.ts';

const all: readonly DutyWords[] = [
  approvalWords,
  sopNoteWords,
  handOffWords,
  touchWords,
  backOutWords,
  nextActionWords,
  mergedWinWords,
];

/** @throws Error for something that no rule says; the others likewise */
export function dutyNote(policy: Policy, about: string, detail: Detail): string {
  return said(
    all.map(({ notes }) => notes?.[about]),
    about,
  )(policy, detail);
}

export function dutyTask(policy: Policy, about: string, detail: Detail): TaskWords {
  return said(
    all.map(({ tasks }) => tasks?.[about]),
    about,
  )(policy, detail);
}

export function dutyMail(policy: Policy, about: string, detail: Detail): MailWords {
  return said(
    all.map(({ mails }) => mails?.[about]),
    about,
  )(policy, detail);
}

function said<Words>(found: (Words | undefined)[], about: string): Words {
  const words = found.find((one) => one !== undefined);
  if (words === undefined) throw new Error(`there are no words for "${about}"`);
  return words;
}
