/** The small policy with every rule switched on, so that histories of all paths stay small. */
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { keyProperty, property } from '../../src/domain/policy/rows.ts';
import { smallPolicy } from '../../src/domain/policy/small.ts';
import type { Policy } from '../../src/domain/policy/types.ts';

const { onboarding } = defaultPolicy;

export const strictPolicy: Policy = {
  ...smallPolicy,
  id: 'riverbend-strict',
  title: 'Riverbend Water Systems sales process, enforced',
  properties: [
    ...smallPolicy.properties,
    property('deal', 'rb_plans_received', 'Plans received', 'yesNo', 'D-03'),
    property('deal', 'rb_agreement', 'Agreement', 'choice', 'D-03', {
      options: [
        { value: 'open', label: 'Open' },
        { value: 'signed', label: 'Signed' },
      ],
    }),
    property('deal', 'rb_early_reason', 'Reason for plans before the agreement', 'longText', 'D-03'),
    keyProperty('ticket'),
  ],
  bypass: { ...smallPolicy.bypass, mode: 'enforce', maxPutBacks: 2 },
  earlyData: {
    received: 'rb_plans_received',
    agreements: ['rb_agreement'],
    sentValues: ['signed'],
    reason: 'rb_early_reason',
    clause: 'D-03',
  },
  ...(onboarding === undefined
    ? {}
    : { onboarding: { ...onboarding, handOff: [{ object: 'deal' as const, property: 'rb_order_number' }] } }),
  // The people of the sandbox's portal.
  staff: defaultPolicy.staff,
};
