/** L-01: a contact that is a lead has exactly one open HubSpot lead, and one that is not has none. */
import { contactEvidence, draft, lastTime, valueOf } from '../drafts.ts';
import { missingForLead } from '../lead.ts';
import { nothing, type Proposal, type Rule, type Situation } from '../situation.ts';
import { lastEngagement } from '../temperature.ts';
import { leadRank } from './qualified.ts';

export const leads: Rule = (situation) => {
  const [reason] = missingForLead(situation);
  return reason === undefined ? open(situation) : closed(situation, reason);
};

/**
 * The key names what the lead says, so that news updates it, and the closing before it, so that it can say the same again. A
 * lead that a rep disqualified stays closed until there is news.
 */
function open(situation: Situation): Proposal {
  const { facts, policy, now } = situation;
  const lastActivity = facts.activity?.at;
  const planned = facts.nextActivity?.at;
  const nextActivity = planned !== undefined && planned > now ? planned : undefined;
  // Every lead is warm; the most valuable kind is hot (L-03). COLD stays for leads that people keep by hand.
  const label = leadRank(valueOf(situation, 'leadKind'), policy) === 0 ? 'HOT' : 'WARM';
  const after = lastTime(situation, CLOSED);
  const companyId = facts.companyId ?? '';
  const told = companyTold(situation) ?? companyId;
  // A lead that people closed does not come back because of another company.
  const company = isOpen(situation) ? companyId : told;
  const engaged = lastEngagement(situation);
  const decision = draft(situation, 'leadOpened', engaged?.at ?? now, policy.leads.clause, {
    evidence: [contactEvidence(situation, 'stage'), ...(engaged === undefined ? [] : [engaged])],
    detail: { label },
  });
  return {
    ...nothing,
    wakes: nextActivity === undefined ? [] : [{ at: nextActivity, what: 'the planned activity is due' }],
    effects: [
      {
        key: `${LEAD_SAYS}${after}:${label}:${lastActivity ?? ''}:${nextActivity ?? ''}:${company}`,
        command: {
          do: 'lead',
          open: true,
          label,
          ...(lastActivity === undefined ? {} : { lastActivity }),
          ...(nextActivity === undefined ? {} : { nextActivity }),
          ...(company === told ? {} : { renamed: true }),
        },
        ...(isOpen(situation) ? {} : { decision }),
      },
    ],
  };
}

/** The company that the lead was last told of, `''` for none; undefined: of this lead nothing is remembered. */
function companyTold({ done }: Situation): string | undefined {
  return Object.keys(done)
    .find((key) => key.startsWith(LEAD_SAYS))
    ?.split(':')
    .at(-1);
}

/** Keys of what the open lead says. */
export const LEAD_SAYS = 'lead:open:';
const CLOSED = 'lead:closed:';

function closed(situation: Situation, reason: string): Proposal {
  if (!isOpen(situation)) return nothing;
  const { policy, now, facts } = situation;
  const evidence = facts.leads.filter((lead) => lead.open).map(({ id }) => ({ object: 'lead', id }));
  const decision = draft(situation, 'leadClosed', now, policy.leads.clause, { evidence, detail: { reason } });
  const key = `${CLOSED}${lastTime(situation, LEAD_SAYS)}:${evidence.map(({ id }) => id).join()}`;
  return { ...nothing, effects: [{ key, command: { do: 'lead', open: false, reason }, decision }] };
}

function isOpen({ facts }: Situation): boolean {
  return facts.leads.some(({ open }) => open);
}
