/** What `why deal` says of where a deal is, with its workflow's answer and without. */
import { describe, expect, it } from 'vitest';
import { newDeal, type Shown } from '../../src/domain/deal/state.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { localMinute } from '../../src/domain/time.ts';
import { STOP_LISTENING } from '../../src/domain/wake.ts';
import type { RecordedDecision } from '../../src/journal/journal.ts';
import { whyContact } from '../../src/starters/commands/why-contact.ts';
import { whyDeal } from '../../src/starters/commands/why-deal.ts';

const AT = Date.parse('2026-03-02T15:30:00Z');
const HOUR_MS = 3_600_000;
const when = (instant: number) => localMinute(instant, 'America/New_York');
const asked = { policy: defaultPolicy, id: '5', nameOf: () => undefined, when };

/** One decision an hour, each as far as `why` looks at it. */
function journal(...decisions: Partial<RecordedDecision>[]): RecordedDecision[] {
  return decisions.map((decision, index) => ({
    seq: index + 1,
    kind: 'moved',
    happenedAt: AT + index * HOUR_MS,
    recordedAt: AT,
    by: 'us',
    evidence: [{ object: 'deal', id: '5', property: 'dealstage' }],
    policyVersion: 'x@1',
    clause: 'D-14',
    ...decision,
  }));
}

const opened = { kind: 'started', to: 'new_business.sql' };
const won = { kind: 'won', from: 'new_business.partner', to: 'new_business.closed_won' };

describe('without the workflow', () => {
  const standing = (...decisions: Partial<RecordedDecision>[]) =>
    whyDeal.standing({ ...asked, live: undefined, history: journal(...decisions) });

  it.each([
    {
      of: 'open, since it entered and not since it was last told what is missing',
      decisions: [opened, { to: 'new_business.engaged' }, { kind: 'missing', to: 'new_business.engaged' }],
      says: 'By the journal deal 5 is in Engaged (New Business) since 2026-03-02 11:30 America/New_York.',
    },
    {
      of: 'put back',
      decisions: [opened, { kind: 'bypassed', to: 'new_business.proposal' }, { kind: 'putBack', to: opened.to }],
      says: 'By the journal deal 5 is in Sales Qualified Lead (New Business) since 2026-03-02 12:30 America/New_York.',
    },
    {
      of: 'won, whatever was decided since about its hand-off',
      decisions: [opened, won, { kind: 'handedOff' }],
      says: 'By the journal deal 5 is in Closed Won (New Business) since 2026-03-02 11:30 America/New_York.',
    },
    {
      of: 'lost',
      decisions: [opened, { kind: 'closed', to: 'new_business.closed_lost' }],
      says: 'By the journal deal 5 is in Closed Lost (New Business) since 2026-03-02 11:30 America/New_York.',
    },
    {
      of: 'deleted and restored',
      decisions: [opened, { kind: 'gone', detail: { why: 'deleted' } }, { kind: 'restored' }],
      says: 'By the journal deal 5 is in Sales Qualified Lead (New Business) since 2026-03-02 10:30 America/New_York.',
    },
    {
      of: 'merged',
      decisions: [opened, { kind: 'gone', detail: { why: 'merged', into: '7' } }],
      says: 'By the journal deal 5 is merged in HubSpot since 2026-03-02 11:30; it goes on as deal 7.',
    },
    {
      of: 'moved to where the policy does not apply',
      decisions: [opened, { kind: 'left', from: opened.to }],
      says: 'Deal 5 is not under way in a pipeline of the policy.',
    },
  ])("[R-05] the journal's decisions tell where the deal is and since when: $of", ({ decisions, says }) => {
    expect(standing(...decisions)[0]).toBe(says);
  });

  it('[R-05] they tell why, too', () => {
    expect(standing(opened, won)).toContainEqual(expect.stringMatching(/^Why: won: .*\(decision 2, clause D-14\)\.$/));
  });

  it('[R-05] and the same of a contact', () => {
    const history = journal({ kind: 'started', to: 'contact.target' }, { to: 'contact.mql' });
    expect(whyContact.standing({ ...asked, live: undefined, history })[0]).toBe(
      'By the journal contact 5 is in Marketing Qualified Lead since 2026-03-02 11:30 America/New_York.',
    );
  });
});

describe('of a closed deal', () => {
  const next = (shown: Partial<Shown>, nextFor: string) => {
    const place: Shown = { pipeline: 'new_business', stage: 'closed_won', since: AT, missing: [], resting: false };
    const deal = { ...newDeal('5'), shown: { ...place, ...shown } };
    const live = { deal, nextAt: AT + HOUR_MS, nextFor };
    return whyDeal.standing({ ...asked, live, history: [] }).find((line) => line.startsWith('Next: '));
  };

  it('[R-05] [D-18] a won one says what onboarding still hears', () => {
    expect(next({}, 'remind onboarding of the ticket')).toBe(
      'Next: remind onboarding of the ticket, 2026-03-02 11:30; the deal is closed.',
    );
  });

  it('[R-05] [B-03] a backed-out one says what its seller still hears', () => {
    const shown = { stage: 'closed_lost', lostFor: 'backed_out' };
    expect(next(shown, 'remind the selling rep of the lifecycle stage')).toBe(
      'Next: remind the selling rep of the lifecycle stage, 2026-03-02 11:30; the deal is closed: Backed out after signing.',
    );
  });

  it('[R-05] only one of which nothing comes any more says "nothing"', () => {
    expect(next({}, STOP_LISTENING)).toBe('Next: nothing; the deal is closed.');
  });
});
