/** Finds out who brought a personal code (B-02). The code is used up by it, whatever is decided then. */
import { readCode } from '../domain/deal/back-out/code.ts';
import type { Redeemed } from '../domain/deal/back-out/state.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { ApprovalCodes } from '../journal/approval-codes.ts';
import { hashCode } from '../links.ts';
import { failing } from './errors.ts';

const HOUR_MS = 3_600_000;

export interface ApprovalCodeDeps {
  policy: Policy;
  codes: Pick<ApprovalCodes, 'redeem'>;
  linkSecrets: readonly string[];
}

export interface BroughtCode {
  portalId: string;
  dealId: string;
  /** As somebody typed it. */
  code: string;
  /** Names the occasion; the same at each attempt. */
  key: string;
  /** Milliseconds since 1970. */
  at: number;
}

export type ApprovalCodeActivities = ReturnType<typeof createApprovalCodeActivities>;

export function createApprovalCodeActivities({ policy, codes, linkSecrets }: ApprovalCodeDeps) {
  return failing({
    /** Answers the HubSpot owner to whom the code was mailed, or what is wrong with it. */
    async redeemCode({ code, ...occasion }: BroughtCode): Promise<Redeemed> {
      const hashes = hashCode(linkSecrets, readCode(code));
      const { codeTries = 0, broughtCodeHours = 0 } = policy.backOut ?? {};
      return codes.redeem({ ...occasion, hashes, maxTries: codeTries, keptMs: broughtCodeHours * HOUR_MS });
    },
  });
}
