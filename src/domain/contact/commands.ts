/** What the contact's workflow is told to do; each is carried out by one activity. */
import type { Decision } from '../decision.ts';
import type { LifecycleKey } from '../policy/contact-types.ts';
import type { ContactShown, SettledStage } from './state.ts';

/** A decision before it has its number. */
export type Draft = Omit<Decision, 'seq'>;

export type NoteAbout =
  /** A move by hand that the table does not allow was undone, or stands with a warning (C-20). */
  'putBack' | 'warned';

export type TaskAbout =
  | 'review' // C-04, marketing
  | 'outreach' // C-06, owner
  | 'outreachMissed' // C-06, owner
  | 'outreachEscalated' // C-06, sales manager
  | 'acceptLead' // T-05, owner
  | 'qualify' // C-07, owner: which of conversation and statement is missing
  | 'recheck' // C-08, owner
  | 'evaluate' // C-11, owner
  | 'recycled' // C-16 and C-17, owner: by a channel that is still allowed
  | 'lostReasons' // C-18, owner: category and details
  | 'associateCompany' // C-10, owner
  | 'mailUnknown' // K, owner: nobody knows whether the mail arrived
  | 'mailRefused' // K, owner: the address cannot be mailed to
  | 'attention';

/** Facts that the words of a note or task need: ids, keys and numbers only. */
export type Detail = Record<string, string | number | boolean | string[]>;

/** What a rule wants done, once per key. */
export type EffectCommand =
  | { do: 'note'; about: NoteAbout; detail: Detail }
  /** `to` is `owner` or a role of the policy; without an owner the sales manager gets it. Due at `dueAt`. */
  | { do: 'task'; about: TaskAbout; to: string; dueAt: number; detail: Detail }
  /** Its occasion is over: done with, unless a person has touched it. `task` is the key of the effect that made it. */
  | { do: 'completeTask'; task: string }
  /** The contact has another owner. */
  | { do: 'passTask'; task: string; ownerId: string }
  /** The next of the role in turn becomes the owner (C-06). */
  | { do: 'assign'; role: string }
  /** Somebody of the role who qualified it becomes the owner, unless one of the staff other than `from` is by now (C-09). */
  | { do: 'own'; ownerId: string; from: string }
  | { do: 'mail'; kind: 'consentRequest' | 'consentReminder'; round: number }
  /** HubSpot's subscription status (K-04, K-06). */
  | { do: 'subscribe'; state: 'subscribed' | 'unsubscribed'; proof: string }
  /** Subscribed to nothing (C-13). */
  | { do: 'unsubscribeAll' }
  /** The contact's open lead as it should be; created where there is none (L-01). `stage` by the policy's key. */
  | {
      do: 'lead';
      open: true;
      label: 'HOT' | 'WARM' | 'COLD';
      lastActivity?: number;
      nextActivity?: number;
      /** The contact has another company than the open lead is named after. */
      renamed?: true;
    }
  | { do: 'lead'; open: false; reason: string }
  /** One deal in the first stage of New Business, or the company's open one (C-10). */
  | { do: 'openDeal' }
  /** One deal in the first stage of Upsell, or the open one there, with who referred it; its owner gets a task (D-19). */
  | { do: 'openReferral'; dueAt: number; detail: Detail }
  /** The deal that was opened while the contact had no company becomes the company's (C-10). */
  | { do: 'giveCompany'; dealId: string; companyId: string }
  /** Attaches the contact to its company's open deal (C-15). */
  | { do: 'joinDeal'; dealId: string }
  /** Closes a "Lead creation" ticket with its answer (L-02). */
  | { do: 'answerTicket'; ticketId: string; made: boolean; missing: string[] }
  /** Archives the record, on a person's answer (C-14). */
  | { do: 'delete' };

/** Something to be done once, with the decision it is recorded by. */
export interface Effect {
  /** Says what it is about and which occasion, e.g. `outreach:1790000000000`; never the same for two occasions. */
  key: string;
  /** Absent: only the decision is recorded. */
  command?: EffectCommand;
  decision?: Draft;
}

/** Puts the contact into a stage: clear, then set where it goes backward, read back (C-19). */
export interface StageCommand {
  do: 'setStage';
  /** The occasion, remembered as done. */
  key: string;
  to: LifecycleKey;
  /** HubSpot's value of the stage. */
  stageId: string;
  /** The property has a later value in HubSpot's order and must be cleared first. */
  backward: boolean;
  /** Written with it. */
  values: Record<string, string>;
  decision: Draft;
  /** What goes with the move: a note that says why, a task. */
  effects: Effect[];
  /** The stage it is accepted in then. */
  settled: SettledStage;
}

/** Engine properties on the record, `missing` there in words, and the current details of the Temporal UI. */
export interface ShowCommand {
  do: 'show';
  shown: ContactShown;
  /** False: the record says so already, only the details change. */
  write: boolean;
}

/** What an effect came to, where the rules need to know. */
export type EffectResult =
  | { of: 'assign'; ownerId: string }
  | { of: 'mail'; outcome: 'sent' }
  | { of: 'mail'; outcome: 'refused'; reason: string }
  /** The day's quota is used up (K-02); from `at` on there is another one. */
  | { of: 'mail'; outcome: 'later'; at: number }
  | { of: 'openDeal' | 'openReferral'; dealId: string; how: 'created' | 'joined' | 'had' };

export type ContactCommand =
  | { do: 'read' }
  | StageCommand
  | ShowCommand
  | { do: 'effect'; effect: Effect }
  /** Decisions for the journal. */
  | { do: 'record'; decisions: Decision[] }
  /** The person asked to be forgotten: the journal forgets them too. */
  | { do: 'erase' }
  /** What is known goes on with the record that this one was merged into. */
  | { do: 'handOver'; into: string };
