/** Compares what docs/requirements.md claims with the ids in the titles of tests. */

export type Claim = 'open' | 'shown' | 'part';

export interface Requirement {
  id: string;
  claim: Claim;
  /** Which part, when the claim is `part`. */
  part?: string;
  title: string;
}

export interface TestTitle {
  file: string;
  title: string;
  ids: readonly string[];
}

/** @throws when a line that starts like a requirement cannot be read, or an id comes twice. */
export function readRequirements(markdown: string): Requirement[] {
  const requirements = new Map<string, Requirement>();
  for (const line of markdown.split('\n').filter((text) => /^- [A-Z]-\d/.test(text))) {
    const [, id, claim, , part, title] = /^- ([A-Z]-\d\d) \((open|shown|(part): ([^)]+))\) (.+)$/.exec(line) ?? [];
    if (id === undefined || claim === undefined || title === undefined) throw new Error(`Cannot be read: ${line}`);
    if (requirements.has(id)) throw new Error(`Comes twice: ${id}`);
    if (part !== undefined) requirements.set(id, { id, claim: 'part', part, title });
    else requirements.set(id, { id, claim: claim === 'shown' ? 'shown' : 'open', title });
  }
  return [...requirements.values()];
}

/** Titles are the strings that start with ids: `[R-03] …`, `[R-03] [D-14] …`. What is commented out does not count. */
export function readTitles(file: string, source: string): TestTitle[] {
  const code = source.replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  return [...code.matchAll(/(['"`])((?:\[[A-Z]-\d\d\] ?)+.*?)(?<!\\)\1/g)].map(([, , title = '']) => ({
    file,
    title,
    ids: [...title.matchAll(/\[([A-Z]-\d\d)\]/g)].map(([, id = '']) => id),
  }));
}

/** One sentence for each id where claim and tests differ. */
export function differences(requirements: readonly Requirement[], titles: readonly TestTitle[]): string[] {
  const known = new Set(requirements.map(({ id }) => id));
  const shown = new Set(titles.flatMap(({ ids }) => ids));
  const unknown = titles.flatMap(({ file, title, ids }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${id} is not in docs/requirements.md: ${file}, "${title}"`),
  );
  const wrong = requirements.flatMap(({ id, claim }) => {
    if (claim === 'open' && shown.has(id)) return [`${id} is listed as open, and a test shows it`];
    if (claim !== 'open' && !shown.has(id)) return [`${id} is claimed (${claim}), and no test shows it`];
    return [];
  });
  return [...unknown, ...wrong];
}
