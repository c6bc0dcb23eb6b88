/** What an activity that failed for good means to a workflow, which must not fail with it. */
import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import { expect, it } from 'vitest';
import { refusalOf } from '../../src/workflows/refusal.ts';

const failed = (cause: Error) =>
  new ActivityFailure('failed', 'mailToStaff', '1', RetryState.MAXIMUM_ATTEMPTS_REACHED, undefined, cause);

it('[R-03] an activity whose workers died each time is given up for now, and tried again later', () => {
  const died = new TimeoutFailure('no heartbeat', undefined, TimeoutType.HEARTBEAT);
  expect(refusalOf(failed(died))).toEqual({ reason: 'timeout', passes: true });
});

it('[R-03] so is one that a server away kept from its work; a final "no" is none of these', () => {
  const away = ApplicationFailure.create({ type: 'MailServerUnavailable' });
  expect(refusalOf(failed(away))).toEqual({ reason: 'MailServerUnavailable', passes: true });
  const no = ApplicationFailure.create({ type: 'rejected', nonRetryable: true });
  expect(refusalOf(failed(no))).toEqual({ reason: 'rejected' });
  expect(refusalOf(new Error('ours'))).toBeUndefined();
});
