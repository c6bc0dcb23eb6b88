/** A deal in memory: what HubSpot would hold, told to `decide` as the workflow would tell it. For tests of pure rules. */
import type {
  CheckTwinsCommand,
  DealCommand,
  HandOverCommand,
  TellContactsCommand,
} from '../../src/domain/deal/commands.ts';
import { decide, type DealHappening } from '../../src/domain/deal/decide.ts';
import {
  criterionId,
  type DealPolicy,
  factKey,
  pipelineOf,
  type PortalIds,
  type Staff,
} from '../../src/domain/deal/policy.ts';
import { dealPolicy } from '../../src/domain/deal/slice.ts';
import type { Circle } from '../../src/domain/deal/circle.ts';
import { newDeal, type DealState, type Values } from '../../src/domain/deal/state.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { FILLED, type RecordEvent } from '../../src/domain/events.ts';
import { defaultPolicy } from '../../src/domain/policy/default.ts';
import { findProperty, travellingValue } from '../../src/domain/policy/lookup.ts';
import type { Criterion, Policy } from '../../src/domain/policy/types.ts';

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

/** The sales manager is person 1; deals belong to owner 77. */
export const staff: Staff = {
  actors: { '1': 'person:1', '77': 'person:77', '78': 'person:78', '90': 'person:90' },
  roles: {
    'Sales manager': ['1'],
    'Sales rep': ['77'],
    Approver: ['78', '1'],
    'Sales VP': ['90'],
    Onboarding: ['78'],
  },
};

export interface Effect {
  /** Which note or task. */
  about?: string;
  kind: 'move' | 'say' | 'note' | 'task' | 'ticket' | 'tell' | 'check';
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
  /** Stage to which the engine moved the deal in the last delivery. */
  movedByUsTo: string | undefined;
  values: Values = {};
  present = true;
  /** The record that it was merged into. */
  into?: string;
  /** Its companies and contacts, primary company first. */
  circle: Circle = { companies: [], contacts: [] };
  /** Ids of other open deals, by company. */
  twins: Record<string, string[]> = {};
  /** What the contacts were told, and which companies were looked at. */
  readonly news: (TellContactsCommand | CheckTwinsCommand)[] = [];
  /** Writes with which the company's key was given back. */
  gaveBack = 0;
  /** Tasks of its rules that were ended because it went away. */
  readonly ended: string[] = [];
  /** What it handed on to the deal that it was merged into. */
  readonly handedOver: HandOverCommand[] = [];
  /** HubSpot says no to every write. */
  refuses = false;
  state: DealState = newDeal('501');
  /** Webhooks not delivered yet, in the order of the changes. */
  events: RecordEvent[] = [];
  private clock: number;
  readonly idsOfPortal: PortalIds;

  constructor(
    rules: Policy = defaultPolicy,
    pipeline = rules.pipelines[0]?.key ?? '',
    startsAt = '2026-03-02T15:00:00Z',
  ) {
    this.clock = Date.parse(startsAt);
    this.rules = rules;
    this.idsOfPortal = portalOf(rules);
    this.policy = dealPolicy(rules, this.idsOfPortal, staff);
    this.state = { ...this.state, policyAt: this.clock };
    this.pipeline = pipeline;
    const first = rules.pipelines.find(({ key }) => key === pipeline)?.stages[0]?.key ?? '';
    this.set('pipeline', this.idsOfPortal.pipelines[pipeline]?.id ?? '');
    this.set('dealstage', this.stageId(first));
  }
  readonly pipeline: string;

  stageId(key: string): string {
    return this.idsOfPortal.pipelines[this.pipeline]?.stages[key] ?? key;
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
    this.events.push({ ...newsOf(property, travelling), key, occurredAt: this.clock, by });
    return this;
  }

  moveTo(stage: string, by = 'person:7'): this {
    return this.set('dealstage', this.stageId(stage), by);
  }

  moveToPipeline(pipeline: string, stage: string, by = 'person:7'): this {
    const ids = this.idsOfPortal.pipelines[pipeline];
    return this.set('pipeline', ids?.id ?? '', by).set('dealstage', ids?.stages[stage] ?? '', by);
  }

  /** Key of the pipeline the record is in. */
  get inPipeline(): string | undefined {
    return this.policy.pipelines[this.values['pipeline']?.value ?? '']?.key;
  }

  /** Fills what a stage asks for. */
  fillExit(stage: string): this {
    for (const criterion of this.exitOf(stage)) this.fill(criterion);
    return this;
  }

  fill(criterion: Criterion): this {
    return this.set(factKey(criterionId(criterion)), sampleValue(this.rules, criterion));
  }

  without(criterion: Criterion): this {
    return this.set(factKey(criterionId(criterion)), '');
  }

  idOf(criterion: Criterion): string {
    return criterionId(criterion);
  }

