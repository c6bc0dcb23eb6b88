/** What the database aggregates for a growth report, as of an instant (G-01). Times are milliseconds since 1970. */
import { type DatabasePlace, openAtFirstUse } from './open.ts';
import { DEALS } from './report-deals.ts';
import { DELIVERIES, QUALIFIED } from './report-leads.ts';
import { COMPANIES, OWNERS } from './report-statements.ts';

export interface Fact {
  value: string;
  at: number;
}

/** The delivery of a lead, by its decision in the journal. */
export interface LeadRef {
  contact_id: string;
  seq: number;
  temperature: string;
}

export interface DealFacts {
  id: string;
  /** `<pipeline>.<stage>` by the policy's keys; null: in a pipeline that the policy does not know. */
  place: string | null;
  /** The decision that brought it there, and when it came. */
  seq: number;
  since: number;
  /** Each time that it was won, oldest first. */
  wins: Win[];
  /** By HubSpot's name of the property; what is empty is absent. */
  facts: Record<string, Fact>;
  /** When each text that there is was written. */
  texts: Record<string, number>;
}

/** A decision about a deal. */
export interface Turn {
  id: string;
  seq: number;
}

/** An entry into Closed Won that was not put back (D-15). */
export interface Win extends Turn {
  at: number;
  /** The decision that took it out again; null: it stands. */
  ended: Turn | null;
  /** The back-out of it (B-03). */
  backed_out: Turn | null;
  /** The delivery behind a win of the report's periods; null where no contact of the deal was ever delivered. */
  lead: LeadRef | null;
  /** Of the deal that was won, where it was merged into this one since; else empty. */
  facts: Record<string, Fact>;
}

export interface DeliveryFacts {
  contact_id: string;
  seq: number;
  at: number;
  temperature: string;
  source: string;
  campaign: string;
  answer: 'accepted' | 'rejected' | null;
  /** The contact about which it was decided: this one, or the one it was merged into. */
  answer_id: string | null;
  answer_seq: number | null;
  answered_at: number | null;
  outreach_id: string | null;
  outreach_seq: number | null;
  outreach_at: number | null;
  missed_id: string | null;
  missed_seq: number | null;
  texts: Record<string, number>;
}

export interface QualifiedFacts {
  /** The contact. */
  id: string;
  seq: number;
  at: number;
  lead: LeadRef | null;
}

export interface ReportQuestion {
  portalId: string;
  asOf: number;
  /** Start of the longest period: deliveries, wins and opportunities are asked for from there on. */
  since: number;
  wonPlaces: string[];
  openPlaces: string[];
  /** HubSpot's names of the deal properties that figures are made of. */
  properties: string[];
  /** Outcomes of meetings that were called off. */
  calledOff: string[];
}

export interface ReportRows {
  deals: DealFacts[];
  deliveries: DeliveryFacts[];
  qualified: QualifiedFacts[];
  owners: { id: string; email: string }[];
}

/** Every method throws `JournalUnavailable` (try again) or `JournalRefused` (do not). */
export interface ReportReader {
  read(question: ReportQuestion): Promise<ReportRows>;
  /** When the texts of these companies were written that they have at that time. */
  companies(portalId: string, asOf: number, ids: string[]): Promise<Map<string, Record<string, number>>>;
  close(): Promise<void>;
}

/** Connects at its first use, and again at the next one if that failed. */
export function openReportReader(place: DatabasePlace): ReportReader {
  const { query, close } = openAtFirstUse(place);
  return {
    async read({ portalId, asOf, since, wonPlaces, openPlaces, properties, calledOff }) {
      const [until, from] = [iso(asOf), iso(since)];
      return {
        deals: await query<DealFacts>(DEALS, [portalId, until, wonPlaces, openPlaces, properties, from]),
        deliveries: await query<DeliveryFacts>(DELIVERIES, [portalId, until, from]),
        qualified: await query<QualifiedFacts>(QUALIFIED, [portalId, until, from, calledOff]),
        owners: await query<{ id: string; email: string }>(OWNERS, [portalId, until]),
      };
    },
    async companies(portalId, asOf, ids) {
      const rows = await query<{ id: string; texts: Record<string, number> }>(COMPANIES, [portalId, iso(asOf), ids]);
      return new Map(rows.map(({ id, texts }) => [id, texts]));
    },
    close,
  };
}

const iso = (instant: number) => new Date(instant).toISOString();
