/** Deal pipelines and stages that the policy asks for, compared with what the portal has (D-01, G-02). */
import type { PipelineRow, Policy, StageRow } from '../domain/policy/types.ts';
import type { HubSpot } from './client.ts';
import type { StageInput } from './portal.ts';
import { findByLabel } from './portal-ids.ts';
import type { Pipeline, Stage } from './schemas.ts';
import type { SetupStep } from './setup-step.ts';

export async function pipelineSteps(hubspot: HubSpot, policy: Policy): Promise<SetupStep[]> {
  return [...(await dealPipelineSteps(hubspot, policy)), ...(await onboardingSteps(hubspot, policy))];
}

/** The ticket pipeline of the onboarding team (D-17). */
async function onboardingSteps(hubspot: HubSpot, { onboarding }: Policy): Promise<SetupStep[]> {
  if (onboarding === undefined) return [];
  const { label, stages } = onboarding.pipeline;
  const inputs = stages.map((stage, displayOrder) => ({
    label: stage.label,
    displayOrder,
    metadata: { ticketState: stage.state },
  }));
  const existing = await hubspot.pipelines('ticket');
  const pipeline = findByLabel(existing, label);
  if (pipeline === undefined) {
    const apply = () => hubspot.createPipeline('ticket', { label, displayOrder: existing.length, stages: inputs });
    const names = stages.map((stage) => stage.label).join(', ');
    return [
      {
        part: 'pipeline',
        kind: 'create',
        words: `create the ticket pipeline "${label}" with the stages ${names}`,
        apply,
      },
    ];
  }
  return inputs
    .filter((stage) => findByLabel(pipeline.stages, stage.label) === undefined)
    .map((stage) => ({
      part: 'stage',
      kind: 'create',
      words: `add the stage "${stage.label}" to the ticket pipeline "${label}"`,
      apply: () => hubspot.createStage('ticket', pipeline.id, stage),
    }));
}

async function dealPipelineSteps(hubspot: HubSpot, policy: Policy): Promise<SetupStep[]> {
  const existing = await hubspot.pipelines('deal');
  return policy.pipelines.flatMap((row, index) => {
    const pipeline = findByLabel(existing, row.label);
    return pipeline ? stageSteps(hubspot, row, pipeline) : [creation(hubspot, row, existing.length + index)];
  });
}

function creation(hubspot: HubSpot, row: PipelineRow, displayOrder: number): SetupStep {
  return {
    part: 'pipeline',
    kind: 'create',
    words: `create the deal pipeline "${row.label}" with the stages ${row.stages.map(describe).join(', ')}`,
    apply: () => hubspot.createPipeline('deal', { label: row.label, displayOrder, stages: row.stages.map(stageInput) }),
  };
}

function stageSteps(hubspot: HubSpot, row: PipelineRow, pipeline: Pipeline): SetupStep[] {
  const found = row.stages.map((stageRow) => findByLabel(pipeline.stages, stageRow.label));
  const inOrder = isInOrder(found);
  return row.stages.flatMap((stageRow, index): SetupStep[] => {
    const stage = found[index];
    const wanted = stageInput(stageRow, index);
    if (!stage) {
      return [
        {
          part: 'stage',
          kind: 'create',
          words: `add the stage ${describe(stageRow)} to "${row.label}"`,
          apply: () => hubspot.createStage('deal', pipeline.id, wanted),
        },
      ];
    }
    const differences = [
      ...metadataDifferences(stage, stageRow),
      ...(inOrder || stage.displayOrder === index ? [] : [`place ${index + 1}`]),
    ];
    if (differences.length === 0) return [];
    return [
      {
        part: 'stage',
        kind: 'update',
        words: `set the stage "${stageRow.label}" of "${row.label}" to ${differences.join(', ')}`,
        apply: () =>
          hubspot.updateStage('deal', pipeline.id, stage.id, {
            metadata: wanted.metadata,
            ...(!inOrder && { displayOrder: index }),
          }),
      },
    ];
  });
}

/** Stages of others may stand between ours; only the order among ours counts, and a missing one breaks it. */
function isInOrder(stages: (Stage | undefined)[]): boolean {
  return stages.every((stage, index) => {
    const before = stages[index - 1];
    return stage !== undefined && (before === undefined || before.displayOrder < stage.displayOrder);
  });
}

function metadataDifferences(stage: Stage, row: StageRow): string[] {
  const differences: string[] = [];
  if (Number(stage.metadata.probability) !== row.probability) differences.push(percent(row));
  if ((stage.metadata.isClosed === 'true') !== (row.kind !== 'open')) {
    differences.push(row.kind === 'open' ? 'open' : 'closed');
  }
  return differences;
}

function stageInput(row: StageRow, displayOrder: number): StageInput {
  const probability = Number.isInteger(row.probability) ? row.probability.toFixed(1) : String(row.probability);
  return { label: row.label, displayOrder, metadata: { probability, isClosed: String(row.kind !== 'open') } };
}

function describe(row: StageRow): string {
  return `"${row.label}" (${percent(row)})`;
}

function percent(row: StageRow): string {
  return `${Math.round(row.probability * 100)} %`;
}
