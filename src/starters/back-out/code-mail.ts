/** Makes a personal code and mails it to the one person it is for (B-02). */
import { randomInt } from 'node:crypto';
import { CODE_ALPHABET, CODE_LENGTH, codeForPeople } from '../../domain/deal/back-out/code.ts';
import type { BackOutRule } from '../../domain/policy/back-out-types.ts';
import type { ApprovalCodes } from '../../journal/approval-codes.ts';
import { hashCode } from '../../links.ts';
import type { openStaffDoor } from '../../mail/staff-door.ts';
import { staffText } from '../../mail/staff-text.ts';

export interface CodeMailDeps {
  rule: BackOutRule;
  portalId: string;
  /** The first one is used. */
  linkSecrets: readonly string[];
  codes: Pick<ApprovalCodes, 'issue'>;
  door: ReturnType<typeof openStaffDoor>;
  /** Who sends. */
  sender: string;
  now(): number;
}

/** `tooMany`: the deal had so many in the last hour. `failed`: the mail server did not take it; no code is known to anybody. */
export type CodeSent = 'sent' | 'tooMany' | 'failed';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export async function mailCode(
  { rule, portalId, linkSecrets, codes, door, sender, now }: CodeMailDeps,
  { dealId, dealName, ownerId }: { dealId: string; dealName: string; ownerId: string },
): Promise<CodeSent> {
  const code = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
  const [hash = ''] = hashCode(linkSecrets, code);
  const at = now();
  const issued = await codes.issue(
    { hash, portalId, dealId, ownerId, issuedAt: at, expiresAt: at + rule.codeMinutes * MINUTE_MS },
    { max: rule.codesPerHour, since: at - HOUR_MS },
  );
  if (issued === 'tooMany') return 'tooMany';
  // The hash stands for the code in every key: who reads one cannot use it.
  const mail = { portalId, key: `backOutCode:${hash}`, to: ownerId, at };
  const { outcome } = await door.toStaff(mail, (firstName) =>
    staffText({
      subject: `Your code to back out: ${dealName}`,
      firstName,
      paragraphs: [
        `Deal: ${dealName}`,
        `Your code: ${codeForPeople(code)}`,
        `It works once, for this deal, for ${rule.codeMinutes} minutes. Whoever has it decides in your name: pass it on to nobody. If you did not ask for it, you need do nothing.`,
      ],
      links: [],
      sender,
    }),
  );
  return outcome === 'sent' ? 'sent' : 'failed';
}
