/**
 * One run of a deal's workflow: keeps the state, has `decide` say what to do, and carries it out. deal.ts says when.
 */
import type { DealCommand } from '../domain/deal/commands.ts';
import { decide, type DealHappening } from '../domain/deal/decide.ts';
import { dutyDone, dutyRefused, type DutyStep, lookedAround, nextDuty, shownOnDeal } from '../domain/deal/duties.ts';
import type { Inheritance } from '../domain/deal/merge/inheritance.ts';
import { inherited } from '../domain/deal/merge/take-over.ts';
import type { DealPolicy } from '../domain/deal/policy.ts';
import { refused } from '../domain/deal/refused.ts';
import type { DealEffectCommand } from '../domain/deal/rules/rule.ts';
import type { DealState } from '../domain/deal/state.ts';
import { heardAnswer } from '../domain/deal/touches/silence.ts';
import { carryOut } from './deal-commands.ts';
import { carryOutDuty, lookAround } from './deal-effects.ts';
import { effectKey } from './effect-key.ts';
import { hubspot } from './effects.ts';
import { refusalOf } from './refusal.ts';

/** Steps of the rules in a row; far more than any situation needs. */
const MAX_DUTIES = 60;

/** Companies, contacts and other deals have to do with these too: one of those may be what is gone. */
const OF_OTHERS = new Set<DealCommand['do']>(['onboard', 'tellContacts', 'checkTwins', 'handOver']);

interface Begin {
  portalId: string;
  dealId: string;
  state: DealState;
  /** Takes the checklist for the Temporal UI (Markdown). */
  describe(details: string): void;
  /** The latest instant for which a timer rang. */
  reached(): number;
}

export interface DealRun {
  readonly state: DealState;
  /** Milliseconds since 1970. */
  now(): number;
  /** Decides on what happened and carries the commands out, with all that follows from them. */
  perform(happening: DealHappening, policy: DealPolicy): Promise<void>;
  /**
   * Does what the rules want done now; stops when something is heard. True: the policy is out of date, because somebody whom it
   * names has left.
   */
  workOff(policy: DealPolicy, isHeard: () => boolean): Promise<boolean>;
  /** Loads the policy anew, and looks at the deal again where that was not the first time. */
  loadPolicy(): Promise<void>;
  /** Time has passed: what was read may not hold any more. */
  woke(): void;
  /** A deal that was won was merged into this one; the next reading decides what comes of it. */
  inherit(from: Inheritance): void;
}

