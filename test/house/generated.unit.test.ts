import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { mermaidDiagram } from '../../src/domain/diagram.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import { webhookSubscriptions } from '../../src/hubspot/app-files.ts';
import { generatedFiles } from '../../src/starters/generate/files.ts';

const files = await generatedFiles();

describe('generated files', () => {
  it.each(Object.keys(files))('[R-11] %s follows the policy; if not, run: npm run generate', async (path) => {
    expect(await readFile(path, 'utf8').catch(() => 'missing'), 'stale, run: npm run generate').toBe(files[path]);
  });

  it('[R-11] the diagram has every stage of every policy, and changes with it', () => {
    for (const policy of [defaultPolicy, smallPolicy]) {
      for (const { label } of policy.pipelines.flatMap(({ stages }) => stages)) {
        expect(mermaidDiagram(policy)).toContain(`"${label}"`);
      }
    }
    expect(mermaidDiagram(smallPolicy)).not.toContain('Proposal');
  });

  it('subscribes to what people fill in and HubSpot keeps of contacts, once each, and to nothing the engine writes', () => {
    const names = webhookSubscriptions(defaultPolicy).legacyCrmObjects.map(
      ({ subscriptionType, propertyName }) => `${subscriptionType} ${propertyName ?? ''}`,
    );
    expect(new Set(names).size).toBe(names.length);
    for (const { object, name, filledBy } of defaultPolicy.properties) {
      if (!['deal', 'company', 'contact'].includes(object)) continue;
      // What HubSpot calculates it does not tell, or it never changes.
      if (object === 'contact' && filledBy === 'portal') continue;
      expect([name, names.includes(`${object}.propertyChange ${name}`)]).toEqual([name, filledBy === 'people']);
    }
  });
});
