/** Turns of a role (C-06): fair over restarts and over processes, and one occasion takes one turn however often it is asked. */
import { JournalUnavailable } from './errors.ts';
import { type DatabasePlace, openAtFirstUse } from './open.ts';

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Rota {
  /**
   * The number of the turn that this occasion has: 0, 1, 2, … for a role of a portal, without gaps.
   * @param key names the occasion; the same key has the same turn for ever
   */
  take(portalId: string, role: string, key: string): Promise<number>;
  close(): Promise<void>;
}

/** As many occasions may want the next turn in the same instant: at each round one of them gets it. */
const MAX_ROUNDS = 50;

/** Connects at its first use, and again at the next one if that failed. */
export function openRota(place: DatabasePlace): Rota {
  const { query, close } = openAtFirstUse(place);
  return {
    async take(portalId, role, key) {
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const [turn] = await query<{ n: number }>(TAKE, [portalId, role, key]);
        if (turn !== undefined) return turn.n;
      }
      throw new JournalUnavailable(`the turns of the role are being taken by others`);
    },
    close,
  };
}

/** Answers nothing when another occasion took the turn, or this one was written, while the statement ran: ask again. */
const TAKE = `
  WITH known AS (
    SELECT n FROM rota WHERE portal_id = $1 AND role = $2 AND key = $3
  ), added AS (
    INSERT INTO rota (portal_id, role, key, n)
    SELECT $1, $2, $3, (SELECT coalesce(max(n) + 1, 0) FROM rota WHERE portal_id = $1 AND role = $2)
    WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT DO NOTHING
    RETURNING n
  )
  SELECT n FROM known UNION ALL SELECT n FROM added`;
