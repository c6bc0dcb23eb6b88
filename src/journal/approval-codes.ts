/**
 * Personal one-time codes (B-02): whoever brings one is the person it was mailed to. Kept is a keyed hash, bound to one deal and
 * one person: who reads this table, or Temporal's histories, can make no code from it, and a code works once.
 */
import type { CodeProblem, Redeemed } from '../domain/deal/back-out/state.ts';
import { type DatabasePlace, openAtFirstUse } from './open.ts';

export interface IssuedCode {
  /** Keyed, see `hashCode` in links.ts. */
  hash: string;
  portalId: string;
  dealId: string;
  /** HubSpot owner to whom it is mailed. */
  ownerId: string;
  /** Milliseconds since 1970. */
  issuedAt: number;
  expiresAt: number;
}

export interface Redemption {
  /** One for each secret that may have signed it. */
  hashes: string[];
  portalId: string;
  dealId: string;
  /** Names the occasion: asked again under the same key, a code that it used is still its own. */
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  /** Wrong codes after which a deal's codes are dead. */
  maxTries: number;
  /** For how long one that was brought in time is kept for whoever brought it, in milliseconds. */
  keptMs: number;
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface ApprovalCodes {
  /** Keeps a code, unless the deal had `max` of them since `since` (ms since 1970). */
  issue(code: IssuedCode, limit: { max: number; since: number }): Promise<'issued' | 'tooMany'>;
  /**
   * What is wrong with the code; undefined: it would be taken now, and is kept for who brought it while the redemption takes its
   * time (a worker that is down must not let it expire). Changes nothing else: who types wrong ones voids nobody's code.
   */
  present(redemption: Omit<Redemption, 'key'>): Promise<CodeProblem | undefined>;
  /** Uses the code up. Of two who bring it at once one is told `usedCode`. A wrong one counts as a try. */
  redeem(redemption: Redemption): Promise<Redeemed>;
  close(): Promise<void>;
}

/** Connects at its first use, and again at the next one if that failed. */
export function openApprovalCodes(place: DatabasePlace): ApprovalCodes {
  const { query, close } = openAtFirstUse(place);
  return {
    async issue({ hash, portalId, dealId, ownerId, issuedAt, expiresAt }, { max, since }) {
      const issued = await query(
        `INSERT INTO approval_codes (hash, portal_id, deal_id, owner_id, issued_at, expires_at)
         SELECT $1, $2, $3, $4, $5, $6
         WHERE (SELECT count(*) FROM approval_codes WHERE portal_id = $2 AND deal_id = $3 AND issued_at > $7) < $8::integer
         RETURNING hash`,
        [hash, portalId, dealId, ownerId, new Date(issuedAt), new Date(expiresAt), new Date(since), max],
      );
      return issued.length > 0 ? 'issued' : 'tooMany';
    },

    async present({ hashes, portalId, dealId, at, maxTries, keptMs }) {
      const live = await query(
        `UPDATE approval_codes SET presented_at = coalesce(presented_at, $4)
         WHERE hash = ANY($1) AND portal_id = $2 AND deal_id = $3 AND ${LIVE}
         RETURNING hash`,
        [hashes, portalId, dealId, new Date(at), maxTries, new Date(at - keptMs)],
      );
      if (live.length > 0) return undefined;
      const [row] = await query<Row>(
        'SELECT deal_id, used_by, wrong_tries FROM approval_codes WHERE hash = ANY($1) AND portal_id = $2',
        [hashes, portalId],
      );
      return row === undefined ? 'wrongCode' : problemOf(row, dealId, maxTries);
    },

    async redeem({ hashes, portalId, dealId, key, at, maxTries, keptMs }) {
      const when = new Date(at);
      const live = [hashes, portalId, dealId, when, maxTries, new Date(at - keptMs)];
      const [taken] = await query<{ owner_id: string; at: Date }>(REDEEM, [...live, key]);
      if (taken !== undefined) return { ok: true, ownerId: taken.owner_id, at: taken.at.getTime() };
      const [row] = await query<Row>(
        `UPDATE approval_codes
         SET used_at = CASE WHEN deal_id = $3 THEN used_at ELSE coalesce(used_at, $4) END,
           used_by = CASE WHEN deal_id = $3 THEN used_by ELSE coalesce(used_by, $5) END
         WHERE hash = ANY($1) AND portal_id = $2
         RETURNING deal_id, used_by, wrong_tries`,
        [hashes, portalId, dealId, when, key],
      );
      if (row !== undefined) return { ok: false, why: problemOf(row, dealId, maxTries) };
      await query(
        `UPDATE approval_codes SET wrong_tries = wrong_tries + 1
         WHERE portal_id = $1 AND deal_id = $2 AND used_at IS NULL AND expires_at > $3`,
        [portalId, dealId, when],
      );
      return { ok: false, why: 'wrongCode' };
    },
    close,
  };
}

/** Neither a code that was brought in time nor what it decides is worth anything for ever. */
const LIVE = `used_at IS NULL AND wrong_tries < $5::integer
  AND expires_at > coalesce(presented_at, $4) AND coalesce(presented_at, $4) > $6`;

/** One statement: of two who bring the code at once the second one waits for the first and finds it used. */
const REDEEM = `
  UPDATE approval_codes SET used_at = coalesce(used_at, $4), used_by = $7
  WHERE hash = ANY($1) AND portal_id = $2 AND deal_id = $3 AND (used_by = $7 OR ${LIVE})
  RETURNING owner_id, coalesce(presented_at, used_at) AS at`;

interface Row {
  deal_id: string;
  used_by: string | null;
  wrong_tries: number;
}

function problemOf(row: Row, dealId: string, maxTries: number): CodeProblem {
  if (row.deal_id !== dealId) return 'otherDeal';
  if (row.used_by !== null) return 'usedCode';
  return row.wrong_tries >= maxTries ? 'tooManyTries' : 'expiredCode';
}
