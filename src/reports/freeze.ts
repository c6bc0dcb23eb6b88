/** Freezing a report (G-01). */
import type { FrozenReport, ReportStore } from '../journal/report-store.ts';
import { growthReport, type ReportParts } from './growth.ts';

export interface FreezeParts extends ReportParts {
  store: Pick<ReportStore, 'read' | 'keep'>;
}

/**
 * The report as of an instant: computed once, and from then on the same bytes.
 * @param asOf milliseconds since 1970
 */
export async function freeze(parts: FreezeParts, asOf: number): Promise<FrozenReport> {
  return (await parts.store.read(parts.portalId, asOf)) ?? (await keep(parts, asOf, undefined));
}

/**
 * Computes it again from what is known now of that time: facts that came late, and registers as they say it by now. Where figures
 * differ, a new version says which; else the last version is given.
 */
export async function correct(parts: FreezeParts, asOf: number): Promise<FrozenReport> {
  return keep(parts, asOf, await parts.store.read(parts.portalId, asOf));
}

async function keep(parts: FreezeParts, asOf: number, before: FrozenReport | undefined): Promise<FrozenReport> {
  const { store, portalId } = parts;
  const body = JSON.stringify(await growthReport(parts, asOf, before === undefined ? 'then' : 'now'));
  // A register that was brought again and says the same changes nothing.
  const isFigure = (path: string) => !path.startsWith('registers');
  const changed =
    before === undefined ? [] : changedFigures(JSON.parse(before.body), JSON.parse(body)).filter(isFigure);
  if (before !== undefined && changed.length === 0) return before;
  await store.keep(portalId, { asOf, version: (before?.version ?? 0) + 1, body, changed });
  // Somebody else may have frozen it in the same moment: what is kept counts.
  const kept = await store.read(portalId, asOf);
  if (kept === undefined) throw new Error('The report that was frozen is not there.');
  return kept;
}

/** Paths of the figures in which two reports differ. Of what stands behind a figure only that it differs, `….sources`. */
export function changedFigures(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isNode(before) || !isNode(after) || WHOLE.test(path)) return [path];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => changedFigures(before[name], after[name], path === '' ? name : `${path}.${name}`));
}

const WHOLE = /(^|\.)(sources|without)$/;

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
