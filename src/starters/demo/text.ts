/** Text that fits a terminal of 100 columns. */

const COLUMNS = 100;
/** What a line of the story begins with: the number of an act, a date, or blanks. */
const BEGINNING = /^\s*(\d+\. |\d{4}-\d\d-\d\d {2})?/;

/** Each line that is too long goes on below its own beginning. */
export function fitted(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => {
      if (line.length <= COLUMNS) return line;
      const [beginning = ''] = BEGINNING.exec(line) ?? [];
      const [first = '', ...more] = wrapped(line.slice(beginning.length), ' '.repeat(beginning.length));
      return [beginning + first.slice(beginning.length), ...more];
    })
    .join('\n');
}

/** A text in lines, each after the same beginning, broken between words. */
export function wrapped(text: string, beginning: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && beginning.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => beginning + one);
}