  /** Place of a stage in its pipeline. */
  order(stage: string | undefined): number {
    return (
      this.rules.pipelines.find(({ key }) => key === this.pipeline)?.stages.findIndex(({ key }) => key === stage) ?? -1
    );
  }

  /** Criteria of a stage that do not hold on the record now. */
  stillMissing(stage: string): string[] {
    return this.exitOf(stage)
      .filter((one) => !this.values[factKey(criterionId(one))]?.value)
      .map(criterionId);
  }

  private exitOf(stage: string): Criterion[] {
    const stages = this.rules.pipelines.find(({ key }) => key === this.pipeline)?.stages ?? [];
    return stages.find(({ key }) => key === stage)?.exit ?? [];
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.clock;
  }

  /** Time passes; nothing else happens. */
  pass(ms: number): this {
    this.clock += ms;
    return this;
  }

  /** The workflow's timer rings. */
  wake(): this {
    this.tell({ type: 'woke' });
    return this;
  }

  /** Delivers events as one signal each, and lets the workflow's side do what it decides. */
  deliver(events: RecordEvent[] = this.events.splice(0)): this {
    this.movedByUsTo = undefined;
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
        if (this.present) return { type: 'read', values: this.values, circle: this.circle };
        return { type: 'absent', ...(this.into === undefined ? {} : { into: this.into }) };
      case 'write': {
        if (this.refuses) return { type: 'refused', reason: 'rejected' };
        const { stage, missing } = command.shown;
        this.effects.push({ kind: command.stageId === undefined ? 'say' : 'move', stage, missing });
        if (command.stageId !== undefined) {
          this.set('dealstage', command.stageId, 'us');
          this.movedByUsTo = this.stage;
        }
        if (command.backOut !== undefined) {
          const { lost, backOut } = this.rules;
          this.set(lost.category, backOut?.lostCategory ?? '', 'us').set(lost.details, FILLED, 'us');
          this.set(backOut?.requested ?? '', 'yes', 'us').set(backOut?.reason ?? '', command.backOut.reason, 'us');
        }
        if (command.pipelineId !== undefined) this.set('pipeline', command.pipelineId, 'us');
        if (command.givesBack !== undefined) {
          this.gaveBack += 1;
          this.set(command.givesBack, '', 'us');
        }
        return { type: 'written', write: command, at: this.clock };
      }
      case 'note':
        this.effects.push({
          kind: 'note',
          about: command.about,
          stage: command.shown.stage,
          missing: command.shown.missing,
        });
        return undefined;
      case 'task':
        this.effects.push({ kind: 'task', about: command.about, stage: undefined, missing: [] });
        return undefined;
      case 'onboard':
        this.effects.push({ kind: 'ticket', stage: undefined, missing: [] });
        return undefined;
      case 'endTasks':
        this.ended.push(...command.tasks);
        return undefined;
      case 'tellContacts':
        this.effects.push({ kind: 'tell', stage: undefined, missing: [] });
        this.news.push(command);
        return undefined;
      case 'checkTwins': {
        this.effects.push({ kind: 'check', stage: undefined, missing: [] });
        this.news.push(command);
        const { company } = command;
        const others = this.twins[company ?? ''] ?? [];
        const key = this.policy.oneOpen?.keyProperty;
        if (company !== undefined && others.length === 0 && key !== undefined) this.set(key, company, 'us');
        return company === undefined
          ? { type: 'twins', others: [], holdsKey: false }
          : { type: 'twins', company, others, holdsKey: others.length === 0 };
      }
      case 'handOver':
        this.handedOver.push(command);
        return command.handed === undefined
          ? { type: 'handedOver' }
          : { type: 'handedOver', dealId: command.handed.dealId };
      case 'record':
        this.journal.push(...command.decisions);
        return undefined;
    }
  }

  count(kind: Effect['kind']): number {
    return this.effects.filter((effect) => effect.kind === kind).length;
  }
}

/** A value that meets a criterion. */
export function sampleValue(policy: Policy, criterion: Criterion): string {
  if (criterion.kind === 'is') return criterion.value;
  if (criterion.kind === 'oneOf') return criterion.values.at(-1) ?? '';
  if (criterion.kind !== 'known') return FILLED;
  const row = findProperty(policy, criterion.object, criterion.property);
  if (row?.type === 'yesNo') return 'no';
  if (row?.type === 'choice' || row?.type === 'choices') return row.options?.[0]?.value ?? '77';
  if (row?.type === 'number') return '12';
  if (row?.type === 'date' || row?.type === 'datetime') return '2027-03-01';
  return FILLED;
}

/** How HubSpot tells of a fact: the deal's own property with its value, of another record only that it changed. */
function newsOf(fact: string, value: string) {
  const [object = '', property] = fact.split('.');
  if (fact === 'nextSteps' || object === 'file') return { kind: 'related', object: 'note', otherId: '9' } as const;
  if (property !== undefined) return { kind: 'related', object, otherId: '8', property } as const;
  return { kind: 'property', property: fact, value } as const;
}
