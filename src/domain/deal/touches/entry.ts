/** What one record on a timeline is for the count of touches (S-02, S-03, S-06). */
import type { Actor } from '../../events.ts';
import type { TouchKind, TouchRules } from '../../policy/touch-types.ts';

/** HubSpot's names of the types of records that can be a touch or an answer. */
export const TOUCH_OBJECTS = ['call', 'email', 'communication', 'meeting'] as const;
export type TouchObject = (typeof TOUCH_OBJECTS)[number];

/**
 * What decides about a record, by HubSpot's names; of a message also the policy's direction. A mail's headers come with it and do
 * not change.
 */
export const TOUCH_PROPERTIES: Record<TouchObject, string[]> = {
  call: ['hs_timestamp', 'hs_call_disposition', 'hs_call_direction'],
  email: ['hs_timestamp', 'hs_email_direction', 'hs_email_status'],
  communication: ['hs_timestamp'],
  meeting: ['hs_meeting_start_time', 'hs_meeting_outcome'],
};

export function isTouchObject(object: string): object is TouchObject {
  return TOUCH_OBJECTS.some((one) => one === object);
}

export interface RecordRef {
  object: TouchObject;
  id: string;
}

/** A record as read; what is personal in it was looked at and left behind. */
export interface Engagement extends RecordRef {
  /** When it took place, and when that was written down; milliseconds since 1970. */
  at: number;
  loggedAt: number;
  loggedBy: Actor;
  /** Id of its owner. */
  owner?: string;
  /** `hs_call_direction`, `hs_email_direction`, or the policy's property of a message. */
  direction: string;
  /** `hs_call_disposition`, `hs_meeting_outcome` or `hs_email_status`. */
  outcome: string;
  /** This engine wrote it (K-07). */
  isOurs: boolean;
  /** A program wrote it: an out-of-office, a bounce (T-02). */
  isAutomatic: boolean;
  /** A sequence of HubSpot sent it. */
  isSequence: boolean;
}

/** A record that the count looks at. Ids, kinds and times only: it travels with the workflow's state. */
export interface Entry extends RecordRef {
  at: number;
  /** The newest time that HubSpot had put on one of its values when it was read; milliseconds since 1970. */
  asOf: number;
  is: TouchKind | 'answer' | 'unknownOutcome' | 'noOutcome';
  /** Id of the owner who made the touch. */
  owner?: string;
  /** It was dated ahead when it was written down, and counts from its time on. */
  planned?: true;
  /** The outcome that the policy does not know. */
  outcome?: string;
}

/** The entry that a record is; undefined for one that neither counts nor answers nor has to be reported. */
export function entryOf(engagement: Engagement, rules: TouchRules): Entry | undefined {
  const { object, id, at, loggedAt, owner, isOurs, isAutomatic, outcome } = engagement;
  if (isOurs || isAutomatic) return undefined;
  const is = kindOf(engagement, rules);
  if (is === undefined) return undefined;
  return {
    object,
    id,
    // An answer that is dated ahead came when it was written down; a touch is still to come.
    at: is === 'answer' ? Math.min(at, loggedAt) : at,
    asOf: loggedAt,
    is,
    ...(owner === undefined ? {} : { owner }),
    ...(is !== 'answer' && at > loggedAt ? { planned: true } : {}),
    ...(is === 'unknownOutcome' ? { outcome } : {}),
  };
}

function kindOf(engagement: Engagement, rules: TouchRules): Entry['is'] | undefined {
  const { object, direction, outcome } = engagement;
  switch (object) {
    case 'call':
      return callKind(direction, outcome, rules.calls);
    case 'email':
      return emailKind(engagement, rules.emails);
    case 'communication':
      return direction === rules.messages.received ? 'answer' : 'message';
    case 'meeting':
      return rules.meetings.answers.includes(outcome) ? 'answer' : undefined;
  }
}

function callKind(direction: string, outcome: string, rules: TouchRules['calls']): Entry['is'] | undefined {
  if (outcome === '') return 'noOutcome';
  if (rules.ignored.includes(outcome)) return undefined;
  if (rules.answers.includes(outcome)) return 'answer';
  const touch = rules.touches.find(({ outcomes }) => outcomes.includes(outcome));
  if (touch === undefined) return 'unknownOutcome';
  // They called: whoever left us a voicemail has answered.
  return direction === rules.incoming ? 'answer' : touch.kind;
}

function emailKind(email: Engagement, rules: TouchRules['emails']): Entry['is'] | undefined {
  const { direction, outcome, loggedBy, isSequence } = email;
  // Whatever was not delivered, theirs or ours, says nothing.
  if (rules.undelivered.includes(outcome)) return undefined;
  if (rules.received.includes(direction)) return 'answer';
  if (!rules.sent.includes(direction)) return undefined;
  // HubSpot's workflows write to many (S-02: no mass mail).
  if (loggedBy === 'automation') return undefined;
  return isSequence && !rules.sequences ? undefined : 'email';
}
