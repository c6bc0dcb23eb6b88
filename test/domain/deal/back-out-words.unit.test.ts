/** B: what people read of a request, and of a back-out among several wins. */
import { expect, it } from 'vitest';
import type { DealEffectCommand, Detail } from '../../../src/domain/deal/rules/rule.ts';
import { decisionWords } from '../../../src/domain/decision-words.ts';
import { dutyMail, dutyNote, dutyTask } from '../../../src/domain/duty-words/index.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import { REP, type SoldDeal, VP, wonDeal } from '../../support/won-deal.ts';

/** What the rules wrote about a request, by kind. */
function written(deal: SoldDeal) {
  const detailOf = (kind: DealEffectCommand['do'], about: string): Detail => {
    const found = deal.duties.find((one) => one.do === kind && 'about' in one && one.about === about);
    return found !== undefined && 'detail' in found ? (found.detail ?? {}) : {};
  };
  const asked = deal.journal.find(({ kind }) => kind === 'backOutAsked');
  return {
    note: dutyNote(defaultPolicy, 'backOutAsked', detailOf('note', 'backOutAsked')),
    task: dutyTask(defaultPolicy, 'decideBackOut', detailOf('task', 'decideBackOut')).body,
    mail: dutyMail(defaultPolicy, 'decideBackOut', detailOf('mail', 'decideBackOut')).paragraphs.join(' '),
    journal: asked && decisionWords(defaultPolicy, asked),
  };
}

it('[B-02] the Sales VP who asks without a reason reads that the reason decides, and so it does', () => {
  const deal = wonDeal().set('back_out_requested', 'yes', VP).work();
  const { note, task, mail, journal } = written(deal);
  expect(note).toContain('as soon as the same person fills that in, the deal is backed out. Until then');
  expect(note).not.toContain('was asked to decide');
  for (const text of [task, mail]) {
    expect(text).toContain('fills that in, the deal is backed out.');
    expect(text).not.toContain('back to Yes');
  }
  expect(journal).toBe('person 90 asked for a back-out without a reason; a reason by the same person decides');
  deal.set('back_out_reason', 'client', VP).work();
  expect(deal.stage).toBe('closed_lost');
});

it.each(['before', 'after'])(
  '[B-02] [D-15] a Sales VP who dragged it to lost goes on as told, %s it went back',
  (order) => {
    const deal = wonDeal().moveTo('closed_lost', VP).work();
    if (order === 'after')
      deal
        .pass(16 * 60_000)
        .wake()
        .work();
    expect(deal.stage).toBe(order === 'after' ? 'closed_won' : 'closed_lost');
    deal.set('back_out_reason', 'client', VP).set('back_out_requested', 'yes', VP).work();
    deal
      .pass(16 * 60_000)
      .wake()
      .work();
    expect(deal.stage).toBe('closed_lost');
    expect(deal.kinds().filter((kind) => kind === 'backedOut')).toHaveLength(1);
  },
);

it("[B-02] of a rep's request the Sales VP reads how to decide, and the rep who was asked", () => {
  const { note, task, mail, journal } = written(wonDeal().set('back_out_requested', 'yes', REP).work());
  expect(note).toContain('The Sales VP was asked to decide');
  for (const text of [task, mail]) expect(text).toContain('to No and back to Yes with');
  expect(journal).toBe('person 77 asked for a back-out; the Sales VP was asked to decide');
});

it('[B-05] [C-12] the rep reads which contacts stay Customer whatever the rep sets', () => {
  const detail = { reason: 'client', seller: '77' };
  const words = 'A contact that another won deal holds in Customer stays there';
  expect(dutyTask(defaultPolicy, 'updateLifecycle', detail).body).toContain(words);
  for (const about of ['updateLifecycle', 'lifecycleReminder'])
    expect(dutyMail(defaultPolicy, about, detail).paragraphs[0]).toContain(words);
});

it('[D-07] an approval is put back of whoever owns the deal by then', () => {
  expect(dutyNote(defaultPolicy, 'ownApproval', {})).toContain('was set by whoever owns the deal now');
});
