/** What the deal's workflow is told to do; each is carried out by one activity. */
import type { Decision } from '../decision.ts';
import type { Circle } from './circle.ts';
import type { Draft } from './decisions.ts';
import type { Inheritance } from './merge/inheritance.ts';
import type { Settled, Shown } from './state.ts';

/** One write: the stage if it changes, and what is missing in the words of the SOP (D-16). */
export interface WriteCommand {
  do: 'write';
  /** HubSpot's id of the new stage. */
  stageId?: string;
  /** HubSpot's id of the pipeline, where it changes too. */
  pipelineId?: string;
  shown: Shown;
  settled?: Settled;
  /** The unique property that is cleared with it, because the deal is not the open one of its company any more (C-10). */
  givesBack?: string;
  /** It is a back-out: category and details go with the stage (B-03). */
  backOut?: { reason: string };
  /** What is decided when the write has been taken. */
  decisions: Draft[];
  /** The message that goes with it. */
  note?: NoteCommand;
}

/** A note on the deal, once per key. */
export interface NoteCommand {
  do: 'note';
  about: 'missing' | 'bypass' | 'backOutWay' | 'notSigned';
  shown: Shown;
  key: string;
}

/** A task for the deal's owner, once per key. */
export interface TaskCommand {
  do: 'task';
  about: 'attention' | 'earlyData';
  key: string;
  reason?: string;
  properties?: string[];
}

/** The contacts of the deal and of its companies hear that it is of another kind now, and look for themselves (C-12, C-17). */
export interface TellContactsCommand {
  do: 'tellContacts';
  /** The occasion. */
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The record is not there any more: only the circle tells whose it was. */
  gone: boolean;
  /** It opened for a company: only the contacts who join such a deal need to hear of it (C-15). */
  opened?: true;
  circle: Circle;
}

/** Looks for other open deals of the companies, flags them on both sides or clears the flags, and takes the key (C-10). */
export interface CheckTwinsCommand {
  do: 'checkTwins';
  companies: string[];
  /** The one of them that the deal stands open for; absent when it does not stand open. */
  company?: string;
  /** The other deals with which its owner was asked to merge it, if so. */
  asked?: string[];
}

/** Tells the deal that this one was merged into what it has to know. */
export interface HandOverCommand {
  do: 'handOver';
  into: string;
  /** Absent: the run that knew it has ended, and only the journal tells. */
  handed?: Inheritance;
  mergedAt: number;
}

/** What a deal is still owed when HubSpot refused it: nothing later would say, tell or open it again. */
export type OwedCommand = NoteCommand | TellContactsCommand | { do: 'onboard' };

export type DealCommand =
  | { do: 'read' }
  | WriteCommand
  | NoteCommand
  | TaskCommand
  /** The ticket for the onboarding team (D-17). */
  | { do: 'onboard' }
  | TellContactsCommand
  | CheckTwinsCommand
  | HandOverCommand
  /** Tasks of the deal's rules, by their effects' keys: there is nothing to do about this deal any more. */
  | { do: 'endTasks'; tasks: string[] }
  /** Decisions for the journal. */
  | { do: 'record'; decisions: Decision[] };
