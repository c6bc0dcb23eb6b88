/** Wake-ups by which nothing becomes due: an entity only looks again, for whatever no webhook told. */
export const LOOK_AGAIN = 'look at the record again';

/** What a closed deal wakes up for when nothing is left to do: its workflow ends. */
export const STOP_LISTENING = 'closed: stop listening';

interface Wake {
  /** Milliseconds since 1970. */
  at: number;
  what: string;
}

/**
 * What there is to tell somebody who asks what an entity waits for: by its rules as they stand, whatever its timer was set for.
 * @param happening what happens next by itself, which may be after another look at the record
 */
export function comesNext(wake: Wake, happening: Wake | undefined): { nextAt: number; nextFor: string } {
  const { at, what } = wake.what === LOOK_AGAIN && happening !== undefined ? happening : wake;
  return { nextAt: at, nextFor: what };
}
