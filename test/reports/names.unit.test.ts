/** Which names a rendering reads: a portal has many more records than a report. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordFacts } from '../../src/journal/report-facts.ts';
import { readNames } from '../../src/reports/render/names.ts';
import { companyPolicy, MEETING } from './support/company.ts';
import { openRenderedCompany, type RenderedCompany } from './support/rendered.ts';

let company: RenderedCompany;
beforeAll(async () => {
  company = await openRenderedCompany();
}, 60_000);
afterAll(() => company?.close());

it('[G-01] reads the names of records that the report names, and of no others', async () => {
  const { facts, registers } = company.desk;
  const asked: Record<string, string[]> = {};
  const listening: Pick<RecordFacts, 'texts' | 'newestTexts'> = {
    texts: facts.texts,
    newestTexts: (portalId, object, property, of) => {
      asked[object] = (of?.ids ?? ['all']).toSorted((a, b) => Number(a) - Number(b));
      return facts.newestTexts(portalId, object, property, of);
    },
  };
  const report = await company.desk.report(MEETING, companyPolicy);
  const names = await readNames({ facts: listening, registers, policy: companyPolicy }, report);
  expect(names.record('deal', '1')).toBe('Oakdale');
  expect(names.record('deal', '27')).toBe('deal 27');
  // Deal 27 was deleted and is nowhere; 24 was won in the year before, in the trailing months.
  expect(asked).toEqual({
    deal: ['1', '2', '3', '4', '5', '6', '7', '8', '21', '22', '23', '24', '25', '26'],
    company: ['5001', '5002', '5003'],
    owner: ['101', '102', '103', '104', '105', '106', '107', '108'],
  });
});
