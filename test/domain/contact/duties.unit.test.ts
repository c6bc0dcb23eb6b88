import { describe, expect, it } from 'vitest';
import { exclusion } from '../../../src/domain/contact/rules/exclusion.ts';
import { ContactInMemory } from '../../support/contact-in-memory.ts';
import { owner } from '../../../src/domain/contact/rules/owner.ts';
import { recheck } from '../../../src/domain/contact/rules/recheck.ts';
import { review } from '../../../src/domain/contact/rules/review.ts';
import { stale } from '../../../src/domain/contact/rules/stale.ts';
import { nothing } from '../../../src/domain/contact/situation.ts';
import type { LifecycleKey } from '../../../src/domain/policy/contact-types.ts';
import { aSituation, DAY, type Given, NOW } from '../../support/contacts.ts';
import { at, decisions, fact, keys, owed, seen, tasks, wakes } from './support.ts';

const others = (...stages: LifecycleKey[]) =>
  (['target', 'mql', 'sql', 'customer', 'excluded', 'additional', 'recycled'] as const).filter(
    (stage) => !stages.includes(stage),
  );

describe('a Target', () => {
  const since = at('2026-02-25T15:00:00Z');

  it('[C-04] [R-07] wakes up on the 14th day at the same local time, over a change of clocks', () => {
    const waiting = review(aSituation({ since, now: at('2026-03-11T13:59:59Z') }));
    expect(waiting.effects).toEqual([]);
    expect(wakes(waiting)).toEqual(['2026-03-11 10:00']);
  });

  it('[C-04] gets one review task for marketing', () => {
    const due = review(aSituation({ since, now: at('2026-03-11T14:00:00Z') }));
    expect(keys(due)).toEqual([`review:${since}`]);
    expect(tasks(due)).toEqual([{ about: 'review', to: 'Marketing', due: '2026-03-11 10:00' }]);
    expect(due.wakes).toEqual([]);
    expect(due.effects[0]?.decision).toMatchObject({ kind: 'reviewDue', clause: 'C-04', by: 'us' });
    const done = { [`review:${since}`]: NOW };
    expect(owed(review, aSituation({ since, done, now: at('2026-05-11T14:00:00Z') }))).toEqual([]);
  });

  const late = { since, now: since + 30 * DAY };
  it.each<[string, Given]>([
    ['was reviewed', { values: { target_reviewed: fact('yes', since + DAY) } }],
    ['was reviewed when it was created', { values: { target_reviewed: fact('yes', since - 60_000) } }],
    ['was put there by a person', { by: 'person:7' }],
    ['was there before the policy', { since: at('2025-06-01T15:00:00Z') }],
  ])('[C-04] needs no review when it %s', (_, given) => {
    expect(review(aSituation({ ...late, ...given }))).toEqual(nothing);
  });

  it.each<[string, Given]>([
    ['says no', { values: { target_reviewed: fact('no', since) } }],
    ['is older than a loss', { evidenceFrom: since - DAY, values: { target_reviewed: fact('yes', since - 2 * DAY) } }],
  ])('[C-04] needs one although the answer %s', (_, given) => {
    expect(tasks(review(aSituation({ ...late, ...given })))).toHaveLength(1);
  });

  it.each(others('target'))('[C-04] in %s needs none', (stage) => {
    expect(review(aSituation({ ...late, stage }))).toEqual(nothing);
  });
});

