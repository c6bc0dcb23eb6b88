/** Records on a timeline, as HubSpot would answer them, and a deal with some. */
import { entryOf, type Engagement, type Entry, type TouchObject } from '../../../../src/domain/deal/touches/entry.ts';
import { knownTouches } from '../../../../src/domain/deal/touches/known.ts';
import { ledgerOf } from '../../../../src/domain/deal/touches/ledger.ts';
import { defaultPolicy } from '../../../../src/domain/policy/default.ts';
import { defaultTouches } from '../../../../src/domain/policy/default-touches.ts';
import type { TouchKind } from '../../../../src/domain/policy/touch-types.ts';
import type { Policy } from '../../../../src/domain/policy/types.ts';
import type { Around } from '../../../../src/domain/deal/duty-state.ts';
import { DealWithDuties } from '../../../support/deal-duties.ts';

export const OUTCOMES = {
  busy: '9d9162e7-6cf3-4944-bf63-4dff82258764',
  connected: 'f240bbac-87c9-4f6e-bf70-924b57d47db7',
  liveMessage: 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff',
  voicemail: 'b2cf5968-551e-4856-9783-52b3da59a7d0',
  noAnswer: '73a0d17f-1163-4015-bdd5-ec830791da20',
  wrongNumber: '17b47fee-58de-441e-a44c-c6300d46f273',
} as const;

export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const at = (iso: string): number => Date.parse(iso);

let lastId = 100;

/** A record; without further details a rep's of the moment it took place. */
export function engagement(object: TouchObject, more: Partial<Engagement> = {}): Engagement {
  lastId += 1;
  const when = more.at ?? at('2026-03-03T15:00:00Z');
  return {
    object,
    id: String(lastId),
    at: when,
    loggedAt: when,
    loggedBy: 'person:7',
    owner: '77',
    direction: '',
    outcome: '',
    isOurs: false,
    isAutomatic: false,
    isSequence: false,
    ...more,
  };
}

export const call = (outcome: keyof typeof OUTCOMES, more: Partial<Engagement> = {}): Engagement =>
  engagement('call', { direction: 'OUTBOUND', outcome: OUTCOMES[outcome], ...more });
export const mail = (more: Partial<Engagement> = {}): Engagement =>
  engagement('email', { direction: 'EMAIL', outcome: 'SENT', ...more });
export const reply = (more: Partial<Engagement> = {}): Engagement => mail({ direction: 'INCOMING_EMAIL', ...more });

export function entry(one: Engagement): Entry | undefined {
  return entryOf(one, defaultTouches);
}

/** The entries of some records. */
export function entries(records: Engagement[]): Entry[] {
  return records.flatMap((one) => entry(one) ?? []);
}

/** Seven touches, three of them voicemails, one an hour; the last at the instant. */
export function seven(lastAt: number): Engagement[] {
  const kinds: TouchKind[] = ['voicemail', 'email', 'noAnswer', 'voicemail', 'email', 'busy', 'voicemail'];
  return kinds.map((kind, index) => {
    const when = { at: lastAt - (kinds.length - 1 - index) * 60 * MINUTE };
    if (kind === 'voicemail' || kind === 'noAnswer' || kind === 'busy') return call(kind, when);
    return mail(when);
  });
}

const { nextAction: _, ...rules } = defaultPolicy;

/** A deal in memory with a timeline. News of a record come when it is said so; a look finds what is there. */
export class TouchedDeal extends DealWithDuties {
  timeline: Engagement[] = [];
  looks = 0;

  constructor(startsAt = '2026-03-02T15:00:00Z', policy: Policy = rules, seenAt?: number) {
    super(policy, undefined, startsAt);
    if (seenAt !== undefined) this.pass(seenAt - this.now);
    this.work();
  }

  /** Records come, and HubSpot tells of them. */
  log(...records: Engagement[]): this {
    for (const record of records) {
      const others = this.timeline.filter(({ id }) => id !== record.id);
      this.timeline = [...others, record];
      this.hear(record);
    }
    return this;
  }

  /** HubSpot tells of a record. */
  hear({ object, id }: Engagement): this {
    const key = `${object}-${id}-${this.events.length}-${this.now}`;
    this.events.push({ kind: 'related', object, otherId: id, key, occurredAt: this.now, by: 'person:7' });
    return this;
  }

  /** The clock goes on to an instant, and the deal looks what it has to do. */
  to(instant: number): this {
    return this.pass(instant - this.now)
      .wake()
      .work();
  }

  /** What the record shows. */
  get shown(): { touches?: string; voicemails?: string; summary?: string } {
    const { sop_touches: touches, sop_voicemails: voicemails } = this.values;
    const summary = this.state.duties?.shown?.['sop_touch_summary'];
    return {
      ...(touches === undefined ? {} : { touches: touches.value }),
      ...(voicemails === undefined ? {} : { voicemails: voicemails.value }),
      ...(summary === undefined ? {} : { summary }),
    };
  }

  kinds(): string[] {
    return this.journal.map(({ kind }) => kind).filter((kind) => /^touches|noResponse|unknown|closed/.test(kind));
  }

  protected override look(section: keyof Around): Around[typeof section] {
    if (section !== 'touches') return this.around[section];
    this.looks += 1;
    const { since } = knownTouches(this.state, this.policy, true);
    return { ledger: ledgerOf(entries(this.timeline), since), readAt: this.now, unread: [] };
  }
}
