import { expect, it } from 'vitest';
import type { Effect } from '../../../src/domain/contact/commands.ts';
import { contactPolicy } from '../../../src/domain/contact/policy.ts';
import { wasDone } from '../../../src/domain/contact/results.ts';
import { newContact } from '../../../src/domain/contact/state.ts';
import { nextWake } from '../../../src/domain/contact/step.ts';
import { defaultPolicy } from '../../../src/domain/policy/default.ts';

const stages = { target: 't', mql: 'm', sql: 's', customer: 'c', excluded: 'e', additional: 'a', recycled: 'r' };
const policy = contactPolicy(defaultPolicy, { stages, owners: {}, staff: [], reps: {} });
const NOW = Date.UTC(2026, 10, 25, 20);

it('[K-02] a mail that has to wait for another day is not done, and is tried again then', () => {
  const tomorrow = NOW + 3_600_000;
  const effect: Effect = { key: 'mail:request:1', command: { do: 'mail', kind: 'consentRequest', round: 1 } };
  const before = { ...newContact('101'), readAt: NOW };
  const after = wasDone(before, effect, { of: 'mail', outcome: 'later', at: tomorrow }, policy, NOW);
  expect(after).toEqual({ ...before, held: { [effect.key]: tomorrow } });
  expect(nextWake(after, policy, NOW).at).toBe(tomorrow);
});
