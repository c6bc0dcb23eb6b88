/** Lines of a register's file, read and refused. */
import type { RegisterKind, RegisterRow } from './registers.ts';

/** A line of the file. */
export interface Line {
  /** As an editor counts them, from 1; of a row over several lines the first. */
  line: number;
  cells: string[];
}

export interface Problem {
  line: number;
  /** Absent: it is about the whole line. */
  column?: string;
  words: string;
}

/** A row with its place in the file. */
export interface RowAt<K extends RegisterKind> {
  line: number;
  row: RegisterRow<K>;
}
