import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { families } from '../../src/sandbox/api.ts';
import { routes } from '../../src/sandbox/routes/all.ts';

const page = readFileSync(new URL('../../docs/sandbox-differences.md', import.meta.url), 'utf8');

/** `| \`GET /path\` | there | … |` */
const rows = [...page.matchAll(/^\| `([A-Z]+ \/[^`]+)` \| (there|partly|not there) \| (.*)\|$/gm)].map(
  ([, route = '', state = '', differs = '']) => ({ route, state, differs: differs.trim() }),
);
const registered = routes.map(({ method, family, path }) =>
  `${method} ${families[family].dated}${path}`.replace(/\/$/, ''),
);

test('every route is in the table, and every row that says so is a route', () => {
  const claimed = rows.filter(({ state }) => state !== 'not there').map(({ route }) => route);
  expect(claimed.toSorted()).toEqual(registered.toSorted());
});

test('no row says a route is missing that is there', () => {
  const missing = rows.filter(({ state }) => state === 'not there').map(({ route }) => route);
  expect(missing.filter((route) => registered.includes(route))).toEqual([]);
  expect(missing.length).toBeGreaterThan(0);
});

test('what is only partly there says what differs', () => {
  expect(rows.filter(({ state, differs }) => state === 'partly' && differs === '')).toEqual([]);
});

test('both forms of each path are named', () => {
  for (const { dated, legacy } of Object.values(families)) {
    expect(page).toContain(`\`${dated}\``);
    expect(page).toContain(`\`${legacy}\``);
  }
});
