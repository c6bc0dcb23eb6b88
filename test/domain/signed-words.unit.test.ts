/** What people read who try to lose a signed deal otherwise than by a back-out. */
import { expect, it } from 'vitest';
import { dealDetails } from '../../src/domain/deal-details.ts';
import type { Shown } from '../../src/domain/deal/state.ts';
import { BACK_OUT } from '../../src/domain/deal/verdict.ts';
import { decisionWords } from '../../src/domain/decision-words.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { dutyNote } from '../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { dealNote, escapeHtml, missingText } from '../../src/domain/words.ts';

const AT = Date.parse('2026-03-02T15:30:00Z');
const RULE = 'a signed deal is backed out only by the Sales VP';
const WAY =
  'If the client or we have to back out, set "Back-out requested" to Yes: the Sales VP gets a mail with a link, and decides. The Sales VP decides here by filling in "Back-out reason" and setting "Back-out requested" to Yes.';

/** A won deal that was dragged to Closed Lost a moment ago. */
const dragged: Shown = {
  pipeline: 'new_business',
  stage: 'closed_lost',
  since: AT,
  missing: [BACK_OUT],
  resting: false,
  putBack: { stage: 'closed_won', at: AT },
};

it('[B-02] [D-16] the deal says why it goes back, and how a signed deal is backed out, by a rep and by the Sales VP', () => {
  expect(missingText(defaultPolicy, dragged)).toBe(
    `This deal was moved to Closed Lost, but ${RULE}. It goes back to Closed Won at 2026-03-02 10:30 America/New_York.\n${WAY}`,
  );
  expect(dealDetails(defaultPolicy, dragged)).toContain('Next: the deal goes back to Closed Won at 2026-03-02 10:30.');
});

it('[B-02] so does the note, put back or only warned, and nothing of it was "moved ahead"', () => {
  const { putBack: _, ...warned } = dragged;
  const moved = `<p>This deal was moved to <strong>Closed Lost</strong>, but ${RULE}.`;
  const way = `<p>${escapeHtml(WAY)}</p>`;
  expect(dealNote(defaultPolicy, 'bypass', dragged)).toBe(
    `${moved} It is back in <strong>Closed Won</strong>.</p>${way}`,
  );
  expect(dealNote(defaultPolicy, 'bypass', warned)).toBe(`${moved}</p>${way}`);
  expect(dealNote(defaultPolicy, 'backOutWay', dragged)).toContain(way);
  expect(dutyNote(defaultPolicy, 'mergedWin', { deal: '7', pipeline: 'new_business', stage: 'closed_lost' })).toContain(
    escapeHtml(WAY),
  );
});

it.each([
  ['bypassed', `moved to Closed Lost (New Business) by person 77, but ${RULE}. ${WAY}`],
  ['putBack', `put back to Closed Lost (New Business): ${RULE}`],
  ['warned', `left in Closed Lost (New Business), where person 77 moved it, with a warning: ${RULE}`],
])('[R-05] [B-02] and the journal, of what it calls "%s"', (kind, words) => {
  const decision: Decision = {
    seq: 1,
    kind,
    to: 'new_business.closed_lost',
    happenedAt: AT,
    by: 'person:77',
    evidence: [],
    policyVersion: 'x@1',
    clause: 'D-15',
    detail: { missing: [BACK_OUT] },
  };
  expect(decisionWords(defaultPolicy, decision)).toBe(words);
});
