/** The sentences that reps and operators read: all made from the policy's rows, in the SOP's words. */
import { describe, expect, it } from 'vitest';
import { decisionWords } from '../../src/domain/decision-words.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { criterionId } from '../../src/domain/deal/policy.ts';
import type { Shown } from '../../src/domain/deal/state.ts';
import { explainPolicy, explainStages, stageKeys } from '../../src/domain/explain.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { dealDetails, nextWords } from '../../src/domain/deal-details.ts';
import { criterionWords, dealNote, missingText, stageRows } from '../../src/domain/words.ts';

const shipped = [
  ['default', defaultPolicy],
  ['small', smallPolicy],
] as const;
const SINCE = Date.parse('2026-03-02T15:30:00Z');

/** A deal that has stood in a stage since 2 March 2026 and lacks everything, unless `other` says what is different. */
function inStage(policy: Policy, pipeline: string, stage: string, other: Partial<Shown> = {}): Shown {
  const shown = { pipeline, stage, since: SINCE, missing: [], resting: false };
  const exit = stageRows(policy, shown)?.stage.exit ?? [];
  return { ...shown, missing: exit.map(criterionId), ...other };
}

/** Every stage with its following one and a deal in it. */
const stagesOf = (policy: Policy) =>
  policy.pipelines.flatMap(({ key, stages }) =>
    stages.map((stage, index) => ({ stage, next: stages[index + 1], shown: inStage(policy, key, stage.key) })),
  );

it('[B-03] [D-16] a category that only a back-out writes is explained wherever it stands in the way', () => {
  const words =
    'Another Deal Lost Reason Category: "Backed out after signing" is only for a signed deal that the Sales VP backs out';
  const shown = { ...inStage(defaultPolicy, 'new_business', 'closed_lost'), missing: ['notSigned'] };
  const putBack = { ...shown, putBack: { stage: 'sql', at: SINCE } };
  expect(missingText(defaultPolicy, putBack)).toContain(`- ${words}`);
  for (const about of ['bypass', 'notSigned'] as const)
    expect(dealNote(defaultPolicy, about, putBack)).toContain(words.replaceAll('"', '&quot;'));
  expect(explainPolicy(defaultPolicy)).toContain(
    '"Backed out after signing" counts only for a signed deal that the Sales VP backs out [D-13]',
  );
});

describe.each(shipped)('what is missing, under the policy "%s"', (_name, policy) => {
  it("[D-16] names each missing field by the policy's label, in its order", () => {
    for (const { stage, next, shown } of stagesOf(policy)) {
      const items = (stage.exit ?? []).map((criterion) => criterionWords(policy, criterion));
      const head = `To move on to ${next?.label}:`;
      expect(missingText(policy, shown)).toBe(
        items.length === 0 ? '' : [head, ...items.map((item) => `- ${item}`)].join('\n'),
      );
    }
  });

  it('[D-16] a field that is there is not named any more', () => {
    for (const { stage, shown } of stagesOf(policy)) {
      for (const criterion of stage.exit ?? []) {
        const missing = shown.missing.filter((id) => id !== criterionId(criterion));
        const lines = missingText(policy, { ...shown, missing }).split('\n');
        expect(lines).not.toContain(`- ${criterionWords(policy, criterion)}`);
        expect(lines).toHaveLength(missing.length === 0 ? 1 : missing.length + 1);
      }
    }
  });

  it('[D-16] the note and the details in the Temporal UI name the same', () => {
    for (const { stage, shown } of stagesOf(policy)) {
      const items = (stage.exit ?? []).map((criterion) => criterionWords(policy, criterion));
      const details = dealDetails(policy, shown);
      expect(details.match(/^- \[ \] .+$/gm) ?? []).toEqual(items.map((item) => `- [ ] ${item}`));
      expect(dealNote(policy, 'missing', shown).match(/<li>/g) ?? []).toHaveLength(items.length);
    }
  });
});

