/** Where growth reports are made and shown: behind the worker's activities, the page and the command line (G-01, G-13). */
import { collectReportFacts } from '../../activities/report-facts.ts';
import type { ReportMaker } from '../../activities/growth-report.ts';
import type { Config } from '../../config.ts';
import type { Policy } from '../../domain/policy/types.ts';
import { addDays, localDate } from '../../domain/time.ts';
import type { HubSpot } from '../../hubspot/client.ts';
import { signLink } from '../../links.ts';
import type { FrozenReport } from '../../journal/report-store.ts';
import { openRecordFacts } from '../../journal/report-facts.ts';
import { openReportReader } from '../../journal/report-rows.ts';
import { openReportStore } from '../../journal/report-store.ts';
import { openRegisters } from '../../journal/registers.ts';
import { correct, freeze } from '../../reports/freeze.ts';
import { rememberCharts } from '../../reports/render/charts.ts';
import { PAGE_POLICY } from '../../reports/render/page.ts';
import { type RenderedReport, renderReport } from '../../reports/render/rendered.ts';
import { placesOf } from './places.ts';

export interface ReportDesk extends ReportMaker {
  /** The newest version of a report that was frozen, or the one asked for. */
  read(asOf: number, version?: number): Promise<FrozenReport | undefined>;
  freeze(asOf: number): Promise<FrozenReport>;
  /** A new version, if what is known now of that time differs. */
  correct(asOf: number): Promise<FrozenReport>;
  render(report: FrozenReport): Promise<RenderedReport>;
  close(): Promise<void>;
}

/** The page of one report and what a browser may do with it; undefined: there is no such report. */
export async function pageOf(desk: Pick<ReportDesk, 'read' | 'render'>, asOf: number, version: number) {
  const frozen = await desk.read(asOf, version);
  if (frozen === undefined) return undefined;
  return { html: await (await desk.render(frozen)).page(), policy: PAGE_POLICY };
}

export interface ReportDeskDeps {
  config: Config;
  /** Of Temporal. */
  namespace: string;
  policy: Policy;
  hubspot: HubSpot;
  /** Milliseconds since 1970. */
  now(): number;
}

export function openReportDesk({ config, namespace, policy, hubspot, now }: ReportDeskDeps): ReportDesk {
  const place = { databaseUrl: config.databaseUrl };
  const { portalId } = config.hubspot;
  const facts = openRecordFacts(place);
  const reader = openReportReader(place);
  const registers = openRegisters(place);
  const store = openReportStore(place);
  const parts = { reader, registers, store, policy, portalId };
  const places = placesOf(config, namespace);
  const draw = rememberCharts();

  const render = (report: FrozenReport) => renderReport({ facts, registers, policy, places, draw }, report);

  /** Address of the page for one reader, who has it for the policy's days from now, however old the report is. */
  const link = ({ ownerId, asOf, version }: { ownerId: string; asOf: number; version: number }) => {
    const { timeZone } = policy.calendar;
    const expiresAt = addDays(now(), policy.growth?.readers.linkDays ?? 0, timeZone);
    const token = signLink(config.linkSecrets, { purpose: 'report', portalId, ownerId, asOf, version, expiresAt });
    return { url: `${config.publicUrl}/report/${token}`, until: localDate(expiresAt, timeZone) };
  };

  return {
    collect: (now) => collectReportFacts({ hubspot, facts, registers, policy, portalId }, now),
    read: (asOf, version) => store.read(portalId, asOf, version),
    freeze: (asOf) => freeze(parts, asOf),
    correct: (asOf) => correct(parts, asOf),
    render,
    async mailOf(asOf, version) {
      const frozen = await store.read(portalId, asOf, version);
      if (frozen === undefined) throw new Error('The report that is to be mailed is not there.');
      const rendered = await render(frozen);
      const sender = policy.contacts?.mail.sender.name ?? '';
      return ({ ownerId, firstName }) => {
        const { url, until } = link({ ownerId, asOf, version });
        return rendered.mail({ firstName, pageUrl: url, pageUntil: until, sender });
      };
    },
    async close() {
      await Promise.all([facts, reader, registers, store].map((one) => one.close()));
    },
  };
}
