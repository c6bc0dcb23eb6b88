/** The report's big questions do not read tables from end to end. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveEmbedded } from '../../src/journal/embedded.ts';
import { DEALS } from '../../src/journal/report-deals.ts';
import { DELIVERIES, QUALIFIED } from '../../src/journal/report-leads.ts';
import { fillJournal } from '../../src/starters/bench/report-history.ts';

const PORTAL = '4711';
const UNTIL = '2026-11-16T12:00:00Z';
const SINCE = '2025-11-16T12:00:00Z';
const OPEN = ['sql', 'engaged', 'proposal', 'partner_of_choice'].map((stage) => `new_business.${stage}`);

let database: { url: string; close(): Promise<void> };
let sql: Client;

beforeAll(async () => {
  database = await serveEmbedded();
  sql = new Client({ connectionString: database.url });
  await sql.connect();
  await fillJournal(sql, { portalId: 'another', rows: 20_000, deals: 300, until: UNTIL });
  await fillJournal(sql, { portalId: PORTAL, rows: 10_000, deals: 100, until: UNTIL });
}, 60_000);

afterAll(async () => {
  await sql?.end();
  await database?.close();
});

describe('with tens of thousands of decisions', () => {
  it.each([
    {
      name: 'deals',
      statement: DEALS,
      values: [PORTAL, UNTIL, ['new_business.closed_won'], OPEN, ['amount', 'company:'], SINCE],
      indexes: ['decisions_of_places', 'record_facts_newest_first', 'record_texts_pkey'],
    },
    {
      name: 'deliveries',
      statement: DELIVERIES,
      values: [PORTAL, UNTIL, SINCE],
      indexes: ['decisions_of_period', 'decisions_of_leads'],
    },
    {
      name: 'qualified opportunities',
      statement: QUALIFIED,
      values: [PORTAL, UNTIL, SINCE, ['CANCELED']],
      indexes: ['decisions_of_leads', 'record_facts_newest_first'],
    },
  ])('[G-01] $name are found by indexes', async ({ statement, values, indexes }) => {
    const { rows } = await sql.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    for (const index of indexes) expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on (decisions|record_facts|record_texts)/);
  });

  it('[G-01] what became of a lead is looked up by the lead, each time, not among all of the period', async () => {
    const { rows } = await sql.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${DELIVERIES}`, [PORTAL, UNTIL, SINCE]);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    // Delivered again, outreach begun, answered, reached, missed; four of them also where the contact was merged.
    expect(plan.match(/using decisions_of_leads on decisions/g)).toHaveLength(9);
  });
});
