/** One deal in memory whose rules are worked off as its workflow does it: what they propose is done, and remembered here. */
import type { DealEffectCommand } from '../../src/domain/deal/rules/rule.ts';
import type { Around } from '../../src/domain/deal/duty-state.ts';
import { dutyDone, dutyWakes, lookedAround, nextDuty, shownOnDeal } from '../../src/domain/deal/duties.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import type { Policy } from '../../src/domain/policy/types.ts';
import { DealInMemory } from './deals.ts';

/** Far more than any situation needs: a rule that never rests is a mistake. */
const MAX_STEPS = 60;

/** Next actions are a matter of their own tests: without them nothing happens by itself that a test did not ask for. */
const { nextAction: _, ...withoutNextActions } = defaultPolicy;

export class DealWithDuties extends DealInMemory {
  /** Everything the rules had done, in order; engine properties that were only shown are not among it. */
  readonly duties: ({ key: string } & Partial<DealEffectCommand>)[] = [];
  /** What a look at the records around the deal finds. */
  around: Around = {
    ticket: { readAt: 0 },
    // A rep has written the note: nothing comes of it.
    sop: { blank: [], note: { id: '701', at: 0, by: 'person:77' } },
    touches: { ledger: { since: 0, entries: [] }, readAt: 0, unread: [] },
    actionOwner: { id: '999', isStaff: false, readAt: 0 },
    sellerTask: { isOver: false, readAt: 0 },
  };

  constructor(rules: Policy = withoutNextActions, pipeline?: string, startsAt?: string) {
    super(rules, pipeline, startsAt);
  }

  /** Delivers the webhooks and works off what the rules want then. */
  work(): this {
    this.deliver();
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const step = nextDuty(this.state, this.policy, this.now);
      if (step === undefined) return this;
      if (step.do === 'read') {
        this.wake();
      } else if (step.do === 'look') {
        this.state = lookedAround(this.state, step.at, this.look(step.at));
      } else if (step.do === 'show') {
        this.write(step.values);
        this.state = shownOnDeal(this.state, step.values);
      } else {
        const { command, key, decision } = step.effect;
        // One that only remembers something is nothing that anybody sees.
        if (command !== undefined || decision !== undefined) this.duties.push({ key, ...command });
        if (command?.do === 'set') this.write(command.values);
        const { state, commands } = dutyDone(this.state, step.effect, this.now);
        this.state = state;
        for (const one of commands) if (one.do === 'record') this.journal.push(...one.decisions);
      }
    }
    throw new Error('the rules of the deal never rest');
  }

  protected look(at: keyof Around): Around[typeof at] {
    if (at === 'touches') return { ...this.around.touches, readAt: this.now };
    if (at === 'actionOwner') return this.lookAtOwner();
    if (at === 'ticket') return { ...this.around.ticket, readAt: this.now };
    return at === 'sellerTask' ? { ...this.around.sellerTask, readAt: this.now } : this.around[at];
  }

  /** Of those of whom nothing else is said the portal's staff work here. */
  private lookAtOwner(): Around['actionOwner'] {
    const id = this.values[this.policy.nextAction?.owner ?? '']?.value ?? '';
    const { actionOwner } = this.around;
    const isStaff = actionOwner.id === id ? actionOwner.isStaff : this.policy.staff[id] !== undefined;
    return { id, isStaff, readAt: this.now };
  }

  /** Time passes to the next thing that happens by itself, and it happens. */
  toNextWake(): this {
    const [wake] = dutyWakes(this.state, this.policy, this.now);
    if (wake === undefined) throw new Error('nothing happens by itself');
    return this.pass(wake.at - this.now)
      .wake()
      .work();
  }

  /** Keys of the effects that did this, in order. */
  did(what: DealEffectCommand['do'], about?: string): string[] {
    const found = this.duties.filter(
      (one) => one.do === what && (about === undefined || ('about' in one && one.about === about)),
    );
    return found.map(({ key }) => key);
  }

  private write(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) this.set(name, value, 'us');
    this.tell({ type: 'set', values, at: this.now });
  }
}
