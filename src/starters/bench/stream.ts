/** The events of a round: made before the clock starts, and the same for both arms. */
import type { BenchEvent } from './arm.ts';
import type { Shape } from './plans.ts';

/** Their values travel to the workflow, and a deal in Engaged is not asked for them: they change no verdict. */
const PROPERTIES = ['rate_range', 'pricing_model'] as const;

/** Makes POSTs about these objects. Each object comes once before any comes twice, as far as the shape allows. */
export function createStream(portalId: number, objectIds: readonly number[]) {
  let last = Date.now();
  let turn = 0;

  function event(objectId: number): BenchEvent {
    last += 1;
    return {
      eventId: last,
      portalId,
      subscriptionType: 'deal.propertyChange',
      objectId,
      propertyName: PROPERTIES[last % PROPERTIES.length] ?? PROPERTIES[0],
      // Grows with time: so a reader can tell whether it or something newer has arrived.
      propertyValue: String(last),
      occurredAt: last,
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:77',
    };
  }

  return {
    posts(
      count: number,
      { objects, objectsPerPost, eventsEach }: Pick<Shape, 'objects' | 'objectsPerPost' | 'eventsEach'>,
    ) {
      return Array.from({ length: count }, () =>
        Array.from({ length: objectsPerPost }, () => {
          turn += 1;
          const objectId = objectIds[turn % objects] ?? 0;
          return Array.from({ length: eventsEach }, () => event(objectId));
        }).flat(),
      );
    },
  };
}

export type Stream = ReturnType<typeof createStream>;

/** What each object has to know in the end: property → newest value. */
export function expectedValues(posts: BenchEvent[][]): Map<number, Record<string, string>> {
  const expected = new Map<number, Record<string, string>>();
  for (const { objectId, propertyName, propertyValue } of posts.flat()) {
    expected.set(objectId, { ...expected.get(objectId), [propertyName]: propertyValue });
  }
  return expected;
}
