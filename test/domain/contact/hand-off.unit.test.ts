import { describe, expect, it } from 'vitest';
import { delivery } from '../../../src/domain/contact/rules/delivery.ts';
import { handOff } from '../../../src/domain/contact/rules/hand-off.ts';
import { nothing } from '../../../src/domain/contact/situation.ts';
import { aSituation, DAY, type Given } from '../../support/contacts.ts';
import { at, decisions, fact, keys, owed, seen, tasks, wakes } from './support.ts';

/** Wednesday before Thanksgiving, 10:00 in New York. */
const since = at('2026-11-25T15:00:00Z');
const engagements = { form: seen(since - 60_000, 'contact', '301') };
const staff = { hubspot_owner_id: fact('91', since - DAY) };
const mql = (given: Given = {}) => aSituation({ stage: 'mql', since, now: since + 60_000, engagements, ...given });

describe('an MQL that is handed off', () => {
  it('[C-06] gets the next SDR first, and its owner an outreach task within one business day', () => {
    const proposal = handOff(mql());
    expect(proposal.effects[0]).toMatchObject({ key: `assign:${since}`, command: { do: 'assign', role: 'SDR' } });
    expect(tasks(proposal)).toEqual([{ about: 'outreach', to: 'owner', due: '2026-11-27 10:00' }]);
    expect(wakes(proposal)).toEqual(['2026-11-27 10:00', '2026-11-30 10:00']);
    expect(decisions(proposal)).toEqual(['assigned', 'outreachDue']);
  });

  it('[C-06] stays with its present owner', () => {
    expect(keys(handOff(mql({ values: staff })))).toEqual([`outreach:${since}`]);
  });

  it('[C-06] does not stay with an owner who is no staff any more', () => {
    expect(keys(handOff(mql({ values: { hubspot_owner_id: '4711' } })))).toContain(`assign:${since}`);
  });

  it('[C-06] [R-07] a missed due time is recorded and reminded, a business day later escalated to the manager', () => {
    const missed = handOff(mql({ values: staff, now: at('2026-11-27T15:00:00Z') }));
    expect(tasks(missed).slice(1)).toEqual([{ about: 'outreachMissed', to: 'owner', due: '2026-11-30 10:00' }]);
    expect(missed.effects.at(-1)?.decision).toMatchObject({
      kind: 'outreachMissed',
      happenedAt: at('2026-11-27T15:00:00Z'),
    });
    expect(wakes(missed)).toEqual(['2026-11-30 10:00']);
    const escalated = handOff(mql({ values: staff, now: at('2026-11-30T15:00:00Z') }));
    expect(tasks(escalated).slice(2)).toEqual([
      { about: 'outreachEscalated', to: 'Sales manager', due: '2026-11-30 10:00' },
    ]);
    expect(escalated.wakes).toEqual([]);
  });

  it('[C-06] is not missed one second early', () => {
    expect(tasks(handOff(mql({ values: staff, now: at('2026-11-27T14:59:59Z') })))).toHaveLength(1);
  });

  it('[C-06] outreach ends the duty, and is recorded with its time', () => {
    const outreach = seen(since + 3_600_000, 'call', '705');
    const done = handOff(mql({ values: staff, outreach, now: since + 20 * DAY }));
    expect(keys(done)).toEqual([`outreach:${since}`, `outreach:${since}:made`]);
    expect(done.effects.at(-1)?.decision).toMatchObject({ kind: 'outreachMade', evidence: [outreach] });
    expect(done.wakes).toEqual([]);
  });

  it('[C-06] outreach before the hand-off does not count', () => {
    const outreach = seen(since - DAY);
    expect(decisions(handOff(mql({ values: staff, outreach, now: since + 20 * DAY })))).toContain('outreachMissed');
  });

  it.each(['target', 'sql', 'customer', 'excluded', 'additional', 'recycled'] as const)('[C-06] not in %s', (stage) => {
    expect(handOff(mql({ stage }))).toEqual(nothing);
  });

  it('[C-06] not one that was an MQL before the policy', () => {
    expect(handOff(mql({ since: at('2025-11-25T15:00:00Z') }))).toEqual(nothing);
  });
});

