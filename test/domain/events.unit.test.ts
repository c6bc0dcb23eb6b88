/** What a workflow takes in of what anybody with access to Temporal may send it. */
import { expect, it } from 'vitest';
import { isRecordEvent } from '../../src/domain/events.ts';

const event = { key: 'k', by: 'person:7', kind: 'property', property: 'next_action', value: '' };

it('[R-03] an event of the time of a webhook is taken in', () => {
  expect(isRecordEvent({ ...event, occurredAt: Date.UTC(2026, 0) })).toBe(true);
});

// Times that no calendar knows would keep the clocks of the rules counting business days for ever.
it.each([[9e15], [-1], [0], [Date.UTC(2101, 0)], [Number.NaN], [1.5], ['1790000000000'], [undefined]])(
  '[R-03] one of the time %s is not',
  (occurredAt) => {
    expect(isRecordEvent({ ...event, occurredAt })).toBe(false);
  },
);
