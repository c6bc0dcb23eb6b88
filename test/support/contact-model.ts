/**
 * What the SOP says becomes of a contact, written down a second time and plainly: a reducer over everything that happened to
 * it, in the order in which it happened. It shares no line with the engine, so that both are wrong only where the reading of
 * the SOP is. The events lie within some hours of one business day: what only time brings about is tested elsewhere.
 */

export type Happening =
  | 'address' // it gets an e-mail address
  | 'call' // a conversation (C-07), and an engagement (T-02)
  | 'visit' // an engagement only
  | 'exploring' // the rep says that it explores a decision
  | 'notExploring'
  | 'company'
  | 'won' // a deal of its company
  | 'optOut' // in HubSpot
  | 'grant' // on our page
  | 'withdraw'
  | 'junk' // a person excludes it
  | 'veto'; // the rep met no positive impression

export type Stage = 'target' | 'mql' | 'sql' | 'customer' | 'recycled' | 'excluded';

export interface Predicted {
  stage: Stage;
  consent: 'none' | 'requested' | 'granted' | 'withdrawn';
  /** Consent requests sent, leads open, deals opened. */
  requests: number;
  leads: number;
  deals: number;
}

/** Number of the happening that was the last of its kind; 0: it never happened. */
type Last = Partial<Record<Happening, number>>;

/** @param happened a set: two of one kind at different times are two happenings */
export function predict(happened: { at: number; what: Happening }[]): Predicted {
  const inOrder = happened.toSorted((a, b) => a.at - b.at);
  const last: Last = {};
  const isUsed = new Set<string>();
  let stage: Stage = 'target';
  let evidenceFrom = 0;
  let [requests, deals] = [0, 0];

  /** K-06, K-08: the newest word counts. What follows an exclusion is the engine's own unsubscription as far as anybody knows. */
  const decided = (): 'none' | 'granted' | 'withdrawn' => {
    const optOut = stage === 'excluded' && (last.optOut ?? 0) > (last.junk ?? 0) ? 0 : (last.optOut ?? 0);
    const no = Math.max(last.withdraw ?? 0, optOut);
    const yes = last.grant ?? 0;
    if (no === 0 && yes === 0) return 'none';
    return yes > no ? 'granted' : 'withdrawn';
  };

  /** C-16: a reason to recycle, each once; a fresh consent undoes them. */
  const unreachable = (): { reason: string; at: number } | undefined => {
    const yes = last.grant ?? 0;
    const reasons = (['optOut', 'withdraw'] as const).map((reason) => ({ reason, at: last[reason] ?? 0 }));
    return reasons.find(({ reason, at }) => at > yes && !isUsed.has(`${reason}${at}`));
  };

  /** Where it goes from here; undefined: it stays. */
  const next = (): Stage | undefined => {
    if (stage === 'excluded' || stage === 'customer') return undefined;
    if (last.won !== undefined) return 'customer'; // C-12
    const reason = stage === 'mql' || stage === 'sql' ? unreachable() : undefined;
    if (reason !== undefined) {
      isUsed.add(`${reason.reason}${reason.at}`);
      evidenceFrom = Math.max(evidenceFrom, reason.at);
      return 'recycled';
    }
    const saysYes = (last.exploring ?? 0) > Math.max(last.notExploring ?? 0, evidenceFrom);
    if (stage !== 'sql' && saysYes && (last.call ?? 0) > evidenceFrom) return 'sql'; // C-07
    return stage === 'target' && engagedAt(last) > evidenceFrom ? 'mql' : undefined; // C-05
  };

  for (const [index, { what }] of inOrder.entries()) {
    // Saying the same again is no new statement, and HubSpot tells of none.
    if (!isRepeated(what, last)) last[what] = index + 1;
    if (what === 'junk') stage = 'excluded';
    for (let to = next(); to !== undefined; to = next()) stage = to;
    if (stage === 'sql') deals = 1; // C-10: its deal stays open here
    const isAsked = stage === 'target' || stage === 'mql' || stage === 'sql';
    if (isAsked && decided() === 'none' && last.address !== undefined) requests = 1; // K-02
  }

  const isVetoed = (last.veto ?? 0) > engagedAt(last);
  const isLead = (stage === 'mql' || stage === 'sql') && engagedAt(last) > 0 && !isVetoed && decided() !== 'withdrawn';
  const word = decided();
  return {
    stage,
    consent: word === 'none' && requests > 0 ? 'requested' : word,
    requests,
    leads: isLead ? 1 : 0,
    deals,
  };
}

function engagedAt({ call = 0, visit = 0 }: Last): number {
  return Math.max(call, visit);
}

function isRepeated(what: Happening, last: Last): boolean {
  const { exploring = 0, notExploring = 0 } = last;
  if (what === 'exploring') return exploring > notExploring;
  if (what === 'notExploring') return notExploring > exploring;
  if (what === 'veto') return (last.veto ?? 0) > engagedAt(last);
  return (what === 'optOut' || what === 'address' || what === 'junk') && last[what] !== undefined;
}
