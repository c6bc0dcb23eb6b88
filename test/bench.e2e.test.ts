/** The benchmark works: in tiny form, with the same checks that make a real run void. */
import { randomInt } from 'node:crypto';
import { expect, inject, it } from 'vitest';
import { benchWebhooks } from '../src/starters/bench/webhooks.ts';
import { newNamespace } from './support/stack.ts';

it('compares our gateway and deal workflow with a bare entity: same final state in both, one table per shape', async () => {
  const address = inject('temporalAddress');
  const tables = await benchWebhooks({
    env: {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: await newNamespace(address),
      DATABASE_URL: inject('databaseUrl'),
      SMTP_URL: inject('smtpUrl'),
      HUBSPOT_PORTAL_ID: String(randomInt(10_000_000, 99_999_999)),
      PORT: '0',
      SANDBOX_PORT: '0',
    },
    plan: {
      shapes: [{ name: 'Few objects', objects: 3, objectsPerPost: 3, eventsEach: 4, posts: 12, aim: 2 }],
      pairs: 2,
      steadyPosts: 4,
    },
    withinMs: 60_000,
    onProgress: () => {},
  });
  expect(tables).toHaveLength(1);
  expect(tables[0]).toMatch(/^Few objects: 3 in all, POSTs of 3 × 4 events, 2 pairs/);
  expect(tables[0]).toMatch(/\| applied, events\/s \| [\d,]+ \| [\d,]+ \| \d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\) \|/);
  expect(tables[0]).not.toContain('NaN');
});
