/** Standard ticket properties (reference `hubspot.md` §6.3). */
import { choice, longText, owner, pipelinePart, text } from '../definition.ts';

export const ticketProperties = [
  text('subject', 'Ticket name'),
  longText('content', 'Ticket description'),
  pipelinePart('hs_pipeline', 'Pipeline'),
  pipelinePart('hs_pipeline_stage', 'Ticket status'),
  choice('hs_ticket_priority', 'Priority', ['LOW:Low', 'MEDIUM:Medium', 'HIGH:High', 'URGENT:Urgent']),
  choice('hs_ticket_category', 'Category', [
    'PRODUCT_ISSUE:Product issue',
    'BILLING_ISSUE:Billing issue',
    'FEATURE_REQUEST:Feature request',
    'GENERAL_INQUIRY:General inquiry',
  ]),
  choice('hs_resolution', 'Resolution', ['ISSUE_FIXED:Issue fixed', 'WILL_NOT_FIX:Will not fix', 'OTHER:Other']),
  choice('source_type', 'Source', ['CHAT:Chat', 'EMAIL:Email', 'FORM:Form', 'PHONE:Phone']),
  owner('hubspot_owner_id', 'Ticket owner'),
];
