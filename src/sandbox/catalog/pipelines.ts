/** Pipelines and their stages, for deals, tickets, leads, and contacts' lifecycle (reference `hubspot.md` §6.1 to §6.3). */
import { HubSpotProblem, notFound, validationProblem } from '../problems.ts';
import type { ObjectTypeName } from './object-types.ts';
import { dealStages, leadStages, lifecycleStages, ticketStages } from './standard/stages.ts';

export interface PipelineStage {
  id: string;
  label: string;
  displayOrder: number;
  /** Values are strings: `{"isClosed":"true","probability":"1.0"}`, or `{"ticketState":"OPEN"}`. */
  metadata: Record<string, string>;
  createdAt: number;
  updatedAt: number;
  archived: boolean;
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  stages: PipelineStage[];
  /** Absent until an admin sets some. */
  rules?: PipelineRules;
  createdAt: number;
  updatedAt: number;
  archived: boolean;
}

/** In HubSpot's words. */
export interface PipelineRules {
  governanceValidationRules: Record<string, { enabledForAllStages?: boolean; pipelineStageIds: string[] }>;
  createdAt: number;
  updatedAt: number;
}

export interface StageInput {
  label: string;
  displayOrder: number;
  metadata: Record<string, string>;
}

export interface PipelineInput {
  label: string;
  displayOrder: number;
  stages: StageInput[];
}

type Change<T> = { [K in keyof T]?: T[K] | undefined };

export class PipelineCatalog {
  readonly #pipelines: Partial<Record<ObjectTypeName, Pipeline[]>>;
  readonly #nextId: () => string;
  readonly #now: () => number;

