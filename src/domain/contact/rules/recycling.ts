/** C-17: the day on which the next round of recycling starts stands on the record, and the contact wakes up for it. */
import { coolOff } from '../lifecycle/recycling.ts';
import { nothing, type Rule } from '../situation.ts';

export const recycling: Rule = (s) => {
  const planned = coolOff(s);
  const at = planned?.at;
  return {
    ...nothing,
    wakes: at === undefined || at <= s.now ? [] : [{ at, what: 'recycle it: the cool-off ends' }],
    show: { [s.policy.properties.recyclesOn]: at === undefined ? '' : new Date(at).toISOString() },
  };
};
