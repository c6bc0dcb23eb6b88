/** Standard deal properties (reference `hubspot.md` §6.2). */
import { bool, calculated, choice, datetime, longText, number, owner, pipelinePart, text } from '../definition.ts';

export const dealProperties = [
  text('dealname', 'Deal name'),
  pipelinePart('pipeline', 'Pipeline'),
  pipelinePart('dealstage', 'Deal stage'),
  number('amount', 'Amount'),
  datetime('closedate', 'Close date'),
  choice('dealtype', 'Deal type', ['newbusiness:New Business', 'existingbusiness:Existing Business']),
  longText('description', 'Deal description'),
  longText('closed_lost_reason', 'Closed lost reason'),
  longText('closed_won_reason', 'Closed won reason'),
  longText('hs_next_step', 'Next step'),
  choice('hs_priority', 'Priority', ['low:Low', 'medium:Medium', 'high:High']),
  choice('hs_manual_forecast_category', 'Forecast category', [
    'OMIT:Not forecasted',
    'PIPELINE:Pipeline',
    'BEST_CASE:Best case',
    'COMMIT:Commit',
    'CLOSED:Closed won',
  ]),
  owner('hubspot_owner_id', 'Deal owner'),
  calculated(number('hs_deal_stage_probability', 'Deal probability')),
  calculated(bool('hs_is_closed', 'Is deal closed?')),
  calculated(bool('hs_is_closed_won', 'Is closed won')),
  calculated(bool('hs_is_closed_lost', 'Is closed lost')),
  calculated(number('hs_closed_amount', 'Closed deal amount')),
  calculated(number('hs_projected_amount', 'Weighted amount')),
  calculated(number('days_to_close', 'Days to close')),
  calculated(number('num_associated_contacts', 'Number of associated contacts')),
];
