/** A contact in memory: what HubSpot would hold, told to the steps as the workflow would tell it. For tests of pure rules. */
import type { ContactCommand, Effect, EffectCommand, EffectResult } from '../../src/domain/contact/commands.ts';
import { foldEvents } from '../../src/domain/contact/fold.ts';
import { heardConsent } from '../../src/domain/contact/news.ts';
import { contactPolicy, type ContactPolicy, type ContactPortal, stageKey } from '../../src/domain/contact/policy.ts';
import { wasAbsent, wasDone, wasRead, wasRefused, wasShown, wasStaged } from '../../src/domain/contact/results.ts';
import { type ContactFacts, type ContactState, type DealFact, newContact } from '../../src/domain/contact/state.ts';
import { nextStep, nextWake } from '../../src/domain/contact/step.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { FILLED, type RecordEvent } from '../../src/domain/events.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { findProperty, travellingValue } from '../../src/domain/policy/lookup.ts';
import type { LifecycleKey } from '../../src/domain/policy/contact-types.ts';

export const portal: ContactPortal = {
  stages: {
    target: '901',
    mql: 'marketingqualifiedlead',
    sql: 'salesqualifiedlead',
    customer: 'customer',
    excluded: '902',
    additional: '903',
    recycled: '904',
  },
  owners: { SDR: ['11', '12', '13'], 'Sales manager': ['2'], Marketing: ['3'], 'Sales rep': ['21', '22'] },
  staff: ['2', '3', '11', '12', '13', '21', '22'],
  reps: { 'person:121': '21', 'person:122': '22' },
};

export type Carried = EffectCommand & { key: string };

export class ContactInMemory {
  readonly policy: ContactPolicy = contactPolicy(defaultPolicy, portal);
  readonly effects: Carried[] = [];
  readonly moves: LifecycleKey[] = [];
  readonly journal: Decision[] = [];
  reads = 0;
  shows = 0;
  facts: ContactFacts;
  present = true;
  /** What HubSpot and the mail server say no to. */
  refuses: (command: ContactCommand) => string | undefined = () => undefined;
  /** What a mail comes to. */
  mailResult: EffectResult = { of: 'mail', outcome: 'sent' };
  state: ContactState = newContact('701');
  events: RecordEvent[] = [];
  private clock: number;
  private told = 0;

  /** @param by who created it */
  constructor(startsAt = '2026-03-02T15:00:00Z', by = 'person:7') {
    this.clock = Date.parse(startsAt);
    const values: ContactFacts['values'] = {};
    this.facts = { values, engagements: {}, company: {}, deals: [], leads: [], tickets: [] };
    this.set('createdate', new Date(this.clock).toISOString(), by);
    this.set('lifecyclestage', 'lead', by);
  }

  get now(): number {
    return this.clock;
  }

  get stage(): LifecycleKey | undefined {
    return stageKey(this.policy, this.facts.values['lifecyclestage']?.value);
  }

  /** Somebody changes a property in HubSpot; its webhook waits to be delivered. */
  set(property: string, value: string, by = 'person:7'): this {
    this.clock += 1000;
    const travelling = travellingValue(findProperty(defaultPolicy, 'contact', property), value);
    const before = this.facts.values[property]?.value;
    if (before === travelling) return this;
    const known = { value: travelling, at: this.clock, by, ...(before === undefined ? {} : { previous: before }) };
    this.facts = { ...this.facts, values: { ...this.facts.values, [property]: known } };
    return this.tells({ kind: 'property', property, value: travelling }, by);
  }

  moveTo(stage: LifecycleKey, by = 'person:7'): this {
    return this.set('lifecyclestage', portal.stages[stage], by);
  }

  withAddress(): this {
    return this.set('email', FILLED);
  }

  /** The person does something that counts (T-02). */
  engage(kind: string, id = String(5000 + this.told)): this {
    this.clock += 1000;
    const seen = { at: this.clock, object: kind, id };
    this.facts = { ...this.facts, engagements: { ...this.facts.engagements, [kind]: seen }, activity: seen };
    return this.tells({ kind: 'related', object: 'call', otherId: id });
  }

  /** A call or e-mail of ours that nobody answered. */
  reachOut(): this {
    this.clock += 1000;
    const seen = { at: this.clock, object: 'call', id: String(5000 + this.told) };
    this.facts = { ...this.facts, outreach: seen, activity: seen };
    return this.tells({ kind: 'related', object: 'call', otherId: seen.id });
  }

  deal(deal: Omit<DealFact, 'at'>): this {
    this.clock += 1000;
    const deals = [...this.facts.deals.filter(({ id }) => id !== deal.id), { ...deal, at: this.clock }];
    this.facts = { ...this.facts, deals };
    return this.tells({ kind: 'related', object: 'deal', otherId: deal.id });
  }

  ofCompany(companyId: string): this {
    this.facts = { ...this.facts, companyId };
    return this.tells({ kind: 'association', association: 'CONTACT_TO_COMPANY', otherId: companyId, removed: false });
  }

