/** The documents say what is there: links lead somewhere, commands and names exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { searchAttributes } from '../../src/workflows/ids.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));
const read = (file: string) => readFileSync(file, 'utf8');
const filesUnder = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .toSorted();

const documents = [...readdirSync('.'), ...filesUnder('docs')].filter((name) => name.endsWith('.md'));
const commandFiles = filesUnder('src/starters/commands').map(read);

/** All matches of the pattern's first group, each once. */
const found = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, what = '']) => what))];

/** GitHub's name of a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (markdown: string) => found(markdown, /^#+ (.+)$/gm).map(anchor);

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', section] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(target)) return false;
  return section === undefined || anchorsOf(read(target)).includes(section);
}

it('the documents are found', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'ARCHITECTURE.md', 'docs/run.md']));
});

describe.each(documents)('%s', (document) => {
  const text = read(document);
  const prose = text.replaceAll(/```[\s\S]*?```/g, '');

  it('has relative links that lead somewhere', () => {
    const links = found(prose, /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
    expect(links.filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const named = [...found(text, /npm run (?!-)([\w:-]+)/g), ...found(text, /npm (start|test)\b/g)];
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it('names only commands of the tool that exist', () => {
    const named = found(text, /npm run sop -- ([a-z]+)/g);
    expect(named.filter((name) => !commandFiles.some((source) => source.includes(`new Command('${name}')`)))).toEqual(
      [],
    );
  });

  it('names only files that exist', () => {
    const named = found(text, /`((?:src|test|docs|scripts|deploy)\/[\w./-]+)`/g);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names only metrics that exist', () => {
    const named = found(text, /`(gateway_\w+)/g);
    const metrics = read('src/gateway/metrics.ts');
    expect(named.filter((name) => !metrics.includes(`'${name}'`))).toEqual([]);
  });

  it('names only search attributes that exist', () => {
    const named = [...found(text, /\b(Sop[A-Z]\w*)/g), ...found(text, /`(\w+) = (?:true|false)/g)];
    const known = Object.values(searchAttributes).map(({ name }): string => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('names only variables that .env.example explains', () => {
    const named = found(text, /`((?:HUBSPOT|TEMPORAL|SANDBOX|SOP|SMTP|DATABASE|PUBLIC|LINK)_[A-Z0-9_]+)\b/g);
    const explained = read('.env.example');
    // TEMPORAL_CLI is the bootstrap's, no setting of a process.
    expect(named.filter((name) => name !== 'TEMPORAL_CLI' && !explained.includes(`${name}=`))).toEqual([]);
  });

  it("holds no path of anybody's machine", () => {
    expect(text).not.toMatch(/(?<![\w.])\/(?:home|root|tmp|work|Users|private)\/|[A-Z]:\\/);
  });
});

it('the requests use only variables that stand on top', () => {
  const requests = read('docs/requests.http');
  const defined = found(requests, /^@(\w+) =/gm);
  expect(found(requests, /\{\{(\w+)\}\}/g).filter((name) => !defined.includes(name))).toEqual([]);
});