describe('coming back to MQL', () => {
  const back = since + 10 * DAY;
  const done = { [`outreach:${since}`]: since + 1 };

  it('[C-18] after a loss nobody is nagged until the contact engages again', () => {
    expect(handOff(mql({ since: back, evidenceFrom: back - 1, done }))).toEqual(nothing);
    const again = { form: seen(back + DAY, 'contact', '301') };
    const engaged = handOff(mql({ since: back + DAY + 1, evidenceFrom: back - 1, engagements: again, done }));
    expect(keys(engaged)).toContain(`outreach:${back + DAY + 1}`);
  });

  it('[C-07] put back from SQL it is still in the same hand-off', () => {
    expect(owed(handOff, mql({ since: back, done, values: staff, now: back }))).not.toContainEqual(
      expect.objectContaining({ key: `outreach:${back}` }),
    );
  });

  it('[C-08] a rep who takes it back from SQL knows it already', () => {
    const values = { lifecyclestage: fact('marketingqualifiedlead', back, 'person:7', 'salesqualifiedlead') };
    expect(handOff(mql({ since: back, by: 'person:7', values }))).toEqual(nothing);
  });

  it('[C-06] a person who makes it an MQL hands it off, though it never engaged', () => {
    const values = { lifecyclestage: fact('marketingqualifiedlead', since, 'person:7', '9001') };
    expect(keys(handOff(mql({ by: 'person:7', engagements: {}, values })))).toContain(`outreach:${since}`);
  });

  it('[C-06] [C-07] a Target that a rep took for an SQL too early, and that is put back to MQL, is handed off', () => {
    expect(keys(handOff(aSituation({ stage: 'mql', by: 'us', since: at('2026-03-02T15:00:00Z') })))).not.toEqual([]);
  });

  it('[C-16] [T-03] nobody reaches out to a person who wants no contact or had no positive impression', () => {
    const since = at('2026-03-02T15:00:00Z');
    const mql: Given = { stage: 'mql', by: 'person:7', since };
    expect(handOff(aSituation({ ...mql, values: { do_not_contact: 'yes' } }))).toEqual(nothing);
    const veto = { no_positive_impression: 'yes', no_positive_impression_reason: '*' };
    expect(handOff(aSituation({ ...mql, values: veto }))).toEqual(nothing);
  });

  it('[C-08] whom a person cleared and set back to MQL was with Sales before', () => {
    const since = at('2026-03-02T15:00:00Z');
    const values = { lifecyclestage: fact('marketingqualifiedlead', since, 'person:7', '') };
    const before = { [`outreach:${since - DAY}`]: since - DAY };
    expect(handOff(aSituation({ stage: 'mql', by: 'person:7', since, values, done: before }))).toEqual(nothing);
    expect(keys(handOff(aSituation({ stage: 'mql', by: 'person:7', since, values })))).not.toEqual([]);
  });

  it('[C-14] the quarterly review that makes it an MQL hands it off', () => {
    const values = { exclusion_review_answer: fact('mql', since - 1) };
    expect(keys(handOff(mql({ engagements: {}, evidenceFrom: since - 1, values })))).toContain(`outreach:${since}`);
  });
});

