/** The report of the small company, frozen and rendered. */
import { serveEmbedded } from '../../../src/journal/embedded.ts';
import { rememberCharts } from '../../../src/reports/render/charts.ts';
import { renderReport } from '../../../src/reports/render/rendered.ts';
import type { Places } from '../../../src/reports/render/document.ts';
import { companyPolicy, MEETING, writeCompany } from './company.ts';
import { openDesk } from './desk.ts';

export const places: Places = {
  record: ({ object, id }) => (object === 'register' ? undefined : `https://hubspot.example/${object}/${id}`),
  workflow: ({ object, id }) => (object === 'deal' ? `https://temporal.example/deal-${id}` : undefined),
};

export async function openRenderedCompany() {
  const database = await serveEmbedded();
  const desk = await openDesk(database.url);
  await writeCompany(desk);
  const parts = { facts: desk.facts, registers: desk.registers, policy: companyPolicy, places, draw: rememberCharts() };
  const frozen = await desk.freeze(MEETING, companyPolicy);
  return {
    desk,
    databaseUrl: database.url,
    frozen,
    render: async () => renderReport(parts, await desk.freeze(MEETING, companyPolicy)),
    correct: async () => renderReport(parts, await desk.correct(MEETING, companyPolicy)),
    async close() {
      await desk.close();
      await database.close();
    },
  };
}

export type RenderedCompany = Awaited<ReturnType<typeof openRenderedCompany>>;

export const frame = {
  firstName: 'Ruth',
  pageUrl: 'https://sop.example.com/report/a-token',
  pageUntil: '2026-12-16',
  sender: 'Health Prime',
};
