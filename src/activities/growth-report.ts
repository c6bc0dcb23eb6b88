/** What the weekly growth report needs done (G-01, G-13), composed by whoever runs the worker. Each step is safe to repeat. */
import type { openStaffDoor, StaffText } from '../mail/staff-door.ts';
import { failing, waitForToken } from './errors.ts';

/** Where reports are made; see starters/report/desk.ts. All times are milliseconds since 1970. */
export interface ReportMaker {
  /** Reads what HubSpot holds and the journal does not. */
  collect(now: number): Promise<void>;
  /** The version that there is of that time; made at first. */
  freeze(asOf: number): Promise<{ version: number }>;
  /** The mail with a report; words it for each reader. */
  mailOf(
    asOf: number,
    version: number,
  ): Promise<(reader: { ownerId: string; firstName: string }) => StaffText | Promise<StaffText>>;
}

export interface GrowthReportDeps {
  maker: ReportMaker;
  /** HubSpot owners to whom the report is mailed. */
  readers(): Promise<string[]>;
  toStaff: ReturnType<typeof openStaffDoor>['toStaff'];
}

export interface FrozenAt {
  portalId: string;
  asOf: number;
  version: number;
}

export type CollectReportActivities = ReturnType<typeof createCollectReportActivities>;
export type FreezeReportActivities = ReturnType<typeof createFreezeReportActivities>;
export type MailReportActivities = ReturnType<typeof createMailReportActivities>;

export function createCollectReportActivities({ maker }: Pick<GrowthReportDeps, 'maker'>) {
  return failing({
    async collectForReport({ now }: { now: number }): Promise<void> {
      // The next schedule is a week away.
      await maker.collect(now).catch(waitForToken);
    },
  });
}

export function createFreezeReportActivities({ maker }: Pick<GrowthReportDeps, 'maker'>) {
  return failing({
    async freezeReport({ asOf }: { asOf: number }): Promise<{ version: number }> {
      const { version } = await maker.freeze(asOf);
      return { version };
    },
  });
}

export function createMailReportActivities({ maker, readers, toStaff }: GrowthReportDeps) {
  return failing({
    /** To each reader once, whatever happened to an attempt before. */
    async mailReport({ portalId, asOf, version }: FrozenAt): Promise<{ sent: number; refused: number }> {
      const wordsFor = await maker.mailOf(asOf, version);
      const counts = { sent: 0, refused: 0 };
      for (const ownerId of await readers().catch(waitForToken)) {
        const key = `growthReport:${new Date(asOf).toISOString()}:${version}:${ownerId}`;
        const mail = { portalId, key, to: ownerId, at: asOf };
        const { outcome } = await toStaff(mail, (firstName) => wordsFor({ ownerId, firstName })).catch(waitForToken);
        counts[outcome] += 1;
      }
      return counts;
    },
  });
}