export function dealRun({ portalId, dealId, state: begun, describe, reached }: Begin): DealRun {
  let state = begun;

  return {
    get state() {
      return state;
    },
    now,
    perform,
    workOff,
    loadPolicy,
    woke() {
      const { fresh: _, ...woken } = state;
      state = woken;
    },
    inherit(from) {
      state = inherited(state, from);
    },
  };

  /** The workflow's clock, or HubSpot's where that is ahead: clocks differ (design, decision 5). */
  function now(): number {
    return Math.max(Date.now(), reached(), state.hubspotTime ?? 0);
  }

  async function perform(happening: DealHappening, policy: DealPolicy): Promise<void> {
    const outcome = decide(state, happening, policy, now());
    state = outcome.state;
    await carry(outcome.commands, policy);
  }

  async function carry(commands: DealCommand[], policy: DealPolicy): Promise<void> {
    for (const command of commands) {
      const result = await attempt(command);
      if (result !== undefined) await perform(result, policy);
    }
  }

  /** Carries a command out. HubSpot's final "no" becomes something that happened; it never fails the workflow. */
  async function attempt(command: DealCommand): Promise<DealHappening | undefined> {
    try {
      return await carryOut(command, { portalId, dealId, state, now: now(), describe });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const isOfOthers = OF_OTHERS.has(command.do);
      if (refusal.reason === 'notFound' && !isOfOthers) return { type: 'absent' };
      if (refusal.reason === 'answered') state = heardAnswer(state);
      if (refusal.reason === 'outdated' || refusal.reason === 'answered') return { type: 'woke' };
      // A task about a refusal that is refused as well would ask for the next one, and so on.
      if (command.do === 'task') return undefined;
      const isOwed = command.do === 'note' || command.do === 'onboard' || command.do === 'tellContacts';
      return { type: 'refused', ...refusal, ...(isOwed ? { owed: command } : {}) };
    }
  }

  /** What the rules want done now, one step after the other. What is heard meanwhile comes first. */
  async function workOff(policy: DealPolicy, isHeard: () => boolean): Promise<boolean> {
    for (let steps = 0; !isHeard(); steps += 1) {
      const step = nextDuty(state, policy, now());
      if (step === undefined) return false;
      if (steps === MAX_DUTIES) {
        // Something undoes what is done, over and over: the deal is left alone for a while, and a person has to look.
        await perform({ type: 'refused', reason: 'fuse' }, policy);
        return false;
      }
      if (step.do === 'read') await perform({ type: 'woke' }, policy);
      else if ((await attemptDuty(step, policy)) === 'gone') return true;
    }
    return false;
  }

  /** Answers why a mail went to nobody, if so. */
  async function attemptDuty(step: Exclude<DutyStep, { do: 'read' }>, policy: DealPolicy): Promise<string | undefined> {
    try {
      if (step.do === 'look') {
        const found = await lookAround(step, { portalId, dealId, now: now(), state, policy });
        state = lookedAround(state, step.at, found);
      } else if (step.do === 'show') {
        const at = await write(step.values);
        state = shownOnDeal(state, step.values);
        await perform({ type: 'set', values: step.values, at }, policy);
      } else {
        const { command, key } = step.effect;
        const set = command?.do === 'set' ? { values: command.values, at: await write(command.values) } : undefined;
        const refused =
          command !== undefined && command.do !== 'set'
            ? await carryOutDuty(effectKey(key), command, { portalId, dealId, now: now() })
            : undefined;
        const { state: after, commands } = dutyDone(state, step.effect, now(), refused);
        state = after;
        await carry(commands, policy);
        // The gate looks whether they open it only when it is recorded why they were set.
        if (set !== undefined) await perform({ type: 'set', ...set }, policy);
        return refused;
      }
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      // A record that changed meanwhile is read again at once; what is refused waits.
      if (refusal.reason !== 'outdated') state = dutyRefused(state, step, policy, now());
      if (refusal.passes === true) return undefined;
      const isMoot = refusal.reason === 'outdated' || (refusal.reason === 'notFound' && step.do !== 'look');
      await perform(isMoot ? { type: 'woke' } : { type: 'refused', ...refusal }, policy);
    }
    return undefined;
  }

  /** Properties of the deal in one write. Answers HubSpot's time of it. */
  async function write(values: Extract<DealEffectCommand, { do: 'set' }>['values']): Promise<number> {
    const { shown } = state;
    if (shown === undefined) throw new Error('the rules of a deal come after its gate');
    const summary = `set ${Object.keys(values).join(', ')}`;
    const args = { dealId, values, asOf: state.hubspotTime ?? 0, shown };
    const written = await hubspot.setOnDeal.executeWithOptions({ summary }, [args]);
    describe(written.details);
    return written.at;
  }

  async function loadPolicy(): Promise<void> {
    const first = state.policy === undefined;
    try {
      const at = { portalId, dealId };
      const loaded = await hubspot.loadDeal.executeWithOptions({ summary: 'load the policy' }, [at]);
      const { policy } = loaded;
      state = { ...state, policy, policyAt: now(), ...(first ? { seq: Math.max(state.seq, loaded.seq) } : {}) };
    } catch (error) {
      // The token was taken away, say. A deal that has a policy goes on by it.
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      state = refused(state, refusal, now()).state;
    }
    if (!first && state.policy !== undefined) await perform({ type: 'woke' }, state.policy);
  }
}
