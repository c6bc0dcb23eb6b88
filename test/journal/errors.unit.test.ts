import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { journalError, JournalRefused, JournalUnavailable } from '../../src/journal/errors.ts';

function fromDatabase(code: string): DatabaseError {
  return Object.assign(new DatabaseError('Failing row contains (Canary Person)', 1, 'error'), { code });
}

it.each([
  ['a broken connection', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), 'EPIPE'],
  ['nobody listening', new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), 'ECONNREFUSED'],
  ['an end without words', new Error('Connection terminated unexpectedly'), 'no answer'],
  ['a shutdown', fromDatabase('57P01'), '57P01'],
  ['too many connections', fromDatabase('53300'), '53300'],
  ['a serialisation failure', fromDatabase('40001'), '40001'],
])('says that one may retry after %s', (_, error, words) => {
  const failure = journalError(error);
  expect(failure).toBeInstanceOf(JournalUnavailable);
  expect(failure.message).toBe(`the journal database is not available (${words})`);
});

it.each(['23514', '42P01', '28P01'])('says that a retry does not help after SQLSTATE %s', (code) => {
  const failure = journalError(fromDatabase(code));
  expect(failure).toBeInstanceOf(JournalRefused);
  expect(failure.message).toBe(`the journal database refused the statement (SQLSTATE ${code})`);
});
