/** What a growth report wants to know of calls, e-mails, meetings and notes: the newest on a deal, and meetings that are set. */
import { ACTION, ACTIONS, MEETING } from '../domain/growth-facts.ts';
import { timeOf } from '../domain/contact/values.ts';
import type { RecordFact } from '../journal/report-facts.ts';
import { newest } from './contact/newest.ts';
import type { CollectDeps } from './report-facts.ts';

type ActionType = (typeof ACTIONS)[number];

/** Ids grow with time; a few, because the very newest may be ours or still to come. */
const LOOKED_AT = 3;

const TIMES: Record<ActionType, string> = {
  call: 'hs_timestamp',
  email: 'hs_timestamp',
  meeting: 'hs_meeting_start_time',
  note: 'hs_timestamp',
  communication: 'hs_timestamp',
};

/**
 * The newest of each type that is not known yet, as a fact of the deal at the time at which it happens (G-04). A meeting may be put
 * off or called off until it takes place, so it counts when it has.
 */
export async function recentActions(
  { hubspot, facts, policy, portalId }: CollectDeps,
  deals: string[],
  now: number,
): Promise<RecordFact[]> {
  const known = new Set((await facts.newest(portalId, 'deal', ACTION)).map(({ id, value }) => `${id}/${value}`));
  const found: RecordFact[] = [];
  const calledOff = policy.growth?.meetingsCalledOff ?? [];
  for (const type of ACTIONS) {
    const ids = await hubspot.associatedIds('deal', deals, type);
    const wanted = [...ids].flatMap(([deal, all]) =>
      newest(all, LOOKED_AT)
        .filter((id) => !known.has(`${deal}/${type}/${id}`))
        .map((id) => ({ deal, id })),
    );
    const key = policy.properties.find((row) => row.object === type && row.unique === true)?.name;
    const time = TIMES[type];
    const outcomes = type === 'meeting' ? ['hs_meeting_outcome'] : [];
    const names = [time, ...outcomes, ...(key === undefined ? [] : [key])];
    const records = await hubspot.readRecords(type, [...new Set(wanted.map(({ id }) => id))], names);
    const times = new Map(
      records.flatMap(({ id, values }) => {
        const at = timeOf(values[time]?.value);
        // What this engine wrote is nobody's action.
        const isOurs = values[time]?.by === 'us' || (key !== undefined && (values[key]?.value ?? '') !== '');
        const isToCome = type === 'meeting' && at !== undefined && at > now;
        const isOff = outcomes.some((name) => calledOff.includes(values[name]?.value ?? ''));
        return at === undefined || isOurs || isToCome || isOff ? [] : [[id, at] as const];
      }),
    );
    found.push(
      ...wanted.flatMap(({ deal, id }) => {
        const at = times.get(id);
        return at === undefined
          ? []
          : [{ object: 'deal', id: deal, property: `${ACTION}${type}`, at, value: `${type}/${id}` }];
      }),
    );
  }
  return found;
}

/** Meetings with a day and a time, and their outcomes: half of what makes a Qualified Opportunity (G-05). */
export async function setMeetings({ hubspot }: CollectDeps, contacts: string[]): Promise<RecordFact[]> {
  const ids = await hubspot.associatedIds('contact', contacts, 'meeting');
  const all = [...new Set([...ids.values()].flat())];
  const histories = await hubspot.readHistories('meeting', all, ['hs_meeting_start_time', 'hs_meeting_outcome']);
  const byMeeting = new Map(all.map((id): [string, RecordFact[]] => [id, []]));
  for (const fact of histories) byMeeting.get(fact.id)?.push(fact);
  return [...ids].flatMap(([contact, meetings]) =>
    meetings.flatMap((meeting) => {
      const own = byMeeting.get(meeting) ?? [];
      const set = own.filter(({ property, value }) => property === 'hs_meeting_start_time' && value !== '');
      if (set.length === 0) return [];
      const outcomes = own.filter(({ property, value }) => property === 'hs_meeting_outcome' && value !== '');
      const property = `${MEETING}${meeting}`;
      const setAt = Math.min(...set.map(({ at }) => at));
      return [
        { object: 'contact', id: contact, property, at: setAt, value: 'SCHEDULED' },
        ...outcomes
          .filter(({ at }) => at > setAt)
          .map(({ at, value }) => ({ object: 'contact', id: contact, property, at, value })),
        // Logged with its outcome at once.
        ...outcomes
          .filter(({ at }) => at <= setAt)
          .map(({ value }) => ({ object: 'contact', id: contact, property, at: setAt + 1, value })),
      ];
    }),
  );
}
