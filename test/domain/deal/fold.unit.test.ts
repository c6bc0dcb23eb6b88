/** Which news of other records have a deal read again: none that the last reading has already. */
import { beforeEach, expect, it } from 'vitest';
import { FILLED, type RecordEvent } from '../../../src/domain/events.ts';
import { DealInMemory } from '../../support/deals.ts';

let deal: DealInMemory;
let readAt: number;
/** In Engaged, with the next steps in note 9 and everything else missing. */
beforeEach(() => {
  deal = new DealInMemory();
  deal.fillExit('sql').deliver();
  readAt = deal.pass(1000).now;
  const source = { object: 'note', id: '9' };
  deal.values = { ...deal.values, nextSteps: { value: FILLED, at: readAt, by: 'person:7', source } };
  deal.wake();
});

const reads = (content: object): number => {
  const before = deal.reads;
  deal.deliver([{ key: JSON.stringify(content), by: 'person:7', occurredAt: readAt, ...content } as RecordEvent]);
  return deal.reads - before;
};
const put = { kind: 'association', association: 'NOTE_TO_DEAL', otherId: '9', removed: false } as const;
const text = { kind: 'related', object: 'note', otherId: '9', property: 'hs_note_body' } as const;

it('[D-04] [R-03] a note is read once, though HubSpot tells of it as an association and by its text', () => {
  expect(reads(put)).toBe(0);
  expect(reads({ ...put, occurredAt: readAt + 5 })).toBe(0);
  expect(reads(text)).toBe(0);
  expect(reads({ ...text, property: 'hs_timestamp' })).toBe(0);
});

it.each([
  ['its text is changed later', { ...text, occurredAt: 2 * 10 ** 12 }],
  ['a file is attached to it later', { ...text, property: 'hs_attachment_ids', occurredAt: 2 * 10 ** 12 }],
  ['it is dated anew later', { ...text, property: 'hs_timestamp', occurredAt: 2 * 10 ** 12 }],
  ['it is taken off the deal', { ...put, removed: true }],
  ['it comes or goes as a whole', { kind: 'related', object: 'note', otherId: '9' }],
  ['another one comes', { ...put, otherId: '10' }],
  ['another one’s text changes', { ...text, otherId: '10' }],
])('[D-04] [R-03] the deal is read again when %s', (_, news) => {
  expect(reads(news)).toBe(1);
});