  constructor(nextId: () => string, now: () => number) {
    this.#nextId = nextId;
    this.#now = now;
    this.#pipelines = {
      deals: [
        this.#standard('default', 'Sales Pipeline', dealStages, (probability) => ({
          isClosed: String(probability === '1.0' || probability === '0.0'),
          probability,
        })),
      ],
      tickets: [
        this.#standard('0', 'Support Pipeline', ticketStages, (ticketState) => ({
          isClosed: String(ticketState === 'CLOSED'),
          ticketState,
        })),
      ],
      contacts: [
        this.#standard('contacts-lifecycle-pipeline', 'Lifecycle Stage Pipeline', lifecycleStages, (state) => ({
          isClosed: 'false',
          state,
        })),
      ],
      leads: [this.#standard('lead-pipeline-id', 'Lead pipeline', leadStages, (leadState) => ({ leadState }))],
    };
  }

  /** Throws what HubSpot answers for objects without pipelines. */
  list(type: ObjectTypeName): Pipeline[] {
    return this.#of(type).filter((each) => !each.archived);
  }

  find(type: ObjectTypeName, id: string): Pipeline | undefined {
    return this.list(type).find((each) => each.id === id);
  }

  get(type: ObjectTypeName, id: string): Pipeline {
    const pipeline = this.find(type, id);
    if (!pipeline) throw notFound();
    return pipeline;
  }

  stage(type: ObjectTypeName, pipelineId: string, stageId: string): PipelineStage {
    const stage = this.get(type, pipelineId).stages.find((each) => each.id === stageId && !each.archived);
    if (!stage) throw notFound();
    return stage;
  }

  create(type: ObjectTypeName, { label, displayOrder, stages }: PipelineInput): Pipeline {
    if (type === 'contacts') throw validationProblem('Contacts have one pipeline, of their lifecycle stages');
    this.#refuseLabel(this.list(type), label);
    const pipeline = { ...this.#stamp(), id: this.#nextId(), label, displayOrder, stages: [] };
    for (const stage of stages) this.#add(type, pipeline, stage);
    this.#of(type).push(pipeline);
    return pipeline;
  }

  update(type: ObjectTypeName, id: string, { label, displayOrder }: Change<Omit<PipelineInput, 'stages'>>): Pipeline {
    const pipeline = this.get(type, id);
    if (label !== undefined && label !== pipeline.label) this.#refuseLabel(this.list(type), label);
    pipeline.label = label ?? pipeline.label;
    pipeline.displayOrder = displayOrder ?? pipeline.displayOrder;
    pipeline.updatedAt = this.#now();
    return pipeline;
  }

  archive(type: ObjectTypeName, id: string): void {
    this.get(type, id).archived = true;
  }

  createStage(type: ObjectTypeName, pipelineId: string, input: StageInput): PipelineStage {
    return this.#add(type, this.get(type, pipelineId), input);
  }

  updateStage(type: ObjectTypeName, pipelineId: string, stageId: string, change: Change<StageInput>): PipelineStage {
    const { label, displayOrder, metadata } = change;
    const stage = this.stage(type, pipelineId, stageId);
    if (metadata) checkMetadata(type, { ...stage.metadata, ...metadata });
    stage.label = label ?? stage.label;
    stage.displayOrder = displayOrder ?? stage.displayOrder;
    stage.metadata = withClosed(type, { ...stage.metadata, ...metadata });
    stage.updatedAt = this.#now();
    return stage;
  }

  archiveStage(type: ObjectTypeName, pipelineId: string, stageId: string): void {
    this.stage(type, pipelineId, stageId).archived = true;
  }

  #add(type: ObjectTypeName, pipeline: Pipeline, { label, displayOrder, metadata }: StageInput): PipelineStage {
    this.#refuseLabel(
      pipeline.stages.filter((each) => !each.archived),
      label,
    );
    checkMetadata(type, metadata);
    const stage = { ...this.#stamp(), id: this.#nextId(), label, displayOrder, metadata: withClosed(type, metadata) };
    pipeline.stages.push(stage);
    return stage;
  }

  #refuseLabel(siblings: { label: string }[], label: string): void {
    if (!siblings.some((each) => each.label.toLowerCase() === label.toLowerCase())) return;
    throw new HubSpotProblem(409, `The label '${label}' is already in use`, { category: 'CONFLICT' });
  }

  #of(type: ObjectTypeName): Pipeline[] {
    const pipelines = this.#pipelines[type];
    if (!pipelines) throw validationProblem(`Object type ${type} has no pipelines`);
    return pipelines;
  }

  #standard(
    id: string,
    label: string,
    stages: readonly (readonly [string, string, string])[],
    metadata: (state: string) => Record<string, string>,
  ): Pipeline {
    return {
      ...this.#stamp(),
      id,
      label,
      displayOrder: 0,
      stages: stages.map(([stageId, stageLabel, state], displayOrder) => ({
        ...this.#stamp(),
        id: stageId,
        label: stageLabel,
        displayOrder,
        metadata: metadata(state),
      })),
    };
  }

  #stamp() {
    const at = this.#now();
    return { createdAt: at, updatedAt: at, archived: false };
  }
}

/** A deal stage needs a probability, a ticket stage may say its state. */
function checkMetadata(type: ObjectTypeName, metadata: Record<string, string>): void {
  if (type !== 'deals') return;
  const probability = Number(metadata.probability ?? Number.NaN);
  if (!(probability >= 0 && probability <= 1)) {
    throw validationProblem('A deal stage needs metadata.probability between 0.0 and 1.0');
  }
}

/** HubSpot derives `isClosed` of a deal's stage from its probability, and of a ticket's from its state. */
function withClosed(type: ObjectTypeName, metadata: Record<string, string>): Record<string, string> {
  if (type === 'tickets') {
    const ticketState = metadata.ticketState ?? 'OPEN';
    return { ...metadata, ticketState, isClosed: String(ticketState === 'CLOSED') };
  }
  if (type !== 'deals') return metadata;
  const probability = Number(metadata.probability);
  return { ...metadata, isClosed: metadata.isClosed ?? String(probability === 1 || probability === 0) };
}