  pass(ms: number): this {
    this.clock += ms;
    return this;
  }

  /** The world's clock goes on; the contact wakes up as often as it wants to. */
  advanceTo(instant: number | string): this {
    const until = typeof instant === 'string' ? Date.parse(instant) : instant;
    for (let wakes = 0; wakes < 1000; wakes += 1) {
      const { at } = nextWake(this.state, this.policy, this.clock);
      if (at > until) break;
      this.clock = Math.max(this.clock, at);
      this.wake();
    }
    this.clock = Math.max(this.clock, until);
    return this;
  }

  advance(days: number): this {
    return this.advanceTo(this.clock + days * 86_400_000);
  }

  wake(): this {
    const { fresh: _, ...woken } = this.state;
    this.state = woken;
    return this.workOff();
  }

  /** Delivers events in one signal and lets the workflow's side do what it decides. */
  deliver(events: RecordEvent[] = this.events.splice(0)): this {
    this.state = foldEvents(this.state, events, this.policy);
    return this.workOff();
  }

  consents(state: 'granted' | 'withdrawn'): this {
    this.clock += 1000;
    this.state = heardConsent(this.state, { state, at: this.clock, proof: `proof-${this.clock}` });
    return this.workOff();
  }

  workOff(): this {
    for (let steps = 0; steps < 100; steps += 1) {
      const command = nextStep(this.state, this.policy, this.clock);
      if (command === undefined) return this;
      const refusal = this.refuses(command);
      if (refusal === undefined) this.carryOut(command);
      else this.state = wasRefused(this.state, command, refusal, this.policy, this.clock);
    }
    throw new Error(`does not come to rest; last: ${JSON.stringify(nextStep(this.state, this.policy, this.clock))}`);
  }

  count(what: EffectCommand['do'], about?: string): number {
    return this.effects.filter((one) => one.do === what && (about === undefined || aboutOf(one) === about)).length;
  }

  private carryOut(command: ContactCommand): void {
    const { policy, clock } = this;
    switch (command.do) {
      case 'read':
        this.reads += 1;
        this.state = this.present
          ? wasRead(this.state, this.facts, policy, clock)
          : wasAbsent(this.state, undefined, policy, clock);
        return;
      case 'setStage':
        this.moves.push(command.to);
        this.set('lifecyclestage', command.stageId, 'us');
        for (const [name, value] of Object.entries(command.values)) this.set(name, value, 'us');
        this.state = wasStaged(this.state, command, this.facts.values['lifecyclestage']?.at ?? this.clock, this.clock);
        return;
      case 'effect':
        this.state = wasDone(this.state, command.effect, this.perform(command.effect), policy, this.clock);
        return;
      case 'show':
        this.shows += 1;
        this.state = wasShown(this.state, command.shown, this.clock);
        for (const [name, value] of Object.entries(command.shown.values)) this.set(name, value, 'us');
        return;
      case 'record':
        this.journal.push(...command.decisions);
        this.state = { ...this.state, unrecorded: [] };
        return;
      case 'erase':
      case 'handOver':
        this.state = { ...this.state, done: { ...this.state.done, [command.do]: clock } };
    }
  }

  private perform({ key, command }: Effect): EffectResult | undefined {
    if (command === undefined) return undefined;
    this.effects.push({ ...command, key });
    if (command.do === 'assign') {
      const ownerId = portal.owners['SDR']?.[0] ?? '';
      this.set('hubspot_owner_id', ownerId, 'us');
      return { of: 'assign', ownerId };
    }
    if (command.do === 'own') {
      this.set('hubspot_owner_id', command.ownerId, 'us');
      return { of: 'assign', ownerId: command.ownerId };
    }
    if (command.do === 'mail') return this.mailResult;
    if (command.do === 'openDeal') {
      const { pipeline } = this.policy.deal;
      this.facts.deals.push({ id: '9001', kind: 'open', own: true, pipeline, stage: 'sql', at: this.clock });
      return { of: 'openDeal', dealId: '9001', how: 'created' };
    }
    if (command.do === 'lead') {
      const leads = this.facts.leads.map((lead) => ({ ...lead, open: false }));
      this.facts = { ...this.facts, leads: command.open ? [...leads.slice(0, -1), { id: '8001', open: true }] : leads };
    }
    if (command.do === 'answerTicket') {
      this.facts = { ...this.facts, tickets: this.facts.tickets.filter(({ id }) => id !== command.ticketId) };
    }
    return undefined;
  }

  private tells(news: NewsOf<RecordEvent>, by = 'person:7'): this {
    this.told += 1;
    this.events.push({ ...news, key: `event-${this.told}`, occurredAt: this.clock, by });
    return this;
  }
}

type NewsOf<E> = E extends RecordEvent ? Omit<E, 'key' | 'occurredAt' | 'by'> : never;

function aboutOf(command: EffectCommand): string | undefined {
  if ('about' in command) return command.about;
  return 'kind' in command ? command.kind : undefined;
}
