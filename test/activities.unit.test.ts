import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { toFailure } from '../src/activities/errors.ts';
import { JournalConflict, JournalUnavailable } from '../src/journal/errors.ts';

describe('failures of the journal', () => {
  it.each([
    [new JournalConflict('deal 1: other content is already recorded as decision 3'), true],
    [new JournalUnavailable('the database does not answer'), false],
  ])('%s is final: %s', (error, isFinal) => {
    const failure = toFailure(error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: error.name, nonRetryable: isFinal });
  });
});
