/**
 * What no CRM holds and the growth report needs (G-10). Each import of a register is kept with who brought it and when, and
 * of its rows what changed. Nothing is overwritten, so what a register said at some instant can be read for ever, and a report
 * as of that instant comes out the same.
 */
import { changesOf, type RegisterChanges } from '../domain/registers/changes.ts';
import { rowKey } from '../domain/registers/key.ts';
import type { RegisterKind, RegisterRow } from '../domain/registers/registers.ts';
import { JournalUnavailable } from './errors.ts';
import { type DatabasePlace, openAtFirstUse } from './open.ts';

export interface RegisterImport {
  /** 1, 2, 3, … of one register. */
  n: number;
  /** When it was brought, in milliseconds since 1970. Never before the import before it. */
  importedAt: number;
  /** `staff:<e-mail>`, or `account:<name>` of the machine's account where nobody was named. */
  importedBy: string;
  /** `YYYY-MM-DD`: the day of which the content tells. */
  asOf: string;
}

export interface RegisterContent<K extends RegisterKind> {
  /** The last one that changed or confirmed something. */
  import: RegisterImport;
  /** In the order of their keys. */
  rows: RegisterRow<K>[];
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface Registers {
  /**
   * What a register said at an instant.
   * @param at milliseconds since 1970; absent: now, whatever the clocks say
   * @returns undefined if nobody had brought it by then
   */
  read<K extends RegisterKind>(portalId: string, kind: K, at?: number): Promise<RegisterContent<K> | undefined>;
  /**
   * Makes the register say exactly these rows from now on, all or nothing. Nothing is written if it says so already, as of
   * the same day or a later one.
   * @returns what changed, and whether an import was written
   */
  bring<K extends RegisterKind>(
    portalId: string,
    kind: K,
    rows: RegisterRow<K>[],
    given: Omit<RegisterImport, 'n'>,
  ): Promise<{ changes: RegisterChanges<K>; written: boolean }>;
  close(): Promise<void>;
}

/** Somebody else's import may come between reading and writing; then both are done again. */
const MAX_ROUNDS = 20;

/** Connects at its first use, and again at the next one if that failed. */
export function openRegisters(place: DatabasePlace): Registers {
  const { query, close } = openAtFirstUse(place);

  async function readStored<K extends RegisterKind>(portalId: string, kind: K, at?: number) {
    const until = at === undefined ? 'infinity' : new Date(at).toISOString();
    const [last] = await query<ReadRow<K>>(READ, [portalId, kind, until]);
    if (last === undefined) return undefined;
    const { n, imported_at, imported_by, as_of, stored } = last;
    return { import: { n, importedAt: imported_at.getTime(), importedBy: imported_by, asOf: as_of }, stored };
  }

  return {
    async read(portalId, kind, at) {
      const last = await readStored(portalId, kind, at);
      return last && { import: last.import, rows: last.stored.map(({ content }) => content) };
    },
    async bring(portalId, kind, rows, { importedAt, importedBy, asOf }) {
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const last = await readStored(portalId, kind);
        const stored = last?.stored ?? [];
        const changes = changesOf(
          kind,
          stored.map(({ content }) => content),
          rows,
        );
        const written = rowsToWrite(kind, stored, rows, changes);
        if (last !== undefined && written.length === 0 && asOf <= last.import.asOf) return { changes, written: false };
        const n = (last?.import.n ?? 0) + 1;
        const at = new Date(Math.max(importedAt, last?.import.importedAt ?? 0)).toISOString();
        const given = [portalId, kind, n, at, importedBy, asOf, JSON.stringify(written)];
        if ((await query(BRING, given)).length > 0) return { changes, written: true };
      }
      throw new JournalUnavailable(`the register ${kind} is being brought by others`);
    },
    close,
  };
}

interface Stored<K extends RegisterKind> {
  key: string;
  content: RegisterRow<K>;
}

/** By the keys in the table: an earlier version of this code may have named rows by other columns. */
function rowsToWrite<K extends RegisterKind>(
  kind: K,
  stored: Stored<K>[],
  rows: RegisterRow<K>[],
  { added, changed }: RegisterChanges<K>,
): { key: string; content: RegisterRow<K> | null }[] {
  const kept = new Set(stored.map(({ key }) => key));
  const differing = new Set([...added, ...changed.map(({ after }) => after)]);
  const given = new Map(rows.map((row) => [rowKey(kind, row), row]));
  return [
    ...[...given].flatMap(([key, row]) => (differing.has(row) || !kept.has(key) ? { key, content: row } : [])),
    ...stored.flatMap(({ key }) => (given.has(key) ? [] : { key, content: null })),
  ];
}

interface ReadRow<K extends RegisterKind> {
  n: number;
  imported_at: Date;
  imported_by: string;
  as_of: string;
  stored: Stored<K>[];
}

/** One statement, so that rows and import belong together. Nothing where there was no import by then. */
const READ = `
  WITH known AS (
    SELECT n, imported_at, imported_by, as_of FROM register_imports
    WHERE portal_id = $1 AND register = $2 AND imported_at <= $3::timestamptz
  ), rows AS (
    SELECT DISTINCT ON (key) key, content FROM register_changes
    WHERE portal_id = $1 AND register = $2 AND n <= (SELECT max(n) FROM known)
    ORDER BY key, n DESC
  )
  SELECT n, imported_at, imported_by, as_of::text, (
    SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'content', content) ORDER BY key), '[]')
    FROM rows WHERE content IS NOT NULL
  ) AS stored
  FROM known ORDER BY n DESC LIMIT 1`;

/** Answers nothing when somebody else took the number while the statement ran. */
const BRING = `
  WITH imported AS (
    INSERT INTO register_imports (portal_id, register, n, imported_at, imported_by, as_of)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
    RETURNING portal_id, register, n
  ), changed AS (
    INSERT INTO register_changes (portal_id, register, key, n, content)
    SELECT portal_id, register, key, n, content
    FROM imported, jsonb_to_recordset($7::jsonb) AS given (key text, content jsonb)
  )
  SELECT n FROM imported`;
