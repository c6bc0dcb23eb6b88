/** The only file the workflow bundler enters: what is exported here are the workflow types. */
export { contactWorkflow } from './contact.ts';
export { dealWorkflow } from './deal.ts';
export { growthReportWorkflow } from './report.ts';
export { relayWorkflow } from './relay.ts';
export { exclusionReviewWorkflow } from './review.ts';
