/** Controls of the clock, the request log and whole records. */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { findObjectType, objectTypes } from '../catalog/object-types.ts';
import { associationsOf } from '../links.ts';
import type { Portal } from '../portal.ts';
import { renderRecord } from '../render.ts';
import { ControlError, iso, read, type Control } from './control.ts';

/** Beyond this, dates stop being believable to the systems around. */
const LATEST_MS = Date.UTC(2100, 0, 1);

export const worldControls: readonly Control[] = [
  {
    method: 'GET',
    path: '/clock',
    what: 'What time it is in the portal.',
    run: ({ portal }) => ({ now: iso(portal.clock.now()) }),
  },
  {
    method: 'POST',
    path: '/advance',
    body: { by: 'P91D' },
    what: 'Moves the clock forward by an ISO-8601 duration, calendar parts in UTC, and answers when all is settled. With `npm run dev` or the demo the whole world moves.',
    run: async ({ advance }, { body }) => {
      const { by } = read(z.object({ by: z.string() }), body);
      const { from, now } = await advance((start) => later(start, by));
      return { from: iso(from), now: iso(now) };
    },
  },
  {
    method: 'GET',
    path: '/requests',
    what: 'API calls so far, oldest first, bodies left out. `?since=<n>` gives those after number n.',
    run: ({ requests }, { query }) => {
      const since = Number(query.get('since') ?? 0);
      return { count: requests.count, requests: requests.since(since) };
    },
  },
  {
    method: 'GET',
    path: '/objects/{objectType}/{objectId}',
    what: 'Everything about one record: all properties with history, associations, archived or not.',
    run: ({ portal }, { params }) => dump(portal, params['objectType'] ?? '', params['objectId'] ?? ''),
  },
];

export const resetControl: Control = {
  method: 'POST',
  path: '/reset',
  what: 'Empties the portal: records, own properties and pipelines, logs, switches. Clock, ids and target go on.',
  run: ({ reset, portal }) => {
    reset();
    return { now: iso(portal.clock.now()) };
  },
};

function later(from: number, by: string): number {
  try {
    const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO('UTC');
    const to = start.add(Temporal.Duration.from(by)).epochMilliseconds;
    if (to > from && to < LATEST_MS) return to;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new ControlError(
    400,
    `by: "${by}" is no ISO-8601 duration forward and before 2100, such as P91D, P3M or PT36H`,
  );
}

function dump(portal: Portal, typeName: string, id: string) {
  const type = objectTypes.find((each) => [each.plural, each.singular, each.id].some((name) => name === typeName));
  const record = type && portal.records.find({ type: type.plural, id });
  if (!record) throw new ControlError(404, `No ${typeName} with id ${id}`);
  const history = [...record.history.keys()];
  return {
    ...renderRecord(portal, record, { properties: history, history }),
    associations: objectTypes.flatMap((other) =>
      associationsOf(portal, { type: record.type, id }, other.plural).map(({ to, types }) => ({
        to: `${findObjectType(to.type).singular} ${to.id}`,
        types: types.map(({ id: typeId, label }) => ({ typeId, label })),
      })),
    ),
  };
}
