/** B-02: what people read who try to lose a signed deal by a lost reason or by dragging. Plain text. */
import { findProperty } from './policy/lookup.ts';
import type { Policy } from './policy/types.ts';

const approver = ({ backOut }: Policy) => backOut?.approverRole ?? 'Sales VP';
const label = (policy: Policy, name: string) => `"${findProperty(policy, 'deal', name)?.label ?? name}"`;

/** Why the deal does not stay lost, as the second half of a sentence. */
export function onlyApprover(policy: Policy): string {
  return `a signed deal is backed out only by the ${approver(policy)}`;
}

/** How it goes: for whoever asks, and for the approver, to whom asking is no help. Empty under a policy without back-outs. */
export function backOutWay(policy: Policy): string {
  const { backOut } = policy;
  if (backOut === undefined) return '';
  const [requested, reason] = [label(policy, backOut.requested), label(policy, backOut.reason)];
  return `If the client or we have to back out, set ${requested} to Yes: the ${approver(policy)} gets a mail with a link, and decides. The ${approver(policy)} decides here by filling in ${reason} and setting ${requested} to Yes.`;
}
