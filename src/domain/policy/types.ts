/**
 * The SOP as data. One policy object holds every rule; it is plain JSON, so it can be loaded from a file, compared and
 * printed. Rows name their source: a clause of the SOP or an id of the requirements.
 */
import type { ContactRules } from './contact-types.ts';
import type { BackOutRule } from './back-out-types.ts';
import type { AcceptanceRule, ApprovalRule, AutomaticAnswersRule, FormatRule, SopNoteRule } from './deal-rule-types.ts';
import type { TouchRules } from './touch-types.ts';
import type { GrowthRules } from './growth-types.ts';
import type { NextActionRule } from './next-action-types.ts';
import type { RegisterRules } from './register-types.ts';

/** HubSpot objects that carry properties of ours. */
export type ObjectName =
  | 'contact'
  | 'company'
  | 'deal'
  | 'note'
  | 'task'
  | 'ticket'
  | 'lead'
  | 'email'
  | 'communication';

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
 * with the values `yes` and `no` (so that "not answered" stays different from "no"), `owner` one of the portal's users, by the
 * owner's id.
 */
export type PropertyType =
  | 'text'
  | 'longText'
  | 'number'
  | 'date'
  | 'datetime'
  | 'choice'
  | 'choices'
  | 'yesNo'
  | 'owner';

export interface PropertyRow {
  object: ObjectName;
  /** HubSpot's internal name. */
  name: string;
  /** The SOP's own words. */
  label: string;
  type: PropertyType;
  /** Required for `choice` and `choices` of ours; of a choice that HubSpot ships those that the set-up adds. */
  options?: PropertyOption[];
  /** `portal`: HubSpot ships it, we only read or write it. `ours`: the portal set-up creates it. */
  origin: 'portal' | 'ours';
  /** Who fills it in; `portal`: HubSpot calculates it. Only what people fill in is subscribed to. */
  filledBy: 'people' | 'engine' | 'portal';
  /** HubSpot refuses a second record with the same value; the key of our idempotent writes. */
  unique?: true;
  /** May be put on HubSpot's forms. */
  inForms?: true;
  clause: Clause;
}

/**
 * One thing a deal needs. The property is looked up in the policy's rows by object and name; of the company it is the
 * deal's primary one, of contacts any that is associated with the deal.
 */
export type Criterion =
  /** Has any value. */
  | { kind: 'known'; object: ObjectName; property: string; clause: Clause }
  /** Has exactly this value. */
  | { kind: 'is'; object: ObjectName; property: string; value: string; clause: Clause }
  /** Has at least one of these values. */
  | { kind: 'oneOf'; object: ObjectName; property: string; values: string[]; clause: Clause }
  /** A note, e-mail or call on the deal, written by a person after the deal entered the stage. */
  | { kind: 'nextSteps'; minLength: number; clause: Clause }
  /** A file in the deal's attachments, by the key of its row. */
  | { kind: 'file'; file: string; clause: Clause };

/** A file that has to be attached to a note, e-mail or call of the deal. */
export interface FileRow {
  key: string;
  /** What a rep reads. */
  label: string;
  /** Without dot, e.g. `pdf`; absent: any. */
  extension?: string;
  /** `{company}` stands for the company's name. Case, spaces and characters a file name cannot hold do not count. Absent: any name. */
  name?: string;
  clause: Clause;
}

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
  /** What is to be provided in this stage and shown as a checklist, but holds nobody up (D-05). */
  checklist?: Criterion[];
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

/** What happens to a deal that was moved ahead of its exit criteria, whoever did it (D-15). */
export interface BypassRule {
  /** `enforce`: put it back. `warn`: leave it, and say so. */
  mode: 'enforce' | 'warn';
  /** Time to fill in what is missing before the deal is put back. */
  graceMinutes: number;
  /** Deal property in which a manager lets it stand, with a reason. */
  letStandProperty: string;
  /** Roles that may let it stand. */
  letStandRoles: string[];
  /** The fuse: so many times within so many hours a deal is put back, then somebody else's automation is suspected and a person asked. */
  maxPutBacks: number;
  fuseHours: number;
  /** `YYYY-MM-DD`: deals that entered their stage before this day are taken as they are found. */
  since: string;
  clause: Clause;
}

/** D-03: financial data received although the agreements were not sent. */
export interface EarlyDataRule {
  /** yes/no property: the data is there. */
  received: string;
  /** Properties of the agreements, and the values that mean "was sent". */
  agreements: string[];
  sentValues: string[];
  /** Where the rep says why. */
  reason: string;
  clause: Clause;
}

/** D-17: the ticket that a win opens for the onboarding team. */
export interface OnboardingRule {
  /** Ticket pipeline, made by the portal set-up. */
  pipeline: { label: string; stages: { key: string; label: string; state: 'OPEN' | 'CLOSED' }[] };
  /** Key of the stage a new ticket stands in. */
  opensIn: string;
  /** Properties whose values the ticket carries besides the S&OP; these come first. */
  handOff: { object: ObjectName; property: string }[];
  acceptance: AcceptanceRule;
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
  /** A deal that HubSpot refused something for is tried again this often, besides at each of its events. */
  refusedRetryHours: number;
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
  files: FileRow[];
  lost: LostRule;
  bypass: BypassRule;
  earlyData?: EarlyDataRule;
  onboarding?: OnboardingRule;
  /** Absent: approvals are taken as people write them. */
  approval?: ApprovalRule;
  /** Absent: nobody writes such a note. */
  sopNote?: SopNoteRule;
  formats: FormatRule;
  automaticAnswers: AutomaticAnswersRule;
  /** Absent: touches are not counted, and no deal is lost for want of an answer. */
  touches?: TouchRules;
  /** Absent: a won deal stays won. */
  backOut?: BackOutRule;
  /** Absent: deals need no next action. */
  nextAction?: NextActionRule;
  /** Absent: contacts have no workflows under this policy. */
  contacts?: ContactRules;
  /** Absent: nobody keeps registers under this policy. */
  registers?: RegisterRules;
  /** Absent: there is no growth report under this policy. */
  growth?: GrowthRules;
  /** Deal property in which the rep reads what is missing (D-16). */
  missingProperty: string;
  dealClock: DealClockRule;
  staff: StaffRow[];
}
