/** Which reports are frozen in a database, newest first. */
import { Client } from 'pg';

export async function frozenReports(
  databaseUrl: string,
  portalId: string,
): Promise<{ asOf: number; version: number }[]> {
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  try {
    const { rows } = await sql.query<{ as_of: Date; version: number }>(
      'SELECT as_of, version FROM reports WHERE portal_id = $1 ORDER BY as_of DESC, version DESC',
      [portalId],
    );
    return rows.map(({ as_of, version }) => ({ asOf: as_of.getTime(), version }));
  } finally {
    await sql.end();
  }
}
