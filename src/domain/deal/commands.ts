/** What the deal's workflow is told to do; each is carried out by one activity. */
import type { Decision } from '../decision.ts';
import type { Draft } from './decisions.ts';
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
  /** What is decided when the write has been taken. */
  decisions: Draft[];
  /** The message that goes with it. */
  note?: NoteCommand;
}

/** A note on the deal, once per key. */
export interface NoteCommand {
  do: 'note';
  about: 'missing' | 'bypass' | 'backOutWay';
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

/** What a deal is still owed when HubSpot refused it: nothing later would say or open it again. */
export type OwedCommand = NoteCommand | { do: 'onboard' };

export type DealCommand =
  | { do: 'read' }
  | WriteCommand
  | NoteCommand
  | TaskCommand
  /** The ticket for the onboarding team (D-17). */
  | { do: 'onboard' }
  /** Decisions for the journal. */
  | { do: 'record'; decisions: Decision[] };
