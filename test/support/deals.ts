/** A deal in memory: what HubSpot would hold, told to `decide` as the workflow would tell it. For tests of pure rules. */
import type { DealCommand } from '../../src/domain/deal/commands.ts';
import { decide, type DealHappening } from '../../src/domain/deal/decide.ts';
import { dealPolicy, type DealPolicy, pipelineOf, type PortalIds } from '../../src/domain/deal/policy.ts';
import { newDeal, type DealState, type Values } from '../../src/domain/deal/state.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { RecordEvent } from '../../src/domain/events.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { findProperty, travellingValue } from '../../src/domain/policy/lookup.ts';
import type { Policy } from '../../src/domain/policy/types.ts';

/** Ids as a portal would give them: numbers that say nothing. */
export function portalOf(policy: Policy): PortalIds {
  let id = 1000;
  const next = () => String((id += 1));
  return {
    pipelines: Object.fromEntries(
      policy.pipelines.map(({ key, stages }) => [
        key,
        { id: next(), stages: Object.fromEntries(stages.map((stage) => [stage.key, next()])) },
      ]),
    ),
  };
}

export interface Effect {
  kind: 'move' | 'say' | 'note' | 'task' | 'ticket';
  stage: string | undefined;
  missing: string[];
}

/** One deal record with its webhooks and the workflow's side of it. */
export class DealInMemory {
  readonly policy: DealPolicy;
  readonly rules: Policy;
  readonly effects: Effect[] = [];
  readonly journal: Decision[] = [];
  reads = 0;
  values: Values = {};
  present = true;
  /** HubSpot says no to every write. */
  refuses = false;
  state: DealState = newDeal('501');
  /** Webhooks not delivered yet, in the order of the changes. */
  events: RecordEvent[] = [];
  private clock = Date.parse('2026-03-02T15:00:00Z');
  private readonly ids: PortalIds;

  constructor(rules: Policy = defaultPolicy, pipeline = rules.pipelines[0]?.key ?? '') {
    this.rules = rules;
    this.ids = portalOf(rules);
    this.policy = dealPolicy(rules, this.ids, ['person:1']);
    this.pipeline = pipeline;
    const first = rules.pipelines.find(({ key }) => key === pipeline)?.stages[0]?.key ?? '';
    this.set('pipeline', this.ids.pipelines[pipeline]?.id ?? '');
    this.set('dealstage', this.stageId(first));
  }
  readonly pipeline: string;

  stageId(key: string): string {
    return this.ids.pipelines[this.pipeline]?.stages[key] ?? key;
  }

  /** Key of the stage the record is in. */
  get stage(): string | undefined {
    const stages = pipelineOf(this.policy, this.values['pipeline']?.value)?.stages ?? [];
    return stages.find(({ id }) => id === this.values['dealstage']?.value)?.key;
  }

  /** Somebody changes a property in HubSpot; its webhook waits to be delivered. */
  set(property: string, value: string, by = 'person:7'): this {
    this.clock += 1000;
    const row = findProperty(this.rules, 'deal', property);
    const travelling = travellingValue(row, value);
    const before = this.values[property]?.value;
    if (before === travelling) return this;
    this.values = {
      ...this.values,
      [property]: { value: travelling, at: this.clock, by, ...(before === undefined ? {} : { previous: before }) },
    };
    const key = `${property}@${this.clock}`;
    this.events.push({ kind: 'property', key, occurredAt: this.clock, by, property, value: travelling });
    return this;
  }

  moveTo(stage: string, by = 'person:7'): this {
    return this.set('dealstage', this.stageId(stage), by);
  }

  /** Delivers events as one signal each, and lets the workflow's side do what it decides. */
  deliver(events: RecordEvent[] = this.events.splice(0)): this {
    for (const event of events) this.tell({ type: 'events', events: [event] });
    return this;
  }

  tell(happening: DealHappening): void {
    const { state, commands } = decide(this.state, happening, this.policy, this.clock);
    this.state = state;
    for (const command of commands) {
      const result = this.carryOut(command);
      if (result !== undefined) this.tell(result);
    }
  }

  private carryOut(command: DealCommand): DealHappening | undefined {
    switch (command.do) {
      case 'read':
        this.reads += 1;
        return this.present ? { type: 'read', values: this.values } : { type: 'absent' };
      case 'write': {
        if (this.refuses) return { type: 'refused', reason: 'rejected' };
        const { stage, missing } = command.shown;
        this.effects.push({ kind: command.stageId === undefined ? 'say' : 'move', stage, missing });
        if (command.stageId !== undefined) this.set('dealstage', command.stageId, 'us');
        if (command.pipelineId !== undefined) this.set('pipeline', command.pipelineId, 'us');
        return { type: 'written', write: command, at: this.clock };
      }
      case 'note':
        this.effects.push({ kind: 'note', stage: command.shown.stage, missing: command.shown.missing });
        return undefined;
      case 'task':
        this.effects.push({ kind: 'task', stage: command.about, missing: [] });
        return undefined;
      case 'onboard':
        this.effects.push({ kind: 'ticket', stage: undefined, missing: [] });
        return undefined;
      case 'record':
        this.journal.push(...command.decisions);
        return undefined;
    }
  }

  count(kind: Effect['kind']): number {
    return this.effects.filter((effect) => effect.kind === kind).length;
  }
}
