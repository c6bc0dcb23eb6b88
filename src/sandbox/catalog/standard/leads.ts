/** Standard lead properties (reference `hubspot.md` §6.3). */
import { choice, owner, pipelinePart, text } from '../definition.ts';

export const leadProperties = [
  text('hs_lead_name', 'Lead name'),
  choice('hs_lead_type', 'Lead type', ['NEW_BUSINESS:New business', 'RE_ATTEMPTING:Re-attempting', 'UPSELL:Upsell']),
  choice('hs_lead_label', 'Lead label', ['HOT:Hot', 'WARM:Warm', 'COLD:Cold']),
  pipelinePart('hs_pipeline', 'Pipeline'),
  pipelinePart('hs_pipeline_stage', 'Pipeline stage'),
  owner('hubspot_owner_id', 'Lead owner'),
];
