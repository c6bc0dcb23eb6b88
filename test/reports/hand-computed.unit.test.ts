/** The report of a small company's quarter, against what was worked out by hand. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type GrowthReport, isUnknown } from '../../src/reports/growth-report.ts';
import { companyPolicy, MEETING, writeCompany } from './support/company.ts';
import { useDesk } from './support/use-desk.ts';
import { flat } from './support/flat.ts';

let report: GrowthReport;

useDesk(async (opened) => {
  await writeCompany(opened);
  report = await opened.report(MEETING, companyPolicy);
});

const file = readFileSync(new URL('hand-computed.md', import.meta.url), 'utf8');
const byHand = file
  .slice(file.indexOf('## Figures'))
  .split('\n### ')
  .slice(1)
  .map((section) => ({
    title: section.split('\n')[0] ?? '',
    figures: [...section.matchAll(/^\| `([^`]+)` \| (.*) \|$/gm)].map(([, path, value]) => [path, value]),
  }));

describe('a report against one that was worked out by hand', () => {
  const ids: Record<string, string> = {
    'The report': '[G-01]',
    'Top Five Opportunities': '[G-02] [G-04] [G-11]',
    'Top Five Leads': '[G-03] [G-04]',
    'Pipeline by stage': '[G-01]',
    'Wins, gross and net': '[B-04]',
    'Conversion rates': '[G-05] [T-05]',
    Whitespace: '[G-06]',
    Marketing: '[G-07]',
    Exec: '[G-08]',
    'Required warm leads': '[G-09]',
    Promises: '[G-12]',
  };
  it.each(byHand.map(({ title, figures }) => ({ name: `${ids[title]} ${title}`, figures })))('$name', ({ figures }) => {
    const computed = flat(report);
    const paths = new Set(figures.map(([path]) => path));
    expect(computed.filter(([path]) => paths.has(path))).toEqual(figures);
  });

  it('has every figure of the report, and none besides', () => {
    const known = byHand.flatMap(({ figures }) => figures.map(([path]) => path));
    expect(new Set(known)).toEqual(new Set(flat(report).map(([path]) => path)));
  });

  it('[G-04] has the fourteen columns in every row, and [G-06] the twelve of a client', () => {
    const columns = [...report.opportunities, ...report.leads].flatMap(({ rows }) => rows).map(Object.keys);
    expect(columns.length).toBeGreaterThan(5);
    for (const names of columns) expect(names).toEqual(['dealId', ...FOURTEEN]);
    if (isUnknown(report.whitespace)) throw new Error(report.whitespace.unknown);
    const clients = report.whitespace.people.flatMap(({ rows }) => rows).map(Object.keys);
    for (const names of clients)
      expect(names).toEqual(['companyId', 'client', 'nextSolution', 'lacking', 'plan', ...TEN]);
  });

  it('[R-10] holds no name and no text that people typed on a record', () => {
    const text = JSON.stringify(report);
    for (const typed of ['Oakdale', 'Call back', 'Dr. Nobody', 'Not a hospital', 'Client 5001', '@']) {
      expect(text).not.toContain(typed);
    }
  });
});

const TEN = [
  'mostRecentAction',
  'nextAction',
  'nextActionOwner',
  'nextActionOn',
  'closesOn',
  'implementationOn',
  'revenueStartsOn',
  'annualizedRevenue',
  'totalContractValue',
  'blockers',
];
const FOURTEEN = ['name', 'solutions', 'status', 'probability', ...TEN];
