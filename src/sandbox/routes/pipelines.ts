/** Pipelines of deals, tickets, leads and contacts, and their stages. */
import { z } from 'zod';
import { param, readBody, route, type Route } from '../api.ts';
import type { ObjectTypeName } from '../catalog/object-types.ts';
import type { Pipeline, PipelineStage } from '../catalog/pipelines.ts';
import { showLifecycleStages } from '../lifecycle-stages.ts';
import type { Portal } from '../portal.ts';

const stageSchema = z.object({
  label: z.string(),
  displayOrder: z.number().int(),
  metadata: z.record(z.string(), z.coerce.string()),
});
const pipelineSchema = z.object({ label: z.string(), displayOrder: z.number().int(), stages: z.array(stageSchema) });
const pipelineChangeSchema = pipelineSchema.omit({ stages: true }).partial();
const stageChangeSchema = stageSchema.partial();

export const pipelineRoutes: Route[] = [
  route('pipelines', 'GET', '/{objectType}', ({ portal }, type) => ({
    results: portal.pipelines.list(type).map(renderPipeline),
  })),
  route('pipelines', 'POST', '/{objectType}', (request, type) =>
    renderPipeline(request.portal.pipelines.create(type, readBody(request, pipelineSchema))),
  ),
  route('pipelines', 'GET', '/{objectType}/{pipelineId}', (request, type) =>
    renderPipeline(request.portal.pipelines.get(type, param(request, 'pipelineId'))),
  ),
  route('pipelines', 'PATCH', '/{objectType}/{pipelineId}', (request, type) => {
    const change = readBody(request, pipelineChangeSchema);
    return renderPipeline(request.portal.pipelines.update(type, param(request, 'pipelineId'), change));
  }),
  route('pipelines', 'DELETE', '/{objectType}/{pipelineId}', (request, type) => {
    request.portal.pipelines.archive(type, param(request, 'pipelineId'));
  }),
  route('pipelines', 'GET', '/{objectType}/{pipelineId}/stages', (request, type) => {
    const { stages } = request.portal.pipelines.get(type, param(request, 'pipelineId'));
    return { results: stages.filter((stage) => !stage.archived).map(renderStage) };
  }),
  route('pipelines', 'POST', '/{objectType}/{pipelineId}/stages', (request, type) => {
    const input = readBody(request, stageSchema);
    const stage = request.portal.pipelines.createStage(type, param(request, 'pipelineId'), input);
    return changed(request.portal, type, renderStage(stage));
  }),
  route('pipelines', 'GET', '/{objectType}/{pipelineId}/stages/{stageId}', (request, type) =>
    renderStage(request.portal.pipelines.stage(type, param(request, 'pipelineId'), param(request, 'stageId'))),
  ),
  route('pipelines', 'PATCH', '/{objectType}/{pipelineId}/stages/{stageId}', (request, type) => {
    const [pipelineId, stageId] = [param(request, 'pipelineId'), param(request, 'stageId')];
    const change = readBody(request, stageChangeSchema);
    const stage = request.portal.pipelines.updateStage(type, pipelineId, stageId, change);
    return changed(request.portal, type, renderStage(stage));
  }),
  route('pipelines', 'DELETE', '/{objectType}/{pipelineId}/stages/{stageId}', (request, type) => {
    request.portal.pipelines.archiveStage(type, param(request, 'pipelineId'), param(request, 'stageId'));
    changed(request.portal, type, undefined);
  }),
];

function changed<Answer>(portal: Portal, type: ObjectTypeName, answer: Answer): Answer {
  if (type === 'contacts') showLifecycleStages(portal);
  return answer;
}

function renderPipeline({ id, label, displayOrder, stages, ...rest }: Pipeline) {
  const shown = stages.filter((stage) => !stage.archived).sort((a, b) => a.displayOrder - b.displayOrder);
  return { label, displayOrder, id, stages: shown.map(renderStage), ...stamps(rest) };
}

function renderStage({ id, label, displayOrder, metadata, ...rest }: PipelineStage) {
  return { label, displayOrder, metadata, id, ...stamps(rest), writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' };
}

function stamps({ createdAt, updatedAt, archived }: { createdAt: number; updatedAt: number; archived: boolean }) {
  return { createdAt: new Date(createdAt).toISOString(), updatedAt: new Date(updatedAt).toISOString(), archived };
}
