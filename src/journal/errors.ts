/**
 * What can go wrong with the journal, told so that the caller knows whether trying again helps. PostgreSQL's own messages
 * quote values of the row, so none of them is passed on: only the error's code (SQLSTATE or Node's) is.
 */
import { DatabaseError } from 'pg';

/** The database cannot be reached or is too busy: the same call may succeed later. Nothing is known to be written. */
export class JournalUnavailable extends Error {
  override readonly name = 'JournalUnavailable';
  readonly retryable = true;
}

/** The database refused what it was told: trying again with the same input cannot help. */
export class JournalRefused extends Error {
  override readonly name = 'JournalRefused';
  readonly retryable = false;
}

/** The record already has another decision under one of these numbers: two writers, or a workflow that changed its mind. */
export class JournalConflict extends Error {
  override readonly name = 'JournalConflict';
  readonly retryable = false;
}

/** SQLSTATE classes and codes that pass: connection, resources, shutdown, serialisation, lock (PostgreSQL, appendix A). */
const PASSING = /^(08|53|57P|40001|40P01|55P03)/;

/** Turns an error of `pg` into one of ours, without its message and its cause (they may quote data). */
export function journalError(error: unknown): JournalUnavailable | JournalRefused {
  if (error instanceof DatabaseError && error.code !== undefined && !PASSING.test(error.code)) {
    return new JournalRefused(`the journal database refused the statement (SQLSTATE ${error.code})`);
  }
  const code = codeOf(error);
  return new JournalUnavailable(`the journal database is not available (${code ?? 'no answer'})`);
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