describe("the rep's own words", () => {
  it('[D-16] [D-02] SQL, by hand', () => {
    const shown = inStage(defaultPolicy, 'new_business', 'sql');
    expect(missingText(defaultPolicy, shown)).toBe(
      'To move on to Engaged:\n- Enterprise Deal Status (yes or no)\n- HP Product(s)',
    );
    expect(dealNote(defaultPolicy, 'missing', shown)).toBe(
      '<p>This deal stays in <strong>Sales Qualified Lead</strong> until these are filled in; then it moves on to ' +
        '<strong>Engaged</strong> by itself:</p><ul><li>Enterprise Deal Status (yes or no)</li><li>HP Product(s)</li></ul>',
    );
  });

  it('[D-16] say which value is asked for, and on which record', () => {
    const budget = {
      kind: 'is',
      object: 'deal',
      property: 'rb_budget_confirmed',
      value: 'yes',
      clause: 'D-02',
    } as const;
    const lostTo = { kind: 'is', object: 'deal', property: 'rb_lost_to', value: 'postponed', clause: 'D-13' } as const;
    expect(criterionWords(smallPolicy, lostTo)).toBe('Lost to: "Postponed"');
    expect(criterionWords(smallPolicy, budget)).toMatch(/^Budget confirmed: "yes"$/i);
    const providers = { ...smallPolicy, properties: [{ ...row('rb_flow_rate'), object: 'contact' as const }] };
    const onContact = { kind: 'known', object: 'contact', property: 'rb_flow_rate', clause: 'D-04' } as const;
    expect(criterionWords(providers, onContact)).toBe('Flow rate (m³/h) (on the contact)');
  });

  it('[D-16] a label cannot break the note', () => {
    const sharp = { ...smallPolicy, properties: [{ ...row('rb_flow_rate'), label: 'Flow <b>&</b> "rate"' }] };
    const shown = inStage(sharp, 'projects', 'enquiry', { missing: ['deal.rb_flow_rate'] });
    expect(dealNote(sharp, 'missing', shown)).toContain('<li>Flow &lt;b&gt;&amp;&lt;/b&gt; &quot;rate&quot;</li>');
  });

  it('[D-14] say that a deal which was moved back rests, and until when', () => {
    const shown = inStage(defaultPolicy, 'new_business', 'sql', { missing: [], resting: true });
    expect(missingText(defaultPolicy, shown)).toContain('moved back to Sales Qualified Lead; it rests here until');
    expect(dealDetails(defaultPolicy, shown)).toContain('Next: nothing until one of the fields of this stage changes');
  });

  it('[D-16] are empty where the engine moves nothing on, and where the policy does not apply', () => {
    expect(missingText(defaultPolicy, inStage(defaultPolicy, 'new_business', 'closed_lost'))).toBe('');
    expect(missingText(defaultPolicy, { since: SINCE, missing: [], resting: false })).toBe('');
    expect(dealDetails(defaultPolicy, { since: SINCE, missing: [], resting: false })).toContain('leaves it alone');
  });

  function row(name: string) {
    const found = smallPolicy.properties.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the small policy has ${name}`);
    return found;
  }
});

describe("the details in the Temporal UI's words", () => {
  it("[R-07] tell times in the policy's zone", () => {
    const details = [
      dealDetails(defaultPolicy, inStage(defaultPolicy, 'new_business', 'sql')),
      dealDetails(smallPolicy, inStage(smallPolicy, 'projects', 'enquiry')),
    ].map((text) => text.split('\n')[0]);
    expect(details).toEqual([
      '**Sales Qualified Lead** (New Business) since 2026-03-02 10:30 America/New_York',
      '**Enquiry** (Projects) since 2026-03-02 16:30 Europe/Berlin',
    ]);
  });

  it('[D-16] say what happens next, and by which rule', () => {
    const shown = inStage(defaultPolicy, 'expansion', 'sql');
    const details = dealDetails(defaultPolicy, shown);
    expect(details).toContain('Next: as soon as nothing is missing, the deal moves on to Engaged by itself.');
    expect(details).toContain(`Policy ${defaultPolicy.id}@${defaultPolicy.version}, clause D-02`);
    const rows = stageRows(defaultPolicy, inStage(defaultPolicy, 'expansion', 'closed_won'));
    expect(rows && nextWords(defaultPolicy, rows, shown)).toBe('no further stage; the deal is closed.');
  });

  it.each([
    ['budget', 'Budget', 'D-13'],
    ['no_response', 'No response', 'S-01, "has otherwise not responded after 7 touches/attempts'],
    ['backed_out', 'Backed out after signing', 'B-01, "shortly afterwards, the deal is deemed a bad fit'],
  ])('[D-13] [S-05] [B-03] say of a deal that is lost why, and by which rule: %s', (lostFor, label, clause) => {
    const shown = { ...inStage(defaultPolicy, 'new_business', 'closed_lost'), lostFor };
    const details = dealDetails(defaultPolicy, shown);
    expect(details).toContain(`Next: no further stage; the deal is closed: ${label}.`);
    expect(details).toContain(`clause ${clause}`);
  });
});

describe.each(shipped)('explain, under the policy "%s"', (_name, policy) => {
  it('[R-05] tells every stage with its criteria and their clauses, as the gate has them', () => {
    const text = explainPolicy(policy);
    for (const { stage } of stagesOf(policy)) {
      expect(text).toContain(`${stage.label} (`);
      for (const criterion of stage.exit ?? []) {
        const lines = text.split('\n').filter((one) => one.startsWith(`  - ${criterionWords(policy, criterion)}`));
        expect(lines.join('\n')).toContain(`[${criterion.clause}]`);
      }
    }
  });

  it('[D-13] tells how a deal is lost', () => {
    const labels = [policy.lost.category, policy.lost.details].map(
      (name) => policy.properties.find((row) => row.object === 'deal' && row.name === name)?.label,
    );
    expect(explainPolicy(policy)).toContain(`as soon as "${labels[0]}" and "${labels[1]}" are filled in`);
  });

  it('finds a stage by key and by label, whatever the case, and no other', () => {
    for (const { stage } of stagesOf(policy)) {
      const text = explainStages(policy, stage.key);
      expect(text).toContain(stage.label);
      for (const name of [stage.label, stage.label.toUpperCase(), ` ${stage.key.replaceAll('_', ' ')} `])
        expect(explainStages(policy, name)).toBe(text);
    }
    expect(explainStages(policy, 'nonsense')).toBeUndefined();
  });
});

describe('explain follows an edit of the policy', () => {
  it('[R-06] a field added to a stage is told, and only pipelines with the same rules are told together', () => {
    // Not structuredClone: it keeps the rows that pipelines share in one.
    const edited: Policy = JSON.parse(JSON.stringify(defaultPolicy));
    const lost = { kind: 'known', object: 'deal', property: defaultPolicy.lost.category, clause: 'D-02' } as const;
    edited.pipelines.find(({ key }) => key === 'upsell')?.stages[0]?.exit?.push(lost);
    expect(explainStages(defaultPolicy, 'sql')).toMatch(/^Sales Qualified Lead \(New Business, Expansion, Upsell\)/);
    const [before, after] = (explainStages(edited, 'sql') ?? '').split('Sales Qualified Lead (Upsell)');
    expect(before).not.toContain('Deal Lost Reason Category');
    expect(after).toContain('Deal Lost Reason Category');
    expect(stageKeys(edited)).toEqual(stageKeys(defaultPolicy));
  });

  it('a stage that leads elsewhere in one pipeline is told apart', () => {
    const edited: Policy = JSON.parse(JSON.stringify(defaultPolicy));
    edited.pipelines.find(({ key }) => key === 'upsell')?.stages.splice(1, 1);
    const upsell = (explainStages(edited, 'sql') ?? '').split('Sales Qualified Lead (Upsell)')[1];
    expect(upsell).toContain('moves on to Proposal by itself');
  });
});

describe('decisions of the journal', () => {
  const decision = (kind: string, other: Partial<Decision> = {}): Decision => ({
    seq: 1,
    kind,
    happenedAt: SINCE,
    by: 'person:41220001',
    evidence: [{ object: 'deal', id: '501', property: 'dealstage' }],
    policyVersion: 'health-prime@1',
    clause: 'D-02',
    ...other,
  });
  const fields = (...names: string[]) => ({
    evidence: names.map((property) => ({ object: 'deal', id: '501', property })),
  });
  const sql = { to: 'new_business.sql' };
  const filled = fields('enterprise_deal_status', 'hp_products');
  const lost = fields('deal_lost_reason_category', 'deal_lost_reason_details');

  it.each<[Decision, string]>([
    [decision('started', sql), 'first seen in Sales Qualified Lead (New Business)'],
    [decision('started'), 'first seen in a pipeline that the policy does not know'],
    [
      decision('moved', { from: 'new_business.sql', to: 'new_business.engaged', ...filled }),
      'moved on to Engaged (New Business): everything it needs is there; last came Enterprise Deal Status, by person 41220001',
    ],
    [
      decision('moved', { from: 'new_business.engaged', to: 'expansion.sql' }),
      'moved from Engaged (New Business) to Sales Qualified Lead (Expansion) by person 41220001',
    ],
    [
      decision('closed', { to: 'new_business.closed_lost', by: 'import', ...lost }),
      'closed as lost: Deal Lost Reason Category and Deal Lost Reason Details filled in by import',
    ],
    [decision('rested', sql), 'moved back to Sales Qualified Lead (New Business) by person 41220001; rests there'],
    [
      decision('missing', { ...sql, by: 'us', detail: { missing: ['deal.hp_products', 'deal.gone_since'] } }),
      'told what is missing: HP Product(s), deal.gone_since',
    ],
    [decision('gone', { detail: { why: 'deleted' } }), 'deleted in HubSpot'],
    [decision('gone', { detail: { why: 'merged', into: '502' } }), 'merged into another deal'],
  ])('[R-05] $kind is one sentence in the words of the policy', (recorded, sentence) => {
    expect(decisionWords(defaultPolicy, recorded)).toBe(sentence);
  });

  it('[R-05] the person has a name where HubSpot knows one', () => {
    const nameOf = (by: string) => (by === 'person:41220001' ? 'Ruth Amado' : undefined);
    const told = ['person:41220001', 'us', 'unknown'].map((by) =>
      decisionWords(defaultPolicy, decision('left', { by }), nameOf),
    );
    expect(told[0]).toBe('moved by Ruth Amado to where the policy does not apply');
    expect(told[1]).toBe('moved by this engine to where the policy does not apply');
    expect(told[2]).toBe('moved by somebody to where the policy does not apply');
  });
});
