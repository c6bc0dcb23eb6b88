/**
 * Where a back-out is looked at and decided: behind the hosted page and the command line (B-02). The decision itself is the
 * workflow's; what is brought here is a code, and the answer is read from what the workflow says of itself.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readCode } from '../../domain/deal/back-out/code.ts';
import type { BackOutRefusal } from '../../domain/deal/back-out/state.ts';
import type { Policy } from '../../domain/policy/types.ts';
import type { BackOutDesk, BroughtDecision } from '../../gateway/pages/back-out.ts';
import { signalDeal } from '../../gateway/temporal.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import type { ApprovalCodes } from '../../journal/approval-codes.ts';
import type { Mails } from '../../journal/mails.ts';
import { hashCode } from '../../links.ts';
import { openStaffDoor } from '../../mail/staff-door.ts';
import { rememberPortal } from '../../workers/portal-facts.ts';
import { dealWorkflowId } from '../../workflows/ids.ts';
import { backOutSignal, dealStateQuery } from '../../workflows/messages.ts';
import { mailCode } from './code-mail.ts';
import { lookAtBackOut } from './look.ts';

export interface BackOutDeskDeps {
  policy: Policy;
  portalId: string;
  client: Client;
  hubspot: HubSpot;
  codes: Pick<ApprovalCodes, 'issue' | 'present'>;
  mails: Mails;
  smtpUrl: string;
  linkSecrets: readonly string[];
  /** How long whoever decides waits for the workflow's answer, in milliseconds. */
  answerWithinMs: number;
  /** Milliseconds since 1970. */
  now(): number;
}

const LOOK_EVERY_MS = 200;
const HOUR_MS = 3_600_000;

/** Undefined under a policy that knows no back-out, or names nobody who sends mails. */
export function openBackOutDesk(deps: BackOutDeskDeps): BackOutDesk | undefined {
  const { policy, portalId, client, hubspot, codes, mails, smtpUrl, linkSecrets, answerWithinMs, now } = deps;
  const rule = policy.backOut;
  const sender = policy.contacts?.mail.sender;
  if (rule === undefined || sender === undefined) return undefined;
  const portal = rememberPortal(hubspot, policy);
  const door = openStaffDoor({ smtpUrl, sender, owners: () => hubspot.owners(), mails, now });
  const mailing = { rule, portalId, linkSecrets, codes, door, sender: sender.name, now };

  /** What the workflow made of it; undefined while it has not got to it, or nobody is there to answer. */
  async function answerTo(dealId: string, id: string): Promise<'approved' | BackOutRefusal | undefined> {
    const handle = client.workflow.getHandle(dealWorkflowId(portalId, dealId));
    const answer = await client
      .withDeadline(Date.now() + answerWithinMs, () => handle.query(dealStateQuery))
      .catch(() => undefined);
    const { approved, refused = [] } = answer?.deal.duties?.backOut ?? {};
    return approved?.key === id ? 'approved' : refused.findLast(({ request }) => request.key === id)?.why;
  }

  const { codeTries: maxTries, broughtCodeHours } = rule;
  const present = (dealId: string, code: string) => {
    const hashes = hashCode(linkSecrets, readCode(code));
    return codes.present({ hashes, portalId, dealId, at: now(), maxTries, keptMs: broughtCodeHours * HOUR_MS });
  };

  return {
    look: (seen) => lookAtBackOut({ hubspot, policy, portal, now }, seen),

    async sendCode(to) {
      const { roles } = (await portal()).staff;
      if (roles[rule.approverRole]?.includes(to.ownerId) !== true) return 'failed';
      return mailCode(mailing, to);
    },

    async decide({ dealId, code, reason, details, way }: BroughtDecision) {
      const problem = code === '' ? 'noCode' : await present(dealId, code);
      // In own words: into HubSpot, where the reading for the closing finds it, and into no payload.
      if (problem === undefined && details !== '')
        await hubspot.updateRecord('deal', dealId, { [rule.details]: details });
      const id = randomUUID();
      // What is no code is told without it: it is recorded, and uses up nobody's tries.
      const brought = problem === undefined ? { code } : { problem };
      await client.withDeadline(Date.now() + answerWithinMs, () =>
        signalDeal(client, { portalId, dealId }, backOutSignal, { ...brought, reason, way, id }),
      );
      for (const giveUpAt = Date.now() + answerWithinMs; Date.now() < giveUpAt; await sleep(LOOK_EVERY_MS)) {
        const answer = await answerTo(dealId, id);
        if (answer !== undefined) return answer;
      }
      return 'pending';
    },
  };
}
