/** The rules of a deal besides its gates, in the order in which their effects are carried out. */
import { approval } from './approval.ts';
import { mergedWin } from './merged-win.ts';
import { nextAction } from './next-action.ts';
import { ownerChanged } from './owner-changed.ts';
import { handOff } from './hand-off.ts';
import { lateAnswer } from './late-answer.ts';
import type { DealRule } from './rule.ts';
import { sopNote } from './sop-note.ts';
import { backOut } from './back-out.ts';
import { touches } from './touches.ts';

export const dealRules: readonly DealRule[] = [
  mergedWin,
  approval,
  sopNote,
  handOff,
  touches,
  lateAnswer,
  backOut,
  nextAction,
  // Behind the rules that complete tasks: what is over is not given to anybody.
  ownerChanged,
];
