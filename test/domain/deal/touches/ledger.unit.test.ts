/** The ledger: each record once, since the last answer, whatever was told in what order (S-02, S-03). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Engagement, TOUCH_OBJECTS } from '../../../../src/domain/deal/touches/entry.ts';
import { type Ledger, ledgerOf, withRead } from '../../../../src/domain/deal/touches/ledger.ts';
import { at, call, entries, entry, mail, MINUTE, OUTCOMES, reply } from './support.ts';

const T = at('2026-03-03T15:00:00Z');
const minute = (n: number) => ({ at: T + n * MINUTE });
const kinds = ({ entries: all }: Ledger) => all.map(({ is }) => is);
const ids = ({ entries: all }: Ledger) => all.map(({ id }) => id);

/** One record is told of again: edited, or gone. */
function retold(ledger: Ledger, record: Engagement, gone = false): Ledger | undefined {
  const found = gone ? undefined : entry(record);
  return withRead(ledger, [record], found === undefined ? [] : [found]);
}

describe('each record is one touch', () => {
  const first = call('noAnswer', minute(1));
  const second = mail(minute(2));
  const ledger = ledgerOf(entries([first, second]), 0);

  it.each<[what: string, edited: Engagement, expected: string[]]>([
    ['told of again', first, ['noAnswer', 'email']],
    ['whose outcome becomes a voicemail', { ...first, outcome: OUTCOMES.voicemail }, ['voicemail', 'email']],
    ['whose outcome becomes a wrong number', { ...first, outcome: OUTCOMES.wrongNumber }, ['email']],
    ['whose outcome is taken away', { ...first, outcome: '' }, ['noOutcome', 'email']],
    ['that is dated later', { ...first, ...minute(5) }, ['email', 'noAnswer']],
    ['that turns out to be an answer', { ...first, outcome: OUTCOMES.connected }, ['email']],
    ['an e-mail that bounces', { ...second, outcome: 'BOUNCED' }, ['noAnswer']],
  ])('[S-02] %s', (_what, edited, expected) => {
    const after = retold(ledger, edited);
    expect(after && kinds(after)).toEqual(expected);
    expect(after && retold(after, edited)).toEqual(after);
  });

  it('[S-02] and one that is deleted is none', () => {
    const after = retold(ledger, first, true);
    expect(after && ids(after)).toEqual([second.id]);
  });

  it('[S-02] also where several records are one of each type with the same id', () => {
    const same = TOUCH_OBJECTS.map((object) => mail({ object, id: '9', direction: 'EMAIL', ...minute(3) }));
    const found = ledgerOf(entries([...same, ...same]), 0);
    expect(found.entries.map(({ object }) => object)).toEqual(['call', 'communication', 'email']);
  });
});

describe('an answer', () => {
  const touched = entries([call('voicemail', minute(1)), mail(minute(2)), call('busy', minute(4))]);

  it('[S-03] starts the count again', () => {
    expect(kinds(ledgerOf([...touched, ...entries([reply(minute(3))])], 0))).toEqual(['busy']);
    expect(kinds(ledgerOf([...touched, ...entries([reply(minute(5))])], 0))).toEqual([]);
  });

  it('[S-03] that is older than the first touch changes nothing', () => {
    expect(kinds(ledgerOf([...touched, ...entries([reply(minute(0))])], 0))).toEqual(['voicemail', 'email', 'busy']);
  });

  it('[S-03] of the very time of a touch wins', () => {
    expect(kinds(ledgerOf([...touched, ...entries([reply(minute(4))])], 0))).toEqual([]);
  });

  it('[S-03] that is deleted or edited makes all be read again: what it answered was not kept', () => {
    const answer = reply(minute(3));
    const ledger = ledgerOf([...touched, ...entries([answer])], 0);
    expect(retold(ledger, answer, true)).toBeUndefined();
    expect(retold(ledger, { ...answer, isAutomatic: true })).toBeUndefined();
    expect(retold(ledger, { ...answer, ...minute(1) })).toBeUndefined();
    expect(retold(ledger, answer)).toEqual(ledger);
  });

  it('[S-03] before this deal began, and touches before it, are none of its', () => {
    expect(kinds(ledgerOf([...touched, ...entries([reply(minute(3))])], T + 4 * MINUTE))).toEqual(['busy']);
    expect(ledgerOf(entries([reply(minute(3))]), T + 4 * MINUTE).answer).toBeUndefined();
  });
});

describe('the state of a deal', () => {
  it('[S-02] stays small: of hundreds of touches the oldest are kept, and the next news makes all be read', () => {
    const many = entries(Array.from({ length: 200 }, (_, n) => mail(minute(n))));
    const ledger = ledgerOf(many, 0);
    expect(ledger.entries).toHaveLength(60);
    expect(ledger.entries[0]).toEqual(many[0]);
    expect(JSON.stringify(ledger).length).toBeLessThan(8_000);
    expect(withRead(ledger, [{ object: 'email', id: 'x' }], [])).toBeUndefined();
  });
});

/** What can happen to a timeline: a record comes, is edited, goes. */
type Change = { id: number; record: Engagement | undefined };
const change: fc.Arbitrary<Change> = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  record: fc.option(
    fc
      .record({
        minutes: fc.integer({ min: 0, max: 30 }),
        what: fc.constantFrom('voicemail', 'busy', 'connected', 'mail', 'reply'),
      })
      .map(({ minutes, what }) => {
        if (what === 'mail') return mail(minute(minutes));
        return what === 'reply' ? reply(minute(minutes)) : call(what, minute(minutes));
      }),
    { nil: undefined, freq: 6 },
  ),
});

describe('any story of a timeline', () => {
  it('[S-02] [S-03] [R-03] the count is that of the distinct qualifying records since the last answer', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.infiniteStream(fc.nat(9)), (changes, order) => {
        const there = new Map<string, Engagement>();
        let ledger = ledgerOf([], 0);
        let waiting: Engagement[] = [];
        const everything = () => entries([...there.values()]);
        const tell = (records: Engagement[]) => {
          const found = records.flatMap(({ object, id }) => there.get(`${object}-${id}`) ?? []);
          ledger = withRead(ledger, records, entries(found)) ?? ledgerOf(everything(), 0);
        };
        for (const { id, record } of changes) {
          // A record keeps its type: an e-mail does not become a call.
          const object = id % 2 === 0 ? ('call' as const) : ('email' as const);
          const one = { ...(record ?? mail()), object, id: String(id) };
          if (record === undefined || record.object !== object) there.delete(`${object}-${id}`);
          else there.set(`${object}-${id}`, one);
          // Late, twice, and in another order: what is told is only which record it is about.
          const now = order.next().value;
          waiting = now > 6 ? [...waiting, one, one] : [one, ...waiting];
          if (now > 3) tell(waiting.splice(0));
        }
        tell(waiting);

        const all = everything();
        const answered = Math.max(-1, ...all.filter(({ is }) => is === 'answer').map((one) => one.at));
        const qualifying = new Set(
          all.filter(({ is, at: when }) => is !== 'answer' && when > answered).map((one) => one.id),
        );
        expect(new Set(ids(ledger))).toEqual(qualifying);
        expect(ledger.entries).toHaveLength(qualifying.size);
      }),
      { numRuns: 500 },
    );
  });
});
