/** The journal: every decision about every contact and deal, append-only (R-05; design, decision 12). */
import type { Decision } from '../domain/decision.ts';
import type { Database } from './database.ts';
import { JournalConflict, JournalUnavailable } from './errors.ts';
import { type DatabasePlace, openMigrated } from './open.ts';
import { COUNT_ALL, ERASE, IS_ERASED, LAST_SEQ, READ_HISTORY, RECORD } from './statements.ts';

/** A decision about the `portal` as a whole has the portal's id as its record. */
export type Entity = 'contact' | 'deal' | 'portal';

export interface RecordedDecision extends Decision {
  /** When the row was written, in milliseconds since 1970 on the database's clock. */
  recordedAt: number;
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Journal {
  /**
   * Writes decisions about one record, all or none. What is there already is left as it is, so a repeat is harmless.
   * @throws JournalConflict if one of the numbers is taken by a decision with other content; nothing is written then
   */
  record(entity: Entity, portalId: string, objectId: string, decisions: Decision[]): Promise<void>;
  /** Everything decided about one record, oldest first. */
  history(entity: Entity, portalId: string, objectId: string): Promise<RecordedDecision[]>;
  /** Number of the last decision about the record, 0 if there is none. */
  lastSeq(entity: Entity, portalId: string, objectId: string): Promise<number>;
  /**
   * Puts a tombstone on a record whose person asked to be forgotten: a late event does not bring it back. Decisions
   * stay: they hold ids, keys and times, no name and no address. Safe to repeat.
   */
  erase(entity: Entity, portalId: string, objectId: string): Promise<void>;
  isErased(entity: Entity, portalId: string, objectId: string): Promise<boolean>;
  /** For checks: how many decisions about how many records, and how many records lack a number below their last. */
  counts(): Promise<{ decisions: number; records: number; recordsWithGaps: number }>;
  close(): Promise<void>;
}

/**
 * Opens the journal and brings its tables up to date. Any number of processes may have it open at once.
 * @throws JournalUnavailable, JournalRefused
 */
export async function openJournal(place: DatabasePlace = {}): Promise<Journal> {
  return journalOf(await openMigrated(place));
}

function journalOf(database: Database): Journal {
  return {
    async record(entity, portalId, objectId, decisions) {
      const rows = JSON.stringify(decisions.map(toRow));
      // Two rounds are enough to see what a writer in the same instant wrote; see the statement.
      for (let round = 1; round <= 3; round++) {
        const [outcome] = await database.query<Outcome>(RECORD, [entity, portalId, objectId, rows]);
        if (outcome === undefined) break;
        if (outcome.clashes.length > 0) {
          const numbers = outcome.clashes.join(', ');
          throw new JournalConflict(`${entity} ${objectId}: other content is already recorded as decision ${numbers}`);
        }
        if (outcome.present === decisions.length) return;
      }
      throw new JournalUnavailable(`${entity} ${objectId}: its decisions are being written by somebody else`);
    },

    async history(entity, portalId, objectId) {
      return (await database.query<Row>(READ_HISTORY, [entity, portalId, objectId])).map(toDecision);
    },

    async lastSeq(entity, portalId, objectId) {
      const [row] = await database.query<{ last: number }>(LAST_SEQ, [entity, portalId, objectId]);
      return row?.last ?? 0;
    },

    async erase(entity, portalId, objectId) {
      await database.query(ERASE, [entity, portalId, objectId]);
    },

    async isErased(entity, portalId, objectId) {
      return (await database.query(IS_ERASED, [entity, portalId, objectId])).length > 0;
    },

    async counts() {
      const [row] = await database.query<Counts>(COUNT_ALL);
      return row ?? { decisions: 0, records: 0, recordsWithGaps: 0 };
    },

    close: () => database.close(),
  };
}

interface Outcome {
  /** Numbers taken by other content. */
  clashes: number[];
  /** How many of the given decisions are in the table now. */
  present: number;
}

type Counts = Awaited<ReturnType<Journal['counts']>>;

interface Row {
  seq: number;
  kind: string;
  from_stage: string | null;
  to_stage: string | null;
  happened_at: Date;
  recorded_at: Date;
  caused_by: string;
  evidence: Decision['evidence'];
  policy_version: string;
  clause: string;
  detail: NonNullable<Decision['detail']> | null;
}

function toRow(decision: Decision): Record<keyof Omit<Row, 'recorded_at'>, unknown> {
  return {
    seq: decision.seq,
    kind: decision.kind,
    from_stage: decision.from ?? null,
    to_stage: decision.to ?? null,
    happened_at: new Date(decision.happenedAt).toISOString(),
    caused_by: decision.by,
    evidence: decision.evidence,
    policy_version: decision.policyVersion,
    clause: decision.clause,
    detail: decision.detail ?? null,
  };
}

function toDecision(row: Row): RecordedDecision {
  return {
    seq: row.seq,
    kind: row.kind,
    ...(row.from_stage === null ? {} : { from: row.from_stage }),
    ...(row.to_stage === null ? {} : { to: row.to_stage }),
    happenedAt: row.happened_at.getTime(),
    recordedAt: row.recorded_at.getTime(),
    by: row.caused_by,
    evidence: row.evidence,
    policyVersion: row.policy_version,
    clause: row.clause,
    ...(row.detail === null ? {} : { detail: row.detail }),
  };
}
