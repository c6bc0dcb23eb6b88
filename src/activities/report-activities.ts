/** What a growth report wants to know of calls, e-mails, meetings and notes: the newest on a deal, and meetings that are set. */
import { ACTION, ACTIONS, MEETING } from '../domain/growth-facts.ts';
import { timeOf } from '../domain/contact/values.ts';
import type { RecordFact } from '../journal/report-facts.ts';
import { newest } from './contact/newest.ts';
import type { CollectDeps } from './report-facts.ts';

type ActionType = (typeof ACTIONS)[number];

/** Ids grow with time; a few, because the very newest may be ours or still to come. If all of them are, the others are looked at. */
const LOOKED_AT = 3;

const TIMES: Record<ActionType, string> = {
  call: 'hs_timestamp',
  email: 'hs_timestamp',
  meeting: 'hs_meeting_start_time',
  note: 'hs_timestamp',
  communication: 'hs_timestamp',
};

/**
 * The newest of each type that is not known yet, as a fact of the deal at the time at which it happened (G-04). What is to come does not
 * count: until it takes place, a meeting may be put off or called off.
 */
export async function recentActions(deps: CollectDeps, deals: string[], now: number): Promise<RecordFact[]> {
  const { hubspot, facts, portalId } = deps;
  const before = (await facts.newest(portalId, 'deal', ACTION)).filter(({ at }) => at <= now);
  const known = new Set(before.map(({ id, value }) => `${id}/${value}`));
  const found: RecordFact[] = [];
  for (const type of ACTIONS) {
    const isKnown = (deal: string, id: string) => known.has(`${deal}/${type}/${id}`);
    let left = [...(await hubspot.associatedIds('deal', deals, type))].map(([deal, all]) => ({
      deal,
      ids: newest(all, all.length),
    }));
    for (const most of [LOOKED_AT, Infinity]) {
      const looked = left.map(({ deal, ids }) => ({ deal, ids: ids.slice(0, most), rest: ids.slice(most) }));
      const news = looked.flatMap(({ deal, ids }) => ids.filter((id) => !isKnown(deal, id)));
      const times = await timesOf(deps, type, [...new Set(news)], now);
      left = [];
      for (const { deal, ids, rest } of looked) {
        const counted = ids.filter((id) => times.has(id) && !isKnown(deal, id));
        found.push(...counted.map((id) => actionOf(deal, type, id, times.get(id) ?? 0)));
        if (counted.length === 0 && !ids.some((id) => isKnown(deal, id))) left.push({ deal, ids: rest });
      }
    }
  }
  return found;
}

function actionOf(deal: string, type: ActionType, id: string, at: number): RecordFact {
  return { object: 'deal', id: deal, property: `${ACTION}${type}`, at, value: `${type}/${id}` };
}

/** When these took place; without those of this engine's, those to come, and meetings that were called off. */
async function timesOf(
  { hubspot, policy }: CollectDeps,
  type: ActionType,
  ids: string[],
  now: number,
): Promise<Map<string, number>> {
  const calledOff = policy.growth?.meetingsCalledOff ?? [];
  const key = policy.properties.find((row) => row.object === type && row.unique === true)?.name;
  const time = TIMES[type];
  const outcomes = type === 'meeting' ? ['hs_meeting_outcome'] : [];
  const records = await hubspot.readRecords(type, ids, [time, ...outcomes, ...(key === undefined ? [] : [key])]);
  return new Map(
    records.flatMap(({ id, values }) => {
      const at = timeOf(values[time]?.value);
      const isOurs = values[time]?.by === 'us' || (key !== undefined && (values[key]?.value ?? '') !== '');
      const isOff = outcomes.some((name) => calledOff.includes(values[name]?.value ?? ''));
      return at === undefined || at > now || isOurs || isOff ? [] : [[id, at] as const];
    }),
  );
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
