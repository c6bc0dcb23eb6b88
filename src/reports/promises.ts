/** G-12: what marketing promised and delivered, and what Sales did with it. */
import { deliveredIn } from './conversion.ts';
import { byText, type Given, owes, registerRows, registerSource } from './given.ts';
import { isUnknown, type Known, type PromisedMonth, type Promises, type Source } from './growth-report.ts';
import { divide } from './money.ts';
import { shortWindow } from './marketing.ts';
import { textRef } from './outlook.ts';
import { isoPeriod, monthSpan, monthsOfYear, within } from './periods.ts';
import { countOf, leadSource } from './sums.ts';

const MINUTE_MS = 60_000n;

export function promiseFigures(given: Given): Promises {
  const { rows, spans } = given;
  const delivered = rows.deliveries.filter(({ at }) => within(spans.rolling30, at));
  const answered = (answer: string) =>
    delivered.flatMap((lead) =>
      lead.answer === answer && lead.answer_id !== null && lead.answer_seq !== null
        ? [{ ...lead, contact_id: lead.answer_id, seq: lead.answer_seq }]
        : [],
    );
  const reached = delivered.flatMap((lead) =>
    lead.outreach_id === null || lead.outreach_seq === null || lead.outreach_at === null
      ? []
      : [{ contact_id: lead.outreach_id, seq: lead.outreach_seq, minutes: minutes(lead.at, lead.outreach_at) }],
  );
  const missed = delivered.flatMap(({ missed_id, missed_seq }) =>
    missed_id === null || missed_seq === null ? [] : [{ contact_id: missed_id, seq: missed_seq }],
  );
  return {
    months: monthsOfYear(given.asOf, given.growth, given.policy.calendar).map((month) => promisedMonth(given, month)),
    period: isoPeriod(spans.rolling30),
    delivered: countOf(delivered.map(leadSource)),
    accepted: countOf(answered('accepted').map(leadSource)),
    rejected: countOf(answered('rejected').map(leadSource)),
    rejections: answered('rejected').map((lead) => ({
      lead: leadSource(lead),
      at: new Date(lead.answered_at ?? lead.at).toISOString(),
      reason: rejectionReason(given, lead),
    })),
    unanswered: countOf(delivered.filter(({ answer }) => answer === null).map(leadSource)),
    outreachMade: countOf(reached.map(leadSource)),
    minutesToOutreach: spread(reached),
    noOutreachYet: countOf(delivered.filter(({ outreach_seq }) => outreach_seq === null).map(leadSource)),
    outreachMissed: countOf(missed.map(leadSource)),
    feedback: feedback(given),
  };
}

/** Until the leads of a month are in, what was delivered of it so far. */
function promisedMonth(given: Given, month: string): PromisedMonth {
  const rows = registerRows(given, 'lead-promises');
  const row = isUnknown(rows) ? undefined : rows.find((one) => one.month === month);
  const span = monthSpan(month, given.policy.calendar);
  const lacking = isUnknown(rows) ? rows.unknown : `the register lead-promises lacks it${owes(given, 'lead-promises')}`;
  return {
    month,
    promised:
      row === undefined
        ? { unknown: lacking }
        : { leads: row.warm_leads, register: registerSource('lead-promises', row) },
    delivered: countOf(deliveredIn(given, span, 'warm').map(leadSource)),
  };
}

function rejectionReason(
  { policy }: Given,
  { contact_id, texts }: { contact_id: string; texts: Record<string, number> },
): Promises['rejections'][number]['reason'] {
  const property = policy.contacts?.properties.rejectionReason ?? '';
  return textRef('contact', contact_id, property, texts, 'the reason is not on the contact any more');
}

/** Outreach that came before the delivery was there at once. */
function minutes(delivered: number, made: number): bigint {
  return divide(BigInt(Math.max(0, made - delivered)), MINUTE_MS);
}

/** The median of an even number lies between the two in the middle. */
function spread(reached: Reached[]): Promises['minutesToOutreach'] {
  const sorted = reached.map((lead) => lead.minutes).toSorted((a, b) => Number(a - b));
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  const longest = sorted.at(-1);
  if (low === undefined || high === undefined || longest === undefined) {
    return { unknown: 'no lead of the period had an outreach yet' };
  }
  const sources = reached.map((lead): Source => ({ ...leadSource(lead), says: String(lead.minutes) }));
  return { median: Number(divide(low + high, 2n)), longest: Number(longest), sources };
}

interface Reached {
  contact_id: string;
  seq: number;
  minutes: bigint;
}

function feedback(given: Given): Known<{ rows: Extract<Promises['feedback'], { rows: unknown }>['rows'] }> {
  const all = registerRows(given, 'feedback');
  if (isUnknown(all)) return all;
  const rows = all
    .filter(({ given_on }) => given_on > shortWindow(given) && given_on <= given.today)
    .toSorted((a, b) => byText(a.given_on, b.given_on) || a.number - b.number)
    .map((row) => {
      const ownerId = given.rows.owners.find(({ email }) => email === row.given_by)?.id;
      return {
        day: row.given_on,
        ...(ownerId === undefined ? {} : { ownerId }),
        topic: row.topic,
        words: row.feedback,
        register: registerSource('feedback', row),
      };
    });
  return { rows };
}
