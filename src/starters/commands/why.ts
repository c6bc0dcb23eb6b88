/** `why`: why is a record where it is, what happens next, and when? */
import { Command } from 'commander';
import { whyContact } from './why-contact.ts';
import { whyDeal } from './why-deal.ts';
import { whyRecordCommand } from './why-record.ts';
import { whyReviewCommand } from './why-review.ts';

export const whyCommand = new Command('why')
  .description('why a record is where it is, what happens next, and when')
  .addCommand(whyReviewCommand)
  .addCommand(whyRecordCommand(whyContact))
  .addCommand(whyRecordCommand(whyDeal));
