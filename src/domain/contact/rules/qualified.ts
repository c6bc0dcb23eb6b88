/** L-03, L-04: a contact that meets the criteria of its campaign is a qualified lead of the campaign's kind. */
import { contactEvidence, draft, known, propertyName, valueOf } from '../drafts.ts';
import type { ContactPolicy } from '../policy.ts';
import { nothing, type Rule, type Situation } from '../situation.ts';

type Criterion = ContactPolicy['leads']['campaigns'][string]['criteria'][number];

/** What a person says of the lead stands, even that it is none. */
export const qualified: Rule = (situation) => {
  const { policy, facts } = situation;
  const campaign = valueOf(situation, 'campaign');
  const row = policy.leads.campaigns[campaign];
  if (row === undefined || !row.criteria.every((criterion) => holds(criterion, facts.company))) return nothing;
  const kind = known(situation, 'leadKind');
  if (kind !== undefined && kind.by !== 'us' && (kind.value !== '' || kind.previous !== undefined)) return nothing;

  const company = facts.companyId === undefined ? [] : [{ object: 'company', id: facts.companyId }];
  const evidence = [contactEvidence(situation, 'campaign'), ...company];
  const decision = draft(situation, 'qualifiedLead', known(situation, 'campaign')?.at ?? situation.now, 'L-04', {
    evidence,
    detail: { campaign, leadKind: row.kind },
  });
  return {
    ...nothing,
    effects: [{ key: `qualified:${campaign}:${row.kind}`, decision }],
    show: { [propertyName(situation, 'leadKind')]: row.kind },
  };
};

/** What is not known of a company meets no criterion: an unknown system is not "not Epic". */
function holds(criterion: Criterion, company: Situation['facts']['company']): boolean {
  const value = company[criterion.property] ?? '';
  if (value === '') return false;
  const values = value.split(';');
  if ('is' in criterion) return values.some((one) => criterion.is.includes(one));
  if ('isNot' in criterion) return !values.some((one) => criterion.isNot.includes(one));
  return Number(value) > criterion.above;
}

/** Place of a kind in the order of value: 0 is the most valuable, what is no kind comes last (L-03). */
export function leadRank(kind: string, { leads }: Pick<ContactPolicy, 'leads'>): number {
  const rank = leads.kinds.indexOf(kind);
  return rank === -1 ? leads.kinds.length : rank;
}
