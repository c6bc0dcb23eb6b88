/** Every route of HubSpot's that the sandbox has; docs/sandbox-differences.md says how well. */
import type { Route } from '../api.ts';
import { associationRoutes } from './associations.ts';
import { batchRoutes } from './batch.ts';
import { fileRoutes } from './files.ts';
import { labelRoutes } from './labels.ts';
import { lifecycleRoutes } from './lifecycle.ts';
import { objectRoutes } from './objects.ts';
import { ownerRoutes } from './owners.ts';
import { pipelineRuleRoutes } from './pipeline-rules.ts';
import { pipelineRoutes } from './pipelines.ts';
import { preferenceRoutes } from './preferences.ts';
import { propertyRoutes } from './properties.ts';
import { searchRoutes } from './search.ts';
import { tokenRoutes } from './token.ts';

export const routes: readonly Route[] = [
  ...batchRoutes,
  ...searchRoutes,
  ...lifecycleRoutes,
  ...objectRoutes,
  ...associationRoutes,
  ...labelRoutes,
  ...propertyRoutes,
  ...pipelineRoutes,
  ...pipelineRuleRoutes,
  ...ownerRoutes,
  ...fileRoutes,
  ...preferenceRoutes,
  ...tokenRoutes,
];
