/** One line of the journal: what changed on a record, when, through whom, by which clause, on what evidence. */
import type { Actor } from './events.ts';

/** The fact a decision rests on. Ids, names of properties and times; never a value that a person typed. */
export interface Evidence {
  /** HubSpot's name of the object, e.g. `deal`, `contact`, `note`. */
  object: string;
  /** Id of the record. */
  id: string;
  property?: string;
  /** When the fact came to be, in milliseconds since 1970 on HubSpot's clock. */
  at?: number;
}

export interface Decision {
  /** 1, 2, 3, … per record, given by the record's workflow: with the record it is the key by which a repeat is recognised. */
  seq: number;
  /** What was decided, e.g. `started`, `moved`, `closed`, `missing`, `rested`, `gone`. */
  kind: string;
  /** Where the record was and where it is now, e.g. `deal.sql`. Absent where nothing moved. */
  from?: string;
  to?: string;
  /** Business time, in milliseconds since 1970. */
  happenedAt: number;
  by: Actor;
  evidence: Evidence[];
  policyVersion: string;
  /** Clause of the SOP or requirement, e.g. `D-02, "HP product(s) are known"`. */
  clause: string;
  /** What else the reader needs, e.g. the names of the missing properties. No personal data. */
  detail?: Record<string, string | number | boolean | string[]>;
}
