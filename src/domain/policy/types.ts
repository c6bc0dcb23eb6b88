/**
 * The SOP as data. One policy object holds every rule; it is plain JSON, so it can be loaded from a file, compared and
 * printed. Rows name their source: a clause of the SOP or an id of the requirements.
 */

/** HubSpot objects that carry properties of ours. */
export type ObjectName = 'contact' | 'company' | 'deal' | 'note' | 'task' | 'ticket';

/** Where a row comes from: a requirement id and the words of the document, e.g. `D-02, "HP product(s) are known"`. */
export type Clause = string;

export interface PropertyOption {
  /** Stored value in HubSpot. */
  value: string;
  /** What a rep reads. */
  label: string;
}

/**
 * How the property is kept in HubSpot.
 * `text` is one line, `longText` a text area, `choice` a drop-down, `choices` several check boxes, `yesNo` a drop-down
 * with the values `yes` and `no` (so that "not answered" stays different from "no").
 */
export type PropertyType = 'text' | 'longText' | 'number' | 'date' | 'datetime' | 'choice' | 'choices' | 'yesNo';

export interface PropertyRow {
  object: ObjectName;
  /** HubSpot's internal name. */
  name: string;
  /** The SOP's own words. */
  label: string;
  type: PropertyType;
  /** Required for `choice` and `choices`. */
  options?: PropertyOption[];
  /** `portal`: HubSpot ships it, we only read or write it. `ours`: the portal set-up creates it. */
  origin: 'portal' | 'ours';
  /** Who fills it in. Only what people fill in is subscribed to. */
  filledBy: 'people' | 'engine';
  /** HubSpot refuses a second record with the same value; the key of our idempotent writes. */
  unique?: true;
  clause: Clause;
}

/**
 * One exit criterion. `known` = has any value; `is` = has exactly this value.
 * The property is looked up in the policy's rows by object and name.
 */
export type Criterion =
  | { kind: 'known'; object: ObjectName; property: string; clause: Clause }
  | { kind: 'is'; object: ObjectName; property: string; value: string; clause: Clause };

export interface StageRow {
  /** Name of the stage in rules, decisions and search attributes, e.g. `deal.SQL`'s key is `sql`. */
  key: string;
  /** What HubSpot shows. */
  label: string;
  kind: 'open' | 'won' | 'lost';
  /** 0…1, kept as the stage's probability in the pipeline (G-02). */
  probability: number;
  /** What a deal needs to leave the stage. Absent: the engine does not move deals out of this stage. */
  exit?: Criterion[];
  clause: Clause;
}

export interface PipelineRow {
  key: string;
  label: string;
  /** In order; the last open stage is followed by the won and the lost stage. */
  stages: StageRow[];
  clause: Clause;
}

/** D-13: both filled in → Closed Lost by itself. */
export interface LostRule {
  category: string;
  details: string;
  clause: Clause;
}

/** what "business day" and "three months" mean. */
export interface CalendarRule {
  /** IANA zone, e.g. `America/New_York`. */
  timeZone: string;
  /** 1 = Monday … 7 = Sunday. */
  workdays: number[];
  /** `YYYY-MM-DD`. */
  holidays: string[];
  clause: Clause;
}

/** Clocks of the deal workflow. */
export interface DealClockRule {
  /** Longest sleep of an open deal: then it reads its record again and takes up a new policy and code version. */
  maxSleepDays: number;
  /** A closed deal still listens this long, so that late events and re-openings find it. */
  closedStaysOpenDays: number;
  clause: Clause;
}

/** A role of the SOP and the staff who hold it, by the e-mail address of their HubSpot owner. */
export interface StaffRow {
  role: string;
  emails: string[];
  clause: Clause;
}

export interface Policy {
  /** Name of the policy, stamped with the version on each decision. */
  id: string;
  title: string;
  /** Raised by whoever edits a rule; a hash of the content is added when it is loaded. */
  version: string;
  calendar: CalendarRule;
  properties: PropertyRow[];
  pipelines: PipelineRow[];
  lost: LostRule;
  /** Deal property in which the rep reads what is missing (D-16). */
  missingProperty: string;
  dealClock: DealClockRule;
  staff: StaffRow[];
}
