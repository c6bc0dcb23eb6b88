/** The admin's rules for moving in a pipeline and creating in it (reference `hubspot.md` §8.2): kept, not enforced. */
import { z } from 'zod';
import { objectTypeOf, param, readBody, type ApiRequest, type Route } from '../api.ts';
import type { Pipeline } from '../catalog/pipelines.ts';

const stageIds = z.array(z.string()).default([]);
const movementSchema = z.object({ enabledForAllStages: z.boolean(), pipelineStageIds: stageIds });
const rulesSchema = z.object({
  governanceValidationRules: z.object({
    noBackwardsMovementRule: movementSchema,
    noSkippingStagesRule: movementSchema,
    objectCreationRule: z.object({ pipelineStageIds: stageIds }),
  }),
});

const noRules = {
  noBackwardsMovementRule: { enabledForAllStages: false, pipelineStageIds: [] },
  noSkippingStagesRule: { enabledForAllStages: false, pipelineStageIds: [] },
  objectCreationRule: { pipelineStageIds: [] },
};

export const pipelineRuleRoutes: Route[] = [
  {
    method: 'GET',
    family: 'pipelineRules',
    path: '/{objectType}/{pipelineId}',
    handle: (request) => ({ status: 200, body: render(request, pipelineOf(request)) }),
  },
  {
    method: 'PUT',
    family: 'pipelineRules',
    path: '/{objectType}/{pipelineId}',
    handle: (request) => {
      const pipeline = pipelineOf(request);
      const at = request.portal.clock.now();
      pipeline.rules = { ...readBody(request, rulesSchema), createdAt: pipeline.rules?.createdAt ?? at, updatedAt: at };
      return { status: 200, body: render(request, pipeline) };
    },
  },
];

function pipelineOf(request: ApiRequest): Pipeline {
  return request.portal.pipelines.get(objectTypeOf(request).plural, param(request, 'pipelineId'));
}

function render(request: ApiRequest, { id, rules, createdAt, updatedAt }: Pipeline) {
  const objectTypeId = objectTypeOf(request).id;
  return {
    id: `${objectTypeId}-${id}`,
    objectTypeId,
    pipelineId: id,
    governanceValidationRules: rules?.governanceValidationRules ?? noRules,
    createdAt: new Date(rules?.createdAt ?? createdAt).toISOString(),
    updatedAt: new Date(rules?.updatedAt ?? updatedAt).toISOString(),
  };
}
