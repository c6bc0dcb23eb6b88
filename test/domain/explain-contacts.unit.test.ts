/** The rules for contacts in words and as a picture: they follow the policy, so they cannot say anything else than it does. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graphvizDiagram, mermaidDiagram } from '../../src/domain/diagram.ts';
import { explainContacts, explainLifecycleStage, lifecycleStagesCalled } from '../../src/domain/explain-contacts.ts';
import type { ContactRules } from '../../src/domain/policy/contact-types.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { start } from '../house/processes.ts';

function edited(edit: (rules: ContactRules) => void): Policy {
  const policy = structuredClone(defaultPolicy);
  if (policy.contacts === undefined) throw new Error('the shipped policy has rules for contacts');
  edit(policy.contacts);
  return policy;
}

const text = explainContacts(defaultPolicy) ?? '';

describe('explain contacts', () => {
  it('names every stage with the moves that people may make, every engagement, every campaign, with their source', () => {
    const { lifecycle, engagement, leads } = defaultPolicy.contacts ?? { lifecycle: { stages: [] }, engagement: [] };
    for (const { label, clause } of lifecycle.stages) expect(text).toContain(`${label}  [${clause}]\n`);
    for (const { label, clause } of engagement) expect(text).toMatch(new RegExp(`- ${label}.*\\[${clause}\\]`));
    for (const { label } of leads?.campaigns ?? []) expect(text).toContain(`Campaign "${label}"`);
    expect(text).toContain('  - by hand to Target, Marketing Qualified Lead or Additional Sales Contact\n');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });

  it('[R-06] follows an edited number, move, channel and mode', () => {
    const policy = edited((rules) => {
      rules.review.days = 21;
      rules.temperature.coldAfterMonths = 4;
      rules.recycling.coolOffDays = { timing: 30 };
      rules.lifecycle.mode = 'warn';
      for (const row of rules.lifecycle.stages) if (row.key === 'excluded') row.byHand = [];
      rules.engagement = rules.engagement.filter(({ key }) => key !== 'click');
    });
    const told = explainContacts(policy) ?? '';
    expect(told).toContain('nobody reviewed it for 21 days');
    expect(told).toContain('Warm turns cold 4 months after');
    expect(told).toContain('Timing 30 days; after other reasons never');
    expect(told).toContain('Any other move by hand stays, and a note says what is wrong');
    expect(told).toContain('  - by hand to nowhere\n');
    expect(told).not.toContain('link clicked');
  });

  it('is found by key and label of a lifecycle stage, in any case', () => {
    for (const name of ['recycled', 'RECYCLED', ' Recycled ']) {
      const [row] = lifecycleStagesCalled(defaultPolicy, name);
      expect(row && explainLifecycleStage(defaultPolicy, row)).toMatch(/^Recycled {2}\[C-16\]\n/);
    }
    expect(lifecycleStagesCalled(defaultPolicy, 'engaged')).toEqual([]);
  });

  it('has nothing to say under a policy without contacts', () => {
    expect(explainContacts(smallPolicy)).toBeUndefined();
    expect(lifecycleStagesCalled(smallPolicy, 'target')).toEqual([]);
  });
});

describe('npm run sop -- explain', () => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const sop = async (policy: string, ...words: string[]) => {
    const args = ['--import', 'tsx', 'src/starters/sop.ts', 'explain', ...words];
    const { ended, output } = start(args, { cwd, env: { SOP_POLICY: policy } });
    return { code: await ended, output: output() };
  };

  it('contacts or lifecycle prints the rules for contacts, all prints them behind those for deals', async () => {
    const ran = await Promise.all([sop('default', 'contacts'), sop('default', 'lifecycle'), sop('default', 'all')]);
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0]);
    const [contacts, lifecycle, all] = ran.map(({ output }) => output.trim());
    expect(contacts).toBe(text.trim());
    expect(lifecycle).toBe(contacts);
    expect(all?.indexOf(text.trim())).toBeGreaterThan(all?.indexOf('Partner of Choice') ?? 0);
  });

  it('knows a lifecycle stage by name, and tells deal.SQL from lifecycle.SQL', async () => {
    const [recycled, sql] = await Promise.all([sop('default', 'recycled'), sop('default', 'sql')]);
    expect(recycled.output).toMatch(/^Recycled {2}\[C-16\]\n/);
    expect(sql.output).toContain('HP Product(s)');
    expect(sql.output).toContain('Contacts have a stage of this name, too');
  });

  it('says so under a policy without contacts', async () => {
    const { code, output } = await sop('small', 'contacts');
    expect(code).toBe(1);
    expect(output).toContain('The policy "riverbend" has no rules for contacts.');
  });
});

describe.each([
  ['Mermaid', mermaidDiagram],
  ['Graphviz', graphvizDiagram],
])('the diagram as %s', (_name, draw) => {
  it('[R-11] has the lifecycle with what moves a contact on, and changes with the policy', () => {
    const drawn = draw(defaultPolicy);
    expect(drawn).toContain('Lifecycle of a contact');
    for (const { key, label } of defaultPolicy.contacts?.lifecycle.stages ?? []) {
      expect(drawn).toContain(`c_${key}`);
      expect(drawn).toContain(label);
    }
    expect(drawn).toContain('lost deal, after 90 to 365 days');
    const other = draw(
      edited((rules) => {
        rules.recycling.coolOffDays = { timing: 30, budget: 60 };
        for (const row of rules.lifecycle.stages) {
          row.byHand = row.byHand.filter((to) => to !== 'additional');
          if (row.key === 'target') row.label = 'Prospect';
        }
      }),
    );
    expect(other).toContain('lost deal, after 30 to 60 days');
    expect(other).toContain('Prospect');
    expect(other).not.toMatch(/-> c_additional/);
  });

  it('[R-11] has none under a policy without contacts', () => {
    expect(draw(smallPolicy)).not.toContain('Lifecycle');
  });

  it('reaches every stage', () => {
    const drawn = draw(defaultPolicy);
    for (const { key } of defaultPolicy.contacts?.lifecycle.stages ?? []) {
      const into = key === 'target' ? new RegExp(`c_${key}\\b`) : new RegExp(`->(\\|"[^"]*"\\|)? c_${key}\\b`);
      expect(drawn).toMatch(into);
    }
  });
});
