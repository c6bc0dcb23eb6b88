/** S-05: what the owner reads before a deal is lost for want of an answer. */
import { localMinute } from '../time.ts';
import { escapeHtml } from '../words.ts';
import type { DutyWords } from './words.ts';

export const touchWords: DutyWords = {
  tasks: {
    touches: ({ calendar, touches }, { closesAt }) => {
      const when = typeof closesAt === 'number' ? localMinute(closesAt, calendar.timeZone) : '';
      const needed = `${touches?.touches ?? 0} touches, ${touches?.voicemails ?? 0} voicemails among them`;
      return {
        subject: `No answer: this deal will be lost at ${when}`,
        body: `<p>There was no answer to ${needed}. Without one the deal is closed as lost at ${escapeHtml(when)} (${escapeHtml(calendar.timeZone)}). If somebody did answer, please log it: an incoming e-mail, a connected call, a meeting held or a received message, on the deal or on the contact.</p>`,
      };
    },
  },
};
