/** What a record on a timeline is: a touch, an answer, something to be reported, or nothing (S-02, S-03, S-06). */
import { describe, expect, it } from 'vitest';
import { type Engagement, type Entry, entryOf } from '../../../../src/domain/deal/touches/entry.ts';
import { defaultTouches } from '../../../../src/domain/policy/default-touches.ts';
import { at, call, engagement, entry, mail, OUTCOMES, reply } from './support.ts';

const message = (more: Partial<Engagement> = {}) => engagement('communication', more);
const meeting = (outcome: string) => engagement('meeting', { outcome });

describe('a touch', () => {
  it.each<[what: string, record: Engagement, kind: Entry['is']]>([
    ['a voicemail that we left', call('voicemail'), 'voicemail'],
    ['a call that nobody took', call('noAnswer'), 'noAnswer'],
    ['a busy line', call('busy'), 'busy'],
    ['a message left with somebody', call('liveMessage'), 'liveMessage'],
    ['a call whose direction nobody noted', call('voicemail', { direction: '' }), 'voicemail'],
    ['a call that another app logged', call('noAnswer', { loggedBy: 'app:31' }), 'noAnswer'],
    ['a call that was imported', call('noAnswer', { loggedBy: 'import' }), 'noAnswer'],
    ['an e-mail', mail(), 'email'],
    ['an e-mail logged by hand, without a status', mail({ outcome: '' }), 'email'],
    ['a step of a sequence, which is one-to-one', mail({ isSequence: true }), 'email'],
    ['a logged message', message(), 'message'],
    ['a logged message that we sent', message({ direction: 'sent' }), 'message'],
  ])('[S-02] is %s', (_what, record, kind) => {
    expect(entry(record)).toMatchObject({ is: kind, id: record.id, at: record.at, owner: '77' });
  });
});

describe('an answer', () => {
  it.each<[what: string, record: Engagement]>([
    ['an e-mail that came in', reply()],
    ['an e-mail of theirs that a rep forwarded to be logged', mail({ direction: 'FORWARDED_EMAIL' })],
    ['a connected call', call('connected')],
    ['a connected call that they made', call('connected', { direction: 'INBOUND' })],
    ['a voicemail that they left', call('voicemail', { direction: 'INBOUND' })],
    ['their call that nobody of us took', call('noAnswer', { direction: 'INBOUND' })],
    ['a meeting that was held', meeting('COMPLETED')],
    ['a logged message that they sent', message({ direction: 'received' })],
  ])('[S-03] is %s', (_what, record) => {
    expect(entry(record)?.is).toBe('answer');
  });

  it('[S-03] that is dated ahead came when it was written down', () => {
    const loggedAt = at('2026-03-03T15:00:00Z');
    expect(entry(reply({ at: at('2026-04-01T15:00:00Z'), loggedAt }))?.at).toBe(loggedAt);
    expect(entry(mail({ at: at('2026-04-01T15:00:00Z'), loggedAt }))?.at).toBe(at('2026-04-01T15:00:00Z'));
  });
});

describe('nothing', () => {
  it.each<[what: string, record: Engagement]>([
    ['a wrong number', call('wrongNumber')],
    ['a wrong number that called us', call('wrongNumber', { direction: 'INBOUND' })],
    ['an out-of-office', reply({ isAutomatic: true })],
    ['the bounce that came back', reply({ isAutomatic: true, direction: 'INCOMING_EMAIL' })],
    ['an e-mail that bounced', mail({ outcome: 'BOUNCED' })],
    ['an incoming e-mail that says of itself that it bounced', reply({ outcome: 'BOUNCED' })],
    ['an e-mail that failed', mail({ outcome: 'FAILED' })],
    ['an e-mail that is scheduled', mail({ outcome: 'SCHEDULED' })],
    ['an e-mail on its way', mail({ outcome: 'SENDING' })],
    ['mass mail of a workflow', mail({ loggedBy: 'automation' })],
    ['an e-mail of this engine', mail({ isOurs: true })],
    ['an e-mail of a direction that no rule names', mail({ direction: 'DRAFT_EMAIL' })],
    ['a meeting that is planned', meeting('SCHEDULED')],
    ['a meeting without outcome', meeting('')],
    ['a meeting that nobody came to', meeting('NO_SHOW')],
    ['a meeting that was called off', meeting('CANCELED')],
    ['a meeting that was moved', meeting('RESCHEDULED')],
  ])('[S-02] [S-03] is %s', (_what, record) => {
    expect(entry(record)).toBeUndefined();
  });

  it('[S-02] is a step of a sequence where the policy says so', () => {
    const rules = { ...defaultTouches, emails: { ...defaultTouches.emails, sequences: false } };
    expect(entryOf(mail({ isSequence: true }), rules)).toBeUndefined();
    expect(entryOf(mail(), rules)?.is).toBe('email');
  });
});

describe('a call outcome', () => {
  it.each(['INBOUND', 'OUTBOUND', ''])(
    '[S-06] that the policy does not know is reported, direction "%s"',
    (direction) => {
      const unknown = call('busy', { outcome: '0c1f3d8e-7777-4444-8888-1234567890ab', direction });
      expect(entry(unknown)).toMatchObject({ is: 'unknownOutcome', outcome: '0c1f3d8e-7777-4444-8888-1234567890ab' });
    },
  );

  it('[S-06] that is missing counts for nothing until it is filled in', () => {
    expect(entry(call('busy', { outcome: '' }))?.is).toBe('noOutcome');
  });

  it.each(['voicemail', 'noAnswer', 'busy', 'liveMessage'] as const)(
    '[S-06] [R-06] of a portal means what the policy says: %s',
    (kind) => {
      const own = '5e55f0aa-0000-4000-8000-0123456789ab';
      const touches = defaultTouches.calls.touches.map((row) =>
        row.kind === kind ? { ...row, outcomes: [...row.outcomes, own] } : row,
      );
      const rules = { ...defaultTouches, calls: { ...defaultTouches.calls, touches } };
      expect(entryOf(call('busy', { outcome: own }), rules)?.is).toBe(kind);
      expect(entryOf(call('busy', { outcome: OUTCOMES.busy }), rules)?.is).toBe('busy');
    },
  );
});
