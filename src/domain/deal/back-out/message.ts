/** What comes with the `backOut` signal. */
import { BACK_OUT_WAYS, type BackOutWay, CODE_PROBLEMS, type CodeProblem } from './state.ts';

export interface BackOutMessage {
  /** The personal code, as somebody typed it. */
  code: string;
  /** Why the page or the command line brings none: what was typed there is no code. Whoever claims it claims a refusal. */
  problem?: CodeProblem;
  /** A value of the policy's choice. */
  reason: string;
  /** Through which of our doors it came; without one it was sent to Temporal directly. */
  way: BackOutWay;
  /** The sender's own name for it, by which the answer is found. */
  id?: string;
}

const MAX_TEXT = 100;

/**
 * Whoever reaches Temporal can signal anything. What is no message becomes one without a code, which is refused and recorded like
 * any wrong one; nothing of it can make the state large.
 */
export function readBackOutMessage(payload: unknown): BackOutMessage {
  const given = typeof payload === 'object' && payload !== null ? payload : {};
  const text = (name: string): string => {
    const value: unknown = Object.getOwnPropertyDescriptor(given, name)?.value;
    return typeof value === 'string' && value.length <= MAX_TEXT ? value : '';
  };
  const way = BACK_OUT_WAYS.find((one) => one === text('way') && one !== 'hubspot') ?? 'signal';
  const id = /^[\w-]{1,40}$/.exec(text('id'))?.[0];
  const problem = CODE_PROBLEMS.find((one) => one === text('problem'));
  return {
    code: text('code'),
    reason: text('reason'),
    way,
    ...(problem === undefined ? {} : { problem }),
    ...(id === undefined ? {} : { id }),
  };
}
