/** A personal code as people read and type it: ten letters and digits that nobody mixes up, in two groups. */

/** Crockford's alphabet: without I, L, O and U. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 10;

/** `ABCDE-FGHJK`. */
export function codeForPeople(code: string): string {
  return `${code.slice(0, CODE_LENGTH / 2)}-${code.slice(CODE_LENGTH / 2)}`;
}

/** What somebody typed, in one spelling; what can be no code comes out as something that is none either. */
export function readCode(typed: string): string {
  const letters = typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return letters
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .slice(0, CODE_LENGTH + 1);
}
