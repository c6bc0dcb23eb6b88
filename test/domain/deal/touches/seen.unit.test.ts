/** Which news make a deal read what of its timelines again (S-02, S-03). */
import { describe, expect, it } from 'vitest';
import type { EventContent, RecordEvent } from '../../../../src/domain/events.ts';
import { defaultTouches } from '../../../../src/domain/policy/default-touches.ts';
import { foldTouches, isBehind, type SeenTouches, tellsOfTouch } from '../../../../src/domain/deal/touches/seen.ts';

/** Call 11 counts, as HubSpot had it at 3, and mail 20 was the last answer. */
const seen: SeenTouches = {
  ledger: {
    since: 0,
    answer: { object: 'email', id: '20', at: 1, asOf: 1, is: 'answer' },
    entries: [{ object: 'call', id: '11', at: 2, asOf: 3, is: 'voicemail' }],
  },
  readAt: 3,
  unread: [],
};
const event = (content: EventContent): RecordEvent => ({ ...content, key: 'k', occurredAt: 4, by: 'person:7' });
const related = (
  object: string,
  otherId: string,
  more: { property?: string; contactId?: string; removed?: true } = {},
) => event({ kind: 'related', object, otherId, ...more });
const association = (name: string, otherId: string, removed = false) =>
  event({ kind: 'association', association: name, otherId, removed });
const after = (...events: RecordEvent[]) => foldTouches(seen, events, defaultTouches);

describe('one record is read again', () => {
  it.each<[what: string, news: RecordEvent, unread: object]>([
    [
      'when its outcome changes',
      related('call', '11', { property: 'hs_call_disposition' }),
      { object: 'call', id: '11' },
    ],
    ['when it went, however long ago', { ...related('call', '11'), occurredAt: 1 }, { object: 'call', id: '11' }],
    ['when it was put on the deal', association('CALL_TO_DEAL', '12'), { object: 'call', id: '12' }],
    ['told from the other side', association('DEAL_TO_EMAIL', '21'), { object: 'email', id: '21' }],
    ['when it was put on a contact', related('meeting', '41', { contactId: '7' }), { object: 'meeting', id: '41' }],
    [
      'when somebody says who wrote a message',
      related('communication', '31', { property: 'sop_message_direction' }),
      { object: 'communication', id: '31' },
    ],
  ])('[S-02] %s', (_what, news, unread) => {
    expect(after(news)).toEqual({ ...seen, unread: [unread] });
    expect(after(news, news).unread).toHaveLength(1);
    expect(isBehind(after(news))).toBe(true);
    expect(tellsOfTouch([news], defaultTouches)).toBe(true);
  });
});

describe('all is read again', () => {
  it.each<[what: string, news: RecordEvent]>([
    ['when a contact came to the deal', association('DEAL_TO_CONTACT', '7')],
    ['when a contact left it', association('CONTACT_TO_DEAL', '7', true)],
    ['when a touch was taken off the deal', association('CALL_TO_DEAL', '11', true)],
    ['when a touch was taken off a contact', related('call', '11', { contactId: '7', removed: true })],
    ['when the answer was taken off the deal', association('EMAIL_TO_DEAL', '20', true)],
  ])('[S-03] %s', (_what, news) => {
    expect(after(related('call', '12'), news)).toEqual({ ...seen, unread: [], outdated: true });
  });

  it('[S-02] when more is heard than is worth reading one by one', () => {
    const many = Array.from({ length: 60 }, (_, n) => related('email', String(n)));
    expect(after(...many)).toEqual({ ...seen, unread: [], outdated: true });
  });
});

describe('nothing is read', () => {
  it.each<[what: string, news: RecordEvent]>([
    ['for the text of a call', related('call', '11', { property: 'hs_call_body' })],
    ['for a note', association('NOTE_TO_DEAL', '51')],
    ['for a company', association('DEAL_TO_COMPANY', '6')],
    ['for a task', related('task', '61', { property: 'hs_task_status' })],
    [
      'when a touch was read since its outcome changed',
      { ...related('call', '11', { property: 'hs_call_disposition' }), occurredAt: 3 },
    ],
    ['when a touch that counts is put on a contact too', related('call', '11', { contactId: '7' })],
    ['when a touch that counts is put on the deal too', association('CALL_TO_DEAL', '11')],
    ['when something that does not count is taken off the deal', association('EMAIL_TO_DEAL', '99', true)],
    ['for a property of the deal', event({ kind: 'property', property: 'amount', value: '1' })],
  ])('[S-02] %s', (_what, news) => {
    expect(after(news)).toBe(seen);
  });
});
