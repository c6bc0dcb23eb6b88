/** C-05 and C-07: what a contact and its rep do makes it an MQL and an SQL. */
import type { Known as Fact } from '../../deal/state.ts';
import type { LifecycleKey } from '../../policy/contact-types.ts';
import type { Evidence } from '../../decision.ts';
import type { Effect } from '../commands.ts';
import { decided, type Occasion, propertyEvidence, seenEvidence } from '../decisions.ts';
import type { Situation } from '../situation.ts';
import type { Seen } from '../state.ts';
import { isBackedOut, lostNewBusiness } from './deals.ts';
import { move, type Mover, ownerTask } from './verdicts.ts';

/** C-07: both halves of the proof, and the ids of those that are not there. */
export interface Proof {
  conversation?: Seen;
  statement?: Fact;
  missing: string[];
}

/** An Additional Sales Contact is moved by people only (C-15). */
const QUALIFIES_FROM: LifecycleKey[] = ['target', 'mql', 'recycled'];

export function proofOf(s: Situation): Proof {
  const counts = ({ at }: { at: number }) => at > usedUpTo(s);
  const talks = s.policy.engagement.flatMap(({ key, conversation }) => (conversation ? [key] : []));
  const conversation = newest(s, talks);
  const said = s.facts.values[s.policy.properties.exploring];
  const hasConversation = conversation !== undefined && counts(conversation);
  const hasStatement = said?.value === 'yes' && counts(said);
  return {
    ...(hasConversation ? { conversation } : {}),
    ...(hasStatement ? { statement: said } : {}),
    missing: [...(hasConversation ? [] : ['conversation']), ...(hasStatement ? [] : ['exploring'])],
  };
}

export function proofEvidence(s: Occasion, { conversation, statement }: Proof): Evidence[] {
  return [
    ...(conversation === undefined ? [] : [seenEvidence(conversation)]),
    ...(statement === undefined ? [] : [propertyEvidence(s, s.policy.properties.exploring)]),
  ];
}

/** C-07: a conversation and the rep's statement, both. Whoever made the statement caused it. */
export const qualify: Mover = (s) => {
  const proof = proofOf(s);
  const { conversation, statement } = proof;
  const from = s.settled.stage;
  if (!QUALIFIES_FROM.includes(from) || conversation === undefined || statement === undefined) return undefined;
  const decision = decided(s, {
    kind: 'qualified',
    from,
    to: 'sql',
    by: statement.by,
    happenedAt: Math.max(conversation.at, statement.at),
    evidence: proofEvidence(s, proof),
    clause: 'C-07',
  });
  return move(s, 'sql', decision);
};

/** C-05: the first engagement; a current client's contact is a customer before it comes to this. */
export const engage: Mover = (s) => {
  const kinds = s.policy.engagement.map(({ key }) => key);
  const engagement = newest(s, kinds);
  if (s.settled.stage !== 'target' || engagement === undefined || engagement.at <= usedUpTo(s)) return undefined;
  const decision = decided(s, {
    kind: 'moved',
    from: 'target',
    to: 'mql',
    by: 'us',
    happenedAt: engagement.at,
    evidence: [seenEvidence(engagement)],
    clause: 'C-05',
  });
  return move(s, 'mql', decision);
};

/** What keeps a contact from SQL: always of interest for an MQL and for an SQL that was only warned about, else once the rep said yes. */
export function missingForSql(s: Situation): string[] {
  const { missing, statement } = proofOf(s);
  const { stage, since } = s.settled;
  if (stage === 'mql' || (stage === 'sql' && s.done[`warned:${since}`] !== undefined)) return missing;
  return QUALIFIES_FROM.includes(stage) && statement !== undefined ? missing : [];
}

/** The rep said yes, but nobody talked to the person: told once per statement. */
export function qualifyTask(s: Situation, occasion: number): Effect[] {
  const { statement, missing } = proofOf(s);
  const at = statement?.at ?? occasion;
  return missing.length === 0 ? [] : [ownerTask(s, `qualify:${at}`, 'qualify', { missing })];
}

/** Evidence up to here does not count any more: a loss, or a person who took the contact back, is newer. */
function usedUpTo(s: Situation): number {
  const loss = lostNewBusiness(s).find((deal) => !isBackedOut(deal, s.policy));
  return Math.max(s.settled.evidenceFrom, loss?.at ?? 0);
}

function newest(s: Situation, kinds: string[]): Seen | undefined {
  const seen = kinds.flatMap((kind) => s.facts.engagements[kind] ?? []);
  return seen.toSorted((a, b) => b.at - a.at)[0];
}
