/** A journal of years for the report's benchmark: so many decisions about deals and contacts, with the facts beside them. */
import type { Client } from 'pg';

export interface JournalSize {
  portalId: string;
  /** Decisions in all. */
  rows: number;
  deals: number;
  /** ISO instant at which it ends. */
  until: string;
}

/** As a company of some size writes them: more rows are more years, not more in a year. */
const ROWS_PER_YEAR = 100_000;
const DECISIONS_PER_CONTACT = 20;

/** Fills the database's tables; its portal has to be new. The rows follow from the size alone. */
export async function fillJournal(client: Client, { portalId, rows, deals, until }: JournalSize): Promise<void> {
  const years = Math.max(1, rows / ROWS_PER_YEAR);
  const perDeal = Math.max(1, Math.floor((rows * 0.2) / deals));
  const ofContacts = Math.max(0, rows - deals * perDeal);
  await client.query(DEALS, [portalId, deals, perDeal, until, years]);
  await client.query(CONTACTS, [portalId, ofContacts, until, years]);
  await client.query(FACTS, [portalId, deals, Math.max(1, Math.floor(ofContacts / DECISIONS_PER_CONTACT)), until]);
  await client.query(MEETINGS, [portalId, Math.floor(ofContacts / DECISIONS_PER_CONTACT), until, years]);
  await client.query(TEXTS, [portalId, deals]);
  await client.query('ANALYZE');
}

/** The n-th of so many, spread over the years up to the end. */
const spread = (n: string, all: string, until: string, years: string) =>
  `${until}::timestamptz - (${years}::float8 * interval '365 days') * (1 - (${n})::float8 / ${all})`;

const INSERT = `
  INSERT INTO decisions
    (entity, portal_id, object_id, seq, kind, to_stage, happened_at, caused_by, evidence, policy_version, clause, detail)`;

const STAGES = ['sql', 'engaged', 'proposal', 'partner_of_choice', 'closed_won', 'closed_lost'];

/** The stage that a deal is in at its s-th decision: each ends in another one and has come through those before, a lost one by a win. */
const STAGE = `greatest(1, d % ${STAGES.length} + 1 - ($3::integer - s))`;

const DEALS = `${INSERT}
  SELECT 'deal', $1, d::text, s,
    CASE WHEN s = 1 THEN 'started' WHEN ${STAGE} > 1 THEN 'moved' ELSE 'missing' END,
    'new_business.' || (ARRAY['${STAGES.join("', '")}'])[${STAGE}],
    ${spread('d', '$2::integer', '$4', '$5')} - ($3::integer - s) * interval '1 day',
    'us', '[{"object": "deal", "id": "1", "property": "dealstage"}]', 'bench', 'D-14',
    CASE WHEN s > 1 THEN '{"missing": ["arr_at_signing", "term_months"]}'::jsonb END
  FROM generate_series(1, $2::integer) AS d, generate_series(1, $3::integer) AS s`;

const KINDS = `ARRAY['started', 'moved', 'outreachDue', 'delivered', 'outreachMade', 'accepted', 'qualified']`;

/** The last decision of a contact; one in a hundred was merged into the next. */
const IS_MERGED = `n % ${DECISIONS_PER_CONTACT} = ${DECISIONS_PER_CONTACT - 1} AND (n / ${DECISIONS_PER_CONTACT}) % 100 = 0`;

/** Per contact one delivery and what becomes of it; the rest is what contacts' journals are full of. */
const CONTACTS = `${INSERT}
  SELECT 'contact', $1, (n / ${DECISIONS_PER_CONTACT} + 1)::text, n % ${DECISIONS_PER_CONTACT} + 1,
    CASE WHEN ${IS_MERGED} THEN 'gone' ELSE coalesce((${KINDS})[n % ${DECISIONS_PER_CONTACT} + 1], 'warm') END,
    NULL, ${spread(`(n / ${DECISIONS_PER_CONTACT}) * ${DECISIONS_PER_CONTACT}`, 'greatest($2::integer, 1)', '$3', '$4')}
      + (n % ${DECISIONS_PER_CONTACT}) * interval '1 minute',
    'us', '[{"object": "contact", "id": "1", "property": "lifecyclestage"}]', 'bench', 'C-05',
    CASE WHEN ${IS_MERGED} THEN jsonb_build_object('why', 'merged', 'into', (n / ${DECISIONS_PER_CONTACT} + 2)::text)
      ELSE jsonb_build_object('temperature', CASE WHEN n / ${DECISIONS_PER_CONTACT} % 3 = 0 THEN 'cold' ELSE 'warm' END,
      'source', (ARRAY['PAID_SEARCH', 'OFFLINE', 'ORGANIC_SEARCH'])[n / ${DECISIONS_PER_CONTACT} % 3 + 1], 'campaign', '') END
  FROM generate_series(0, $2::integer - 1) AS n`;

const FACTS = `
  INSERT INTO record_facts (portal_id, object, object_id, property, at, value)
  SELECT $1, 'deal', d::text, property, $4::timestamptz - interval '10 years' + v * interval '1 year',
    CASE property
      WHEN 'hubspot_owner_id' THEN (d % 20)::text
      WHEN 'hp_products' THEN 'rcm'
      WHEN 'closedate' THEN '2027-01-31'
      WHEN 'company:' THEN (d / 2)::text
      WHEN 'contact' THEN 'yes'
      ELSE (d * 100 + v)::text
    END
  FROM generate_series(1, $2::integer) AS d, generate_series(1, 3) AS v,
    unnest(ARRAY['hubspot_owner_id', 'hp_products', 'closedate', 'company:', 'amount', 'arr_at_signing', 'term_months']) AS property
  UNION ALL
  SELECT $1, 'deal', d::text, 'contact:' || (d % $3::integer + 1), 'epoch', 'yes' FROM generate_series(1, $2::integer) AS d`;

const MEETINGS = `
  INSERT INTO record_facts (portal_id, object, object_id, property, at, value)
  SELECT $1, 'contact', c::text, 'meeting:' || c, ${spread('c', '$2::integer', '$3', '$4')}, 'SCHEDULED'
  FROM generate_series(1, $2::integer) AS c`;

const TEXTS = `
  INSERT INTO record_texts (portal_id, object, object_id, property, at, filled, value)
  SELECT $1, 'deal', d::text, property, 'epoch', true, 'A text'
  FROM generate_series(1, $2::integer) AS d, unnest(ARRAY['dealname', 'next_action']) AS property`;
