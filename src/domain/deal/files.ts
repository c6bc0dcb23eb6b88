/** Which attachments of a deal are the files that D-12 asks for. */
import type { FileRow } from '../policy/types.ts';

export interface AttachedFile {
  /** Without extension, as HubSpot keeps it. */
  name: string;
  /** Without dot; may be empty. */
  extension: string;
}

/**
 * Whether a file is the one a row asks for. Case, spaces and characters that a file name cannot hold do not count, nor
 * what people put in their place (`-`, `_`), so "A/B Clinic" is found as `a-b clinic_calculator.xlsx`.
 * @param company the company's name; without one no file can be named after it
 */
export function isFile(row: FileRow, others: FileRow[], file: AttachedFile, company: string | undefined): boolean {
  if (row.extension !== undefined && file.extension.toLowerCase() !== row.extension) return false;
  if (row.name !== undefined) return isNamed(row.name, file.name, company);
  // A file that has a name of its own in the list, such as the calculator printed as PDF, is not the contract.
  return !others.some((other) => other.name !== undefined && isNamed(other.name, file.name, company));
}

function isNamed(template: string, name: string, company: string | undefined): boolean {
  if (template.includes('{company}') && fold(company ?? '') === '') return false;
  const wanted = template.replaceAll('{company}', company ?? '');
  // What follows the company's name (`_Calculator`) is asked for as it is; a replaced character elsewhere is not.
  const suffix = /_[^_{}]*$/.exec(template)?.[0] ?? '';
  const trimmed = name.trim().toLowerCase();
  return fold(name) === fold(wanted) && trimmed.endsWith(suffix.toLowerCase());
}

/** Small letters and digits of any script; everything else is left out. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