describe('a qualified lead', () => {
  const values = {
    ...staff,
    qualified_lead_kind: fact('target_account', since - DAY),
    sop_original_channel: 'OFFLINE',
    lead_campaign: 'non_epic_hospitals',
  };
  const frozen = {
    sop_delivered_on: '2026-11-25T15:00:00.000Z',
    sop_delivered_temperature: 'warm',
    sop_delivered_source: 'OFFLINE',
    sop_delivered_campaign: 'non_epic_hospitals',
  };
  const lead = (given: Given = {}) => mql({ ...given, values: { ...values, ...given.values } });

  it('[T-05] is delivered with the hand-off: temperature, source and campaign as they are then', () => {
    const delivered = delivery(lead());
    expect(delivered.show).toEqual(frozen);
    expect(delivered.effects[0]).toMatchObject({
      key: `delivered:${since}`,
      decision: {
        kind: 'delivered',
        happenedAt: since,
        detail: { temperature: 'warm', source: 'OFFLINE', campaign: 'non_epic_hospitals', ownerId: '91' },
      },
    });
  });

  it('[T-05] never engaged, it is delivered cold', () => {
    const byHand = { by: 'person:7', engagements: {} };
    expect(delivery(lead(byHand)).show['sop_delivered_temperature']).toBe('cold');
  });

  it('[T-05] keeps what was frozen, whatever changes later and wherever it goes', () => {
    const later = {
      values: { ...frozen, lead_campaign: '', qualified_lead_kind: fact('affiliate', since + DAY) },
      now: since + 200 * DAY,
    };
    expect(delivery(lead(later)).show).toEqual(frozen);
    expect(delivery(lead({ ...later, stage: 'sql' })).show).toEqual(frozen);
    expect(decisions(delivery(lead(later)))).not.toContain('delivered');
  });

  it('[T-05] is delivered anew in a later hand-off', () => {
    const next = since + 100 * DAY;
    const again = lead({
      since: next,
      now: next,
      values: frozen,
      evidenceFrom: since + DAY,
      engagements: { form: seen(next) },
    });
    expect(delivery(again).show['sop_delivered_on']).toBe(new Date(next).toISOString());
    expect(keys(delivery(again))).toContain(`delivered:${next}`);
  });

  it.each<[string, Given]>([
    ['is no qualified lead', { values: { qualified_lead_kind: '' } }],
    ['has no owner among the staff', { values: { hubspot_owner_id: '4711' } }],
    ['is no MQL', { stage: 'target' }],
  ])('[T-05] is not delivered when it %s', (_, given) => {
    expect(keys(delivery(lead(given)))).toEqual([]);
    expect(delivery(lead(given)).show['sop_delivered_on']).toBe('');
  });

  it('[T-05] [R-07] Sales has two business days to answer, then the manager hears of it', () => {
    expect(tasks(delivery(lead()))).toEqual([{ about: 'acceptLead', to: 'owner', due: '2026-11-30 10:00' }]);
    expect(wakes(delivery(lead()))).toEqual(['2026-11-30 10:00']);
    const missed = delivery(lead({ values: frozen, now: at('2026-11-30T15:00:00Z') }));
    expect(tasks(missed).at(-1)).toEqual({ about: 'acceptLead', to: 'Sales manager', due: '2026-11-30 10:00' });
    expect(decisions(missed)).toEqual(['acceptanceMissed']);
    expect(missed.wakes).toEqual([]);
  });

  it('[T-05] one that became an SQL meanwhile is not asked about any more, but an answer counts', () => {
    const asSql = { stage: 'sql', now: since + 20 * DAY } as const;
    expect(delivery(lead({ ...asSql, values: frozen }))).toMatchObject({ effects: [], wakes: [] });
    const answered = lead({ ...asSql, values: { ...frozen, lead_acceptance: fact('accepted', since + DAY) } });
    expect(decisions(delivery(answered))).toEqual(['accepted']);
  });

  const answer = (value: string, more: Record<string, string> = {}, when = since + DAY) =>
    lead({ now: since + 20 * DAY, values: { ...frozen, lead_acceptance: fact(value, when, 'person:91'), ...more } });

  it('[T-05] accepted is recorded once per answer, and nobody is asked any more', () => {
    const accepted = delivery(answer('accepted'));
    expect(keys(accepted)).toEqual([`acceptance:${since + DAY}`]);
    expect(accepted.effects[0]?.decision).toMatchObject({ kind: 'accepted', by: 'person:91', happenedAt: since + DAY });
    expect(tasks(accepted)).toEqual([]);
    expect(accepted.wakes).toEqual([]);
  });

  it('[T-05] rejected needs a reason, and is asked for it', () => {
    const open = delivery(answer('rejected'));
    expect(open.missing).toEqual(['rejectionReason']);
    expect(decisions(open)).toEqual(['acceptanceMissed']);
    const complete = delivery(answer('rejected', { lead_rejection_reason: '*' }));
    expect(complete.missing).toEqual([]);
    expect(decisions(complete)).toEqual(['rejected']);
  });

  it('[T-05] [C-06] nobody has to reach out to a rejected lead', () => {
    expect(handOff(answer('rejected', { lead_rejection_reason: '*' }))).toEqual(nothing);
    expect(decisions(handOff(answer('rejected')))).toContain('outreachMissed');
  });

  it('[T-05] an answer from before the delivery is about an earlier one', () => {
    expect(decisions(delivery(answer('accepted', {}, since - DAY)))).toEqual(['acceptanceMissed']);
  });
});
