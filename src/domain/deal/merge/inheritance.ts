/** What a deal that was won hands on to the record that it was merged into. Pure; take-over.ts is the survivor's side. */
import { BACK_OUT_WAYS, type BackOutState, type Sale } from '../back-out/state.ts';
import type { DealPolicy } from '../policy.ts';
import { ASKED, OF_BACK_OUT } from '../rules/back-out.ts';
import { HAND_OFF } from '../rules/hand-off.ts';
import { SOP_NOTE } from '../rules/sop-note.ts';
import type { DealState, Settled } from '../state.ts';

export interface Inheritance {
  /** The record that is gone. */
  dealId: string;
  /** On HubSpot's clock where that is known; milliseconds since 1970. */
  mergedAt: number;
  /** Where it stood: won, open again and signed, or lost after it was backed out. */
  settled: Settled;
  sale: Sale;
  /** Things done once per deal: `onboarding`, … */
  done: string[];
  /** Effects of its rules and when, by key. */
  effects: Record<string, number>;
  /** Id of its onboarding ticket. */
  ticket?: string;
  /** What a rep asked for, and what follows from what was carried out. */
  backOut?: Pick<BackOutState, 'asked' | 'approved'>;
}

/**
 * What a merged deal hands on; undefined of one that was never won. What its open tasks and mails about an open request ask for is
 * not done: the survivor asks again, under its own id. A back-out that was approved and not carried out is not handed on either
 * (approval.ts): nobody but the Sales VP approves one, and a signal does not show whose word it is (B-02).
 */
export function inheritanceOf(state: DealState, policy: DealPolicy, mergedAt: number): Inheritance | undefined {
  const { dealId, settled, duties, done = [] } = state;
  if (settled === undefined || settled.inherits !== undefined) return undefined;
  const { backOut: _, ...place } = settled;
  const { asked, approved } = duties?.backOut ?? {};
  const since = settled.enteredAt ?? settled.since;
  const signed = holdsWin(place, policy) ? (state.sale ?? { signedAt: since, wonAt: since }) : undefined;
  const sale = signed ?? approved?.sale;
  if (sale === undefined) return undefined;
  const ticket = duties?.around.ticket?.id;
  const isOver = (key: string) => duties?.tasks.includes(key) !== true && !key.startsWith(ASKED);
  const isOfWin = (key: string) => OF_WIN.some((start) => key.startsWith(start));
  return {
    dealId,
    mergedAt,
    settled: place,
    sale,
    // Without its ticket the hand-off is still to be made.
    done: done.filter((once) => once !== ONBOARDING || ticket !== undefined),
    effects: Object.fromEntries(Object.entries(duties?.done ?? {}).filter(([key]) => isOfWin(key) && isOver(key))),
    ...(ticket === undefined ? {} : { ticket }),
    backOut: { ...(asked === undefined ? {} : { asked }), ...(approved === undefined ? {} : { approved }) },
  };
}

const ONBOARDING = 'onboarding';

/** Effects of the win begin with these; what was done for it while it was open is no matter of the survivor's. */
const OF_WIN = [HAND_OFF, OF_BACK_OUT, SOP_NOTE];

/** Won, or won and open again. */
export function holdsWin({ stage, signed }: Pick<Settled, 'stage' | 'signed'>, { rules }: DealPolicy): boolean {
  return signed === true || rules.flat().find(({ key }) => key === stage)?.kind === 'won';
}

/** Guards the workflow's door: anybody with access to Temporal can signal anything, and no signal may break an entity. */
export function isInheritance(value: unknown): value is { key: string } & Inheritance {
  if (!isRecord(value) || !isText(value['key']) || !isText(value['dealId']) || !isTime(value['mergedAt'])) return false;
  const { settled, sale, done, effects, ticket, backOut } = value;
  if (!isSettled(settled) || !isSale(sale)) return false;
  if (!Array.isArray(done) || done.length > MAX_ENTRIES || !done.every(isText)) return false;
  if (!isRecord(effects) || Object.keys(effects).length > MAX_ENTRIES) return false;
  if (!Object.entries(effects).every(([key, at]) => isText(key) && isTime(at))) return false;
  return (ticket === undefined || isText(ticket)) && (backOut === undefined || isBackOut(backOut));
}

/** Nothing of a signal makes the state large. */
const MAX_ENTRIES = 300;
const MAX_TEXT = 200;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value);
const isMaybe = <T>(value: unknown, is: (one: unknown) => one is T) => value === undefined || is(value);

function isSettled(value: unknown): value is Settled {
  if (!isRecord(value)) return false;
  const { pipeline, stage, since, enteredAt, signed, backOut, inherits } = value;
  // A signal backs nothing out (B-02), and what is to be done about a win is the survivor's to say.
  if (backOut !== undefined || inherits !== undefined || (signed !== undefined && signed !== true)) return false;
  return isText(pipeline) && isText(stage) && isTime(since) && isMaybe(enteredAt, isTime);
}

function isSale(value: unknown): value is Sale {
  if (!isRecord(value)) return false;
  const { signedAt, wonAt, seller, from } = value;
  return isTime(signedAt) && isTime(wonAt) && isMaybe(seller, isText) && isMaybe(from, isText);
}

function isBackOut(value: unknown): value is NonNullable<Inheritance['backOut']> {
  if (!isRecord(value)) return false;
  const { asked, approved, ...others } = value;
  if (Object.keys(others).length > 0) return false;
  const isBy = (one: unknown): one is Record<string, unknown> =>
    isRecord(one) && isText(one['key']) && isText(one['by']) && isTime(one['at']);
  const isApproval = (one: unknown): one is Record<string, unknown> =>
    isBy(one) && isText(one['reason']) && isSale(one['sale']) && BACK_OUT_WAYS.some((way) => way === one['way']);
  return isMaybe(asked, isBy) && isMaybe(approved, isApproval);
}
