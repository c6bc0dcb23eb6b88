/**
 * What people decided about mails: proofs of consent (K-04) and withdrawals (K-06), append-only. Of a proof the address, IP
 * address and user agent can be erased; a keyed hash of the address, time and wording stay.
 */
import { type DatabasePlace, openAtFirstUse } from './open.ts';

export interface ConsentProof {
  /** Hash of the link's token: a link is used once. The proof's reference everywhere else. */
  tokenHash: string;
  portalId: string;
  contactId: string;
  round: number;
  /** As the person wrote it. */
  address: string;
  /** Keyed, see `hashAddress` in links.ts. */
  addressHash: string;
  /** When the person submitted; milliseconds since 1970. */
  at: number;
  wordingVersion: string;
  /** Where, e.g. `consent page`. */
  source: string;
  ip: string;
  userAgent: string;
}

/** A proof as it is kept: what is personal is absent once it was erased. */
export type KeptProof = Omit<ConsentProof, 'address' | 'ip' | 'userAgent'> &
  Partial<Pick<ConsentProof, 'address' | 'ip' | 'userAgent'>>;

export interface Withdrawal {
  portalId: string;
  contactId: string;
  /** E.g. `unsubscribe page`, `one-click`, `HubSpot`. */
  source: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type Standing = { state: 'granted'; at: number; proof: string } | { state: 'withdrawn'; at: number };

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Consents {
  /**
   * Keeps the proof; it is on disk when this resolves. `used`: the token gave consent before. Until {@link confirm}, the same
   * token with the same address is `granted` again: a crash before the workflow heard of it must not lose the consent. So
   * two submissions in the same instant may both be told `granted`; the first one's proof is the one that is kept.
   */
  grant(proof: ConsentProof): Promise<'granted' | 'used'>;
  /** The workflow was told: from now on the token is used. */
  confirm(tokenHash: string): Promise<void>;
  /** Whether the token gave consent and the workflow knows. */
  isUsed(tokenHash: string): Promise<boolean>;
  /** Safe to repeat. */
  withdraw(withdrawal: Withdrawal): Promise<void>;
  /**
   * The latest decision by the time it was made, whatever order they were written in: a withdrawal ends every consent that is
   * not younger, and a fresh consent after it counts (K-08). Undefined while nothing was ever decided on our pages.
   */
  standing(portalId: string, contactId: string): Promise<Standing | undefined>;
  /** What was decided under an old id counts for the record it was merged into. Safe to repeat. */
  adopt(portalId: string, was: string, into: string): Promise<void>;
  /** All proofs of one contact, oldest first. */
  proofs(portalId: string, contactId: string): Promise<KeptProof[]>;
  /** Erases who it was from all proofs of one contact. Safe to repeat. */
  erase(portalId: string, contactId: string): Promise<void>;
  close(): Promise<void>;
}

/** Far longer than any browser's. */
const MAX_USER_AGENT = 500;

/** Connects at its first use, and again at the next one if that failed: a gateway starts without its database. */
export function openConsents(place: DatabasePlace): Consents {
  const { query, close } = openAtFirstUse(place);
  return {
    async grant(proof) {
      const added = await query(
        `INSERT INTO consent_proofs (token_hash, portal_id, contact_id, round, address_hash, address, at, wording_version,
           source, ip, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         ON CONFLICT (token_hash) DO NOTHING
         RETURNING token_hash`,
        toValues(proof),
      );
      if (added.length > 0) return 'granted';
      const again = await query(
        `SELECT FROM consent_proofs
         WHERE token_hash = $1 AND confirmed_at IS NULL AND lower(address) = lower($2)`,
        [proof.tokenHash, proof.address],
      );
      return again.length > 0 ? 'granted' : 'used';
    },
    async confirm(tokenHash) {
      await query('UPDATE consent_proofs SET confirmed_at = now() WHERE token_hash = $1 AND confirmed_at IS NULL', [
        tokenHash,
      ]);
    },
    async isUsed(tokenHash) {
      const used = await query('SELECT FROM consent_proofs WHERE token_hash = $1 AND confirmed_at IS NOT NULL', [
        tokenHash,
      ]);
      return used.length > 0;
    },
    async withdraw({ portalId, contactId, source, at }) {
      await query(
        `INSERT INTO consent_withdrawals (portal_id, contact_id, at, source) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING`,
        [portalId, contactId, new Date(at), source],
      );
    },
    async standing(portalId, contactId) {
      const [latest] = await query<{ at: Date; proof: string | null }>(STANDING, [portalId, contactId]);
      if (latest === undefined) return undefined;
      const at = latest.at.getTime();
      return latest.proof === null ? { state: 'withdrawn', at } : { state: 'granted', at, proof: latest.proof };
    },
    async adopt(portalId, was, into) {
      await query(
        `INSERT INTO contact_aliases (portal_id, contact_id, was)
         SELECT $1, $3, $2::text
         UNION SELECT $1, $3, was FROM contact_aliases WHERE portal_id = $1 AND contact_id = $2
         ON CONFLICT DO NOTHING`,
        [portalId, was, into],
      );
    },
    async proofs(portalId, contactId) {
      const rows = await query<Row>(
        `SELECT * FROM consent_proofs WHERE portal_id = $1 AND contact_id IN ${SAME_PERSON} ORDER BY at, token_hash`,
        [portalId, contactId],
      );
      return rows.map(toProof);
    },
    async erase(portalId, contactId) {
      await query(
        `UPDATE consent_proofs SET address = NULL, ip = NULL, user_agent = NULL
         WHERE portal_id = $1 AND contact_id IN ${SAME_PERSON}`,
        [portalId, contactId],
      );
    },
    close,
  };
}

/** The contact's id, and those of records that were merged into it. */
const SAME_PERSON = `(
  SELECT $2::text UNION SELECT was FROM contact_aliases WHERE portal_id = $1 AND contact_id = $2::text
)`;

/** Of two decisions of one millisecond the withdrawal counts. */
const STANDING = `
  SELECT at, token_hash AS proof FROM consent_proofs WHERE portal_id = $1 AND contact_id IN ${SAME_PERSON}
  UNION ALL
  SELECT at, NULL FROM consent_withdrawals WHERE portal_id = $1 AND contact_id IN ${SAME_PERSON}
  ORDER BY at DESC, proof NULLS FIRST
  LIMIT 1`;

function toValues(proof: ConsentProof): unknown[] {
  const { tokenHash, portalId, contactId, round, addressHash, address, at, wordingVersion, source, ip, userAgent } =
    proof;
  const agent = userAgent.slice(0, MAX_USER_AGENT);
  const when = new Date(at);
  return [tokenHash, portalId, contactId, round, addressHash, address, when, wordingVersion, source, ip, agent];
}

interface Row {
  token_hash: string;
  portal_id: string;
  contact_id: string;
  round: number;
  address_hash: string;
  address: string | null;
  at: Date;
  wording_version: string;
  source: string;
  ip: string | null;
  user_agent: string | null;
}

function toProof(row: Row): KeptProof {
  return {
    tokenHash: row.token_hash,
    portalId: row.portal_id,
    contactId: row.contact_id,
    round: row.round,
    addressHash: row.address_hash,
    at: row.at.getTime(),
    wordingVersion: row.wording_version,
    source: row.source,
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.ip === null ? {} : { ip: row.ip }),
    ...(row.user_agent === null ? {} : { userAgent: row.user_agent }),
  };
}
