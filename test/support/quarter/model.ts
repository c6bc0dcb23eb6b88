/**
 * How each deal of the quarter has to end, worked out on paper: the SOP's rules in the plainest form, with nothing of the
 * engine but calendar arithmetic. A stage is left when all its parts are filled in (D-02 to D-12); a drag ahead is put back
 * (D-15); lost reasons close (D-13); seven touches with three voicemails and five business days of silence close (S-05).
 */
import type { CalendarRule } from '../../../src/domain/policy/types.ts';
import { addBusinessDays } from '../../../src/domain/time.ts';
import type { Act, Fill, ScriptedDeal } from './script.ts';

export interface Ending {
  stage: string;
  lostCategory: string;
  tickets: number;
  /** What the journal has to say of its ways, e.g. `moved sql>engaged`, `putBack proposal>sql`, in order. */
  ways: string[];
}

const ORDER = ['sql', 'engaged', 'proposal', 'partner_of_choice', 'closed_won'];
const PARTS: Record<string, Fill['part'][]> = {
  sql: ['deal'],
  engaged: ['contact', 'note', 'deal'],
  proposal: ['company', 'deal'],
  partner_of_choice: ['files', 'deal'],
};
/** S-06. */
const TOUCHED_IN = ['sql', 'engaged', 'proposal'];

/** @param at the instant of a day's acts, ms since 1970 */
export function endingOf(
  { acts }: ScriptedDeal,
  at: (day: number) => number,
  end: number,
  calendar: CalendarRule,
): Ending {
  const filled = new Set<string>();
  const ending: Ending = { stage: 'sql', lostCategory: '', tickets: 0, ways: [] };
  let touches: { voicemail: boolean; at: number }[] = [];
  const isOpen = () => !ending.stage.startsWith('closed');
  const go = (how: string, to: string) => {
    ending.ways.push(`${how} ${ending.stage}>${to}`);
    ending.stage = to;
    if (to === 'closed_won') ending.tickets = 1;
  };
  const moveOn = () => {
    while (isOpen() && (PARTS[ending.stage] ?? []).every((part) => filled.has(`${ending.stage}.${part}`))) {
      const to = ORDER[ORDER.indexOf(ending.stage) + 1] ?? '';
      go(to === 'closed_won' ? 'won' : 'moved', to);
    }
  };
  /** When the count of touches closes the deal, if nobody answers. */
  const silence = () => {
    const needed = touches.findIndex(
      (_, index) => index + 1 >= 7 && touches.slice(0, index + 1).filter(({ voicemail }) => voicemail).length >= 3,
    );
    const last = touches[needed];
    return last === undefined || !TOUCHED_IN.includes(ending.stage) ? Infinity : addBusinessDays(last.at, 5, calendar);
  };
  const passTo = (instant: number) => {
    if (!isOpen() || silence() > instant) return;
    ending.lostCategory = 'no_response';
    go('closed', 'closed_lost');
  };
  const carryOut = (act: Act, now: number) => {
    if (act.do === 'fill') {
      // Next steps written before the stage are none of it.
      if (act.part !== 'note' || ending.stage === act.stage) filled.add(`${act.stage}.${act.part}`);
    } else if (act.do === 'call') {
      touches.push({ voicemail: act.outcome === 'voicemail', at: now });
    } else if (act.do === 'reply') {
      touches = [];
    } else if (act.do === 'backOut') {
      if (ending.stage !== 'closed_won') return;
      ending.lostCategory = 'backed_out';
      go('backedOut', 'closed_lost');
    } else if (isOpen() && act.do === 'lose') {
      ending.lostCategory = act.category;
      go('closed', 'closed_lost');
    } else if (isOpen() && act.do === 'drag') {
      const from = ending.stage;
      const jumped = ORDER.slice(ORDER.indexOf(from), ORDER.indexOf(act.to));
      const isComplete = jumped.every((stage) => (PARTS[stage] ?? []).every((part) => filled.has(`${stage}.${part}`)));
      if (isComplete || jumped.length === 0) throw new Error('the script drags only ahead of what is there');
      ending.ways.push(`putBack ${act.to}>${from}`);
    }
    moveOn();
  };
  for (const { day, act } of acts) {
    passTo(at(day));
    carryOut(act, at(day));
  }
  passTo(end);
  return ending;
}
