/** What the workflow of a deal takes in of back-outs (B-02). */
import type { Redeemed } from '../domain/deal/back-out/state.ts';
import type { DealHappening } from '../domain/deal/decide.ts';
import type { DealPolicy } from '../domain/deal/policy.ts';
import type { RecordEvent } from '../domain/events.ts';
import { effectKey } from './effect-key.ts';
import { journal } from './effects.ts';
import type { BroughtBackOut } from './messages.ts';
import { refusalOf } from './refusal.ts';

interface Where {
  portalId: string;
  dealId: string;
  policy: DealPolicy;
  /** The latest time that HubSpot told, milliseconds since 1970. */
  hubspotTime: number;
  /** Which one of this run's codes it is: two may come in the same millisecond. */
  nth: number;
}

/** Finds out who brought a code, and hears what that person wants. */
export async function takeCode(brought: BroughtBackOut, where: Where): Promise<DealHappening> {
  const { at, id, way, reason, code } = brought;
  const { portalId, dealId, policy, hubspotTime, nth } = where;
  const occasion = `${effectKey('backOut')}:${at}:${nth}`;
  try {
    const problem = problemOf(brought, policy);
    const redeemed: Redeemed | { ok: false; why: 'noReason' } =
      problem !== undefined
        ? { ok: false, why: problem }
        : await journal.redeemCode.executeWithOptions({ summary: 'who brought the code' }, [
            { portalId, dealId, code, key: occasion, at: Math.max(at, hubspotTime) },
          ]);
    const who = redeemed.ok
      ? { by: policy.staff[redeemed.ownerId] ?? 'unknown', at: redeemed.at }
      : { by: 'unknown' as const, at, problem: redeemed.why };
    const key = id ?? `signal-${at}`;
    return { type: 'backOut', request: { key, way, ...(reason === '' ? {} : { reason }), ...who } };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return { type: 'refused', ...refusal };
  }
}

/** What is wrong before the code is looked at, which uses it up. */
function problemOf({ code, problem = 'noCode', reason }: BroughtBackOut, { backOut }: DealPolicy) {
  if (code === '') return problem;
  return backOut?.reasons.includes(reason) === true ? undefined : ('noReason' as const);
}

/** Whether somebody at HubSpot's screen asks for a back-out or decides on it. */
export function isAboutBackOut(events: RecordEvent[], { backOut }: DealPolicy): boolean {
  const names = [backOut?.requested, backOut?.reason];
  return events.some((event) => event.kind === 'property' && event.by !== 'us' && names.includes(event.property));
}
