/** The shipped policy where contacts look at themselves seldom, so that the histories of long stories stay few. */
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';

const { contacts } = defaultPolicy;

export const seldomPolicy: Policy = {
  ...defaultPolicy,
  id: 'health-prime-seldom',
  ...(contacts === undefined ? {} : { contacts: { ...contacts, clock: { ...contacts.clock, maxSleepDays: 60 } } }),
};
