/**
 * Where a back-out is looked at and decided: behind the hosted page and the command line (B-02). The decision itself is the
 * workflow's; what is brought here is a code, and the answer is read from what the workflow says of itself.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readCode } from '../../domain/deal/back-out/code.ts';
import type { BackOutRefusal, BackOutState, Sale } from '../../domain/deal/back-out/state.ts';
import type { DealState } from '../../domain/deal/state.ts';
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
const LOOK_WITHIN_MS = 2_000;
const HOUR_MS = 3_600_000;
/** Characters of the name under which a workflow takes a request. */
const MAX_NAME = 40;

/** Undefined under a policy that knows no back-out, or names nobody who sends mails. */
export function openBackOutDesk(deps: BackOutDeskDeps): BackOutDesk | undefined {
  const { policy, portalId, client, hubspot, codes, mails, smtpUrl, linkSecrets, answerWithinMs, now } = deps;
  const rule = policy.backOut;
  const sender = policy.contacts?.mail.sender;
  if (rule === undefined || sender === undefined) return undefined;
  const portal = rememberPortal(hubspot, policy);
  const door = openStaffDoor({ smtpUrl, sender, owners: () => hubspot.owners(), mails, now });
  const mailing = { rule, portalId, linkSecrets, codes, door, sender: sender.name, now };

  /** What the workflow knows; nothing while nobody is there to answer. */
  async function stateOf(dealId: string, withinMs: number): Promise<DealState | undefined> {
    const handle = client.workflow.getHandle(dealWorkflowId(portalId, dealId));
    const answer = await client
      .withDeadline(Date.now() + withinMs, () => handle.query(dealStateQuery))
      .catch(() => undefined);
    return answer?.deal;
  }

  async function known(dealId: string): Promise<BackOutState> {
    return (await stateOf(dealId, answerWithinMs))?.duties?.backOut ?? {};
  }

  /** HubSpot tells of it, too; a page does not wait long for who knows better. */
  async function saleOf(dealId: string): Promise<Sale | undefined> {
    return (await stateOf(dealId, LOOK_WITHIN_MS))?.sale;
  }

  /** What the workflow made of it; undefined while it has not got to it. */
  async function answerTo(dealId: string, id: string): Promise<'approved' | BackOutRefusal | undefined> {
    const { approved, refused = [] } = await known(dealId);
    return approved?.key === id ? 'approved' : refused.findLast(({ request }) => request.key === id)?.why;
  }

  /** The same code and reason are the same decision, however often they are sent; who reads such a name learns neither. */
  const namesOf = (code: string, reason: string) =>
    hashCode(linkSecrets, `${readCode(code)}:${reason}`).map((hash) => hash.slice(0, MAX_NAME));

  /** When this person has decided just this before: a page was loaded again, say. */
  async function decidedAt({ dealId, ownerId, code, reason }: BroughtDecision): Promise<number | undefined> {
    const { approved } = await known(dealId);
    const isSame = approved !== undefined && namesOf(code, reason).includes(approved.key);
    return isSame && (await portal()).staff.actors[ownerId] === approved.by ? approved.at : undefined;
  }

  const { codeTries: maxTries, broughtCodeHours } = rule;
  const present = (dealId: string, code: string) => {
    const hashes = hashCode(linkSecrets, readCode(code));
    return codes.present({ hashes, portalId, dealId, at: now(), maxTries, keptMs: broughtCodeHours * HOUR_MS });
  };

  return {
    look: (seen) => lookAtBackOut({ hubspot, policy, portal, saleOf, now }, seen),

    async sendCode(to) {
      const { roles } = (await portal()).staff;
      if (roles[rule.approverRole]?.includes(to.ownerId) !== true) return 'failed';
      return mailCode(mailing, to);
    },

    async decide(brings: BroughtDecision) {
      const { dealId, code, reason, details, way } = brings;
      const problem = code === '' ? 'noCode' : await present(dealId, code);
      const before = problem === 'usedCode' ? await decidedAt(brings) : undefined;
      if (before !== undefined) return { decidedAt: before };
      // In own words: into HubSpot, where the reading for the closing finds it, and into no payload.
      if (problem === undefined && details !== '')
        await hubspot.updateRecord('deal', dealId, { [rule.details]: details });
      const [name = ''] = namesOf(code, reason);
      const id = problem === undefined ? name : randomUUID();
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
