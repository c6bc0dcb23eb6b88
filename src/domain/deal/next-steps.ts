/** D-04: next steps in a note, e-mail or call on the deal, written by a person. */

/** Text without markup and with its white space folded: what a reader reads. */
export function plainText(html: string): string {
  return html
    .replaceAll(/<(style|script)\b.*?<\/\1>/gis, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&nbsp;/g, ' ')
    .replaceAll(/&[a-z]+;|&#\d+;/gi, '·')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Whether a text says enough; its length counts without markup. */
export function saysEnough(html: string, minLength: number): boolean {
  return plainText(html).length >= minLength;
}
