/** S-05: what the owner reads before a deal is lost for want of an answer, and when there is one after all. */
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
    lateAnswer: ({ calendar }, { answer, answeredAt, lostAt }) => {
      const when = (at: unknown) =>
        typeof at === 'number' ? `${localMinute(at, calendar.timeZone)} (${calendar.timeZone})` : '';
      const isBefore = typeof answeredAt === 'number' && typeof lostAt === 'number' && answeredAt <= lostAt;
      return {
        subject: isBefore
          ? 'The client had answered before this deal was closed: open it again?'
          : 'The client has answered since this deal was closed: open it again?',
        body: `<p>${escapeHtml(`This deal was closed as lost at ${when(lostAt)}, because nobody answered. Then an answer of ${when(answeredAt)} became known: ${typeof answer === 'string' ? answer.replace('-', ' ') : ''}.`)}</p><p>To go on with the deal, move it back to an open stage: this task is closed by itself then, and touches count from there. If it stays lost, please complete the task.</p>`,
      };
    },
  },
};