describe('an MQL that is not verified', () => {
  const since = at('2026-02-02T15:00:00Z');
  const on = (now: string, given: Given = {}) => recheck(aSituation({ stage: 'mql', since, now: at(now), ...given }));

  it('[C-08] is looked at again every 90 days by its owner', () => {
    expect(on('2026-05-03T13:00:00Z').effects).toEqual([]);
    expect(wakes(on('2026-05-03T13:00:00Z'))).toEqual(['2026-05-03 10:00']);
    const first = on('2026-05-03T14:00:00Z');
    expect(keys(first)).toEqual([`recheck:${since}:1`]);
    expect(tasks(first)).toEqual([{ about: 'recheck', to: 'owner', due: '2026-05-03 10:00' }]);
    expect(wakes(first)).toEqual(['2026-08-01 10:00']);
    expect(keys(on('2026-08-01T14:00:00Z'))).toEqual([`recheck:${since}:2`]);
  });

  it('[C-08] missed ones are one task, not many', () => {
    expect(keys(on('2027-02-02T15:00:00Z'))).toEqual([`recheck:${since}:4`]);
  });

  it('[C-18] is left in peace during a cool-off, and looked at 90 days after it', () => {
    const coolsOff = { values: { sop_recycles_on: fact('2026-08-01T14:00:00.000Z', since, 'us') } };
    expect(on('2026-08-02T14:00:00Z', coolsOff).effects).toEqual([]);
    expect(wakes(on('2026-06-01T14:00:00Z', coolsOff))).toEqual(['2026-10-30 10:00']);
    expect(keys(on('2026-10-30T14:00:00Z', coolsOff))).toHaveLength(1);
  });

  it.each(others('mql'))('[C-08] no re-check in %s', (stage) => {
    expect(on('2027-02-02T15:00:00Z', { stage })).toEqual(nothing);
  });
});

describe('an SQL on which nothing happens', () => {
  const since = at('2026-02-02T15:00:00Z');
  const on = (now: string, given: Given = {}) => stale(aSituation({ stage: 'sql', since, now: at(now), ...given }));

  it('[C-11] is evaluated after 30 days, and every 30 days again', () => {
    expect(on('2026-03-04T14:59:00Z').effects).toEqual([]);
    const first = on('2026-03-04T15:00:00Z');
    expect(keys(first)).toEqual([`stale:${since}:1`]);
    expect(tasks(first)).toEqual([{ about: 'evaluate', to: 'owner', due: '2026-03-04 10:00' }]);
    expect(wakes(first)).toEqual(['2026-04-03 10:00']);
    expect(keys(on('2026-04-03T14:00:00Z'))).toEqual([`stale:${since}:2`]);
  });

  it('[C-11] an activity starts the count again', () => {
    const activity = seen(at('2026-02-20T15:00:00Z'), 'note', '901');
    expect(on('2026-03-10T15:00:00Z', { activity }).effects).toEqual([]);
    const due = on('2026-03-22T14:00:00Z', { activity });
    expect(keys(due)).toEqual([`stale:${activity.at}:1`]);
    expect(due.effects[0]?.decision?.evidence).toContainEqual(activity);
  });

  it.each(others('sql'))('[C-11] no evaluation in %s', (stage) => {
    expect(on('2026-09-04T15:00:00Z', { stage })).toEqual(nothing);
  });
});

