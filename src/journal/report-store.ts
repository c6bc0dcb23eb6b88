/** Frozen reports (G-01): what was computed once is given back byte by byte; a correction is a new version that says what changed. */
import { type DatabasePlace, openAtFirstUse } from './open.ts';

export interface FrozenReport {
  /** Milliseconds since 1970. */
  asOf: number;
  /** 1, 2, 3, … of one instant. */
  version: number;
  /** The report as JSON text, as it was frozen. */
  body: string;
  /** Figures in which it differs from the version before it, as paths, e.g. `wins.monthToDate.gross.count`. Empty for the first. */
  changed: string[];
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface ReportStore {
  /** The newest version there is of an instant, or the one asked for. */
  read(portalId: string, asOf: number, version?: number): Promise<FrozenReport | undefined>;
  /** Keeps a version. If somebody else was faster, theirs is kept and this one is dropped. */
  keep(portalId: string, report: FrozenReport): Promise<void>;
  close(): Promise<void>;
}

/** Connects at its first use, and again at the next one if that failed. */
export function openReportStore(place: DatabasePlace): ReportStore {
  const { query, close } = openAtFirstUse(place);
  const first = async (sql: string, values: unknown[]) => (await query<Row>(sql, values)).map(toReport)[0];
  return {
    read: (portalId, asOf, version) => first(READ, [portalId, new Date(asOf).toISOString(), version ?? null]),
    async keep(portalId, { asOf, version, body, changed }) {
      await query(KEEP, [portalId, new Date(asOf).toISOString(), version, body, changed]);
    },
    close,
  };
}

interface Row {
  as_of: Date;
  version: number;
  body: string;
  changed: string[];
}

function toReport({ as_of, version, body, changed }: Row): FrozenReport {
  return { asOf: as_of.getTime(), version, body, changed };
}

const READ = `
  SELECT as_of, version, body, changed FROM reports
  WHERE portal_id = $1 AND as_of = $2 AND version = coalesce($3, version)
  ORDER BY version DESC LIMIT 1`;

const KEEP = `
  INSERT INTO reports (portal_id, as_of, version, body, changed) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`;
