import { readFileSync } from 'node:fs';

/** The table of docs/gateway-answers.md: outcome → status. */
export function documentedAnswers(): Map<string, number> {
  const page = readFileSync(new URL('../../../docs/gateway-answers.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `(\w+)` \| (\d{3}) \|/gm);
  return new Map([...rows].map(([, outcome = '', status]) => [outcome, Number(status)]));
}
