/** B: the decisions of a back-out in sentences. */
import type { Decision } from '../decision.ts';
import type { Policy } from '../policy/types.ts';
import { isBackOutRefusal, reasonWords, refusalWords, wayWords } from './back-out.ts';

/**
 * @param by who caused the decision, in words
 * @returns undefined for a decision that is none of a back-out
 */
export function backOutDecisionWords(policy: Policy, decision: Decision, by: string): string | undefined {
  const detail = (name: string) => {
    const value = decision.detail?.[name];
    return typeof value === 'string' ? value : '';
  };
  switch (decision.kind) {
    case 'backOutAsked':
      if (decision.detail?.['lacksReason'] === true)
        return `${by} asked for a back-out without a reason; a reason by the same person decides`;
      return `${by} asked for a back-out; the ${policy.backOut?.approverRole ?? 'Sales VP'} was asked to decide`;
    case 'backOutDropped':
      return `the request for a back-out was taken back by ${by}`;
    case 'backOutRefused': {
      const why = detail('why');
      const words = isBackOutRefusal(why) ? refusalWords(policy, why) : why;
      return `a back-out, tried by ${by} ${wayWords(detail('way'))}, was refused: ${words}`;
    }
    case 'backedOut':
      return `backed out after signing by ${by} ${wayWords(detail('way'))}: ${reasonWords(policy, detail('reason'))}; the win stays in history`;
    case 'clientStatusAsked':
      return 'implementation was asked to update the Client Status';
    case 'onboardingClosed':
      return 'the onboarding ticket was closed with the reason';
    case 'lifecycleAsked':
      return "the selling rep was asked to update the contacts' lifecycle stage";
    case 'lifecycleUpdated':
      return `the task to update the contacts' lifecycle stage was completed by ${by}`;
    default:
      return undefined;
  }
}