describe('the owner from SQL on', () => {
  const since = at('2026-02-02T15:00:00Z');
  const changed = { hubspot_owner_id: fact('92', since + DAY, 'person:7', '91') };

  it.each(others('target', 'mql'))('[C-09] a change in %s is recorded once: from whom, to whom, by whom', (stage) => {
    const proposal = owner(aSituation({ stage, since, values: changed }));
    expect(keys(proposal)).toEqual([`owner:${since + DAY}`]);
    expect(proposal.effects[0]?.command).toBeUndefined();
    expect(proposal.effects[0]?.decision).toMatchObject({
      kind: 'ownerChanged',
      by: 'person:7',
      happenedAt: since + DAY,
      detail: { from: '91', to: '92' },
      evidence: [{ object: 'contact', id: '301', property: 'hubspot_owner_id' }],
    });
  });

  it.each<[string, Given]>([
    ['of a Target', { stage: 'target', values: changed }],
    ['of an MQL, where SDRs take turns', { stage: 'mql', values: changed }],
    ['before it was an SQL', { stage: 'sql', values: { hubspot_owner_id: fact('92', since - DAY, 'us', '91') } }],
    ['to the same owner', { stage: 'sql', values: { hubspot_owner_id: fact('92', since + DAY, 'us', '92') } }],
    ['that never was', { stage: 'sql' }],
  ])('[C-09] no record of a change %s', (_, given) => {
    expect(owner(aSituation({ since, ...given }))).toEqual(nothing);
  });

  const said = { exploring_a_decision: fact('yes', since - DAY, 'person:191') };
  const owned = (id: string) => ({ hubspot_owner_id: fact(id, since - DAY, 'us') });

  it.each<[string, Given]>([
    ['who said that it explores a decision', { values: said }],
    ['though an SDR owned it', { values: { ...said, ...owned('82') } }],
    ['though somebody owned it who is no user any more', { values: { ...said, ...owned('4711') } }],
    ['who moved it, where the statement is not of a rep', { by: 'person:191' }],
    ['who made the statement, whoever moved it', { values: said, by: 'person:192' }],
  ])('[C-09] is the rep %s', (_, given) => {
    const proposal = owner(aSituation({ stage: 'sql', since, by: 'us', ...given }));
    expect(proposal.effects).toMatchObject([
      { key: `rep:${since}`, command: { do: 'own', ownerId: '91' }, decision: { kind: 'repOwns', clause: 'C-09' } },
    ]);
  });

  it.each<[string, Given]>([
    ['another rep', { values: { ...said, ...owned('92') } }],
    ['the rep', { values: { ...said, ...owned('91') } }],
    ['the manager', { values: { ...said, ...owned('71') } }],
    ['nobody, where no rep qualified it', { values: { exploring_a_decision: fact('yes', since, 'person:7') } }],
    ['nobody, where the rep said no', { values: { exploring_a_decision: fact('no', since, 'person:191') } }],
  ])('[C-09] stays %s', (_, given) => {
    expect(owner(aSituation({ stage: 'sql', since, ...given }))).toEqual(nothing);
  });

  it('[C-09] is the rep before there is a deal, which then has the same owner, and is recorded once', () => {
    const contact = new ContactInMemory().deliver().engage('call').set('exploring_a_decision', 'yes', 'person:121');
    contact.deliver().advance(3);
    const done = contact.effects.map((one) => one.do);
    expect(done.indexOf('own')).toBeLessThan(done.indexOf('openDeal'));
    expect([contact.count('own'), contact.facts.values['hubspot_owner_id']?.value]).toEqual([1, '21']);
    const recorded = contact.journal.filter(({ kind }) => kind === 'repOwns' || kind === 'ownerChanged');
    expect(recorded).toMatchObject([{ kind: 'repOwns', detail: { from: '', ownerId: '21' } }]);
  });
});

describe('an excluded contact', () => {
  const since = NOW - 10 * DAY;
  const answer = (value: string, when = since + DAY, by = 'person:7') =>
    exclusion(aSituation({ stage: 'excluded', since, values: { exclusion_review_answer: fact(value, when, by) } }));

  it('[C-13] is subscribed to nothing, once per exclusion', () => {
    const proposal = exclusion(aSituation({ stage: 'excluded', since, by: 'person:7' }));
    expect(proposal.effects).toMatchObject([
      { key: `exclude:${since}`, command: { do: 'unsubscribeAll' }, decision: { by: 'person:7', clause: 'C-13' } },
    ]);
  });

  it.each(others('excluded'))('[C-13] [C-14] nothing of it happens to one in %s', (stage) => {
    const values = { exclusion_review_answer: fact('delete', NOW - 60_000) };
    expect(exclusion(aSituation({ stage, since, values }))).toEqual(nothing);
  });

  it('[C-14] keep is recorded, with who said so', () => {
    const kept = answer('keep').effects.at(-1);
    expect(kept).toMatchObject({
      key: `exclusionAnswer:${since + DAY}`,
      decision: { kind: 'reviewed', by: 'person:7' },
    });
    expect(kept?.command).toBeUndefined();
  });

  it('[C-14] delete deletes it', () => {
    expect(answer('delete').effects.at(-1)).toMatchObject({ command: { do: 'delete' }, decision: { kind: 'deleted' } });
  });

  it.each<[string, Parameters<typeof answer>]>([
    ['was written by an automation', ['delete', since + DAY, 'automation']],
    ['was written by us', ['delete', since + DAY, 'us']],
    ['came by an import', ['delete', since + DAY, 'import']],
    ['is older than the exclusion', ['delete', since - DAY, 'person:7']],
    ['is a stage, which the lifecycle moves to', ['target', since + DAY, 'person:7']],
    ['is empty', ['', since + DAY, 'person:7']],
  ])('[C-14] an answer that %s deletes nothing', (_, given) => {
    expect(keys(answer(...given))).toEqual([`exclude:${since}`]);
    expect(decisions(answer(...given))).toEqual(['unsubscribedFromAll']);
  });
});
