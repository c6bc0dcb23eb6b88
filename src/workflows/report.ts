/**
 * One growth report (G-01, G-13), started by the weekly schedule: collects, freezes, mails. What it is as of is the time for which it
 * was started, however late it runs.
 */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { setCurrentDetails, setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { collectReport, freezeReport, mailReport } from './effects.ts';
import type { GrowthReportInput } from './messages.ts';

/** Temporal's own: for when a schedule meant the workflow to start. */
const SCHEDULED_AT = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

export interface GrowthReportDone {
  version: number;
  sent: number;
  refused: number;
}

export async function growthReportWorkflow({ portalId, asOf: given }: GrowthReportInput): Promise<GrowthReportDone> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const asOf = given ?? (typedSearchAttributes.get(SCHEDULED_AT) ?? startTime).getTime();
  const title = `Growth report as of ${new Date(asOf).toISOString()}`;

  setCurrentDetails(`${title}: collecting what HubSpot holds.`);
  // As of the report's own time: what has no time in HubSpot and changed since the last report belongs to this one.
  await collectReport.collectForReport.executeWithOptions({ summary: 'collect from HubSpot' }, [{ now: asOf }]);

  setCurrentDetails(`${title}: computing and freezing.`);
  const { version } = await freezeReport.freezeReport.executeWithOptions({ summary: 'compute and freeze' }, [{ asOf }]);

  setCurrentDetails(`${title}: version ${version} is frozen; mailing it to the growth team.`);
  const frozen = { portalId, asOf, version };
  const counts = await mailReport.mailReport.executeWithOptions({ summary: `mail version ${version}` }, [frozen]);

  const refused = counts.refused === 0 ? '' : `; ${counts.refused} could not be delivered`;
  setCurrentDetails(`${title}: version ${version} was mailed to ${counts.sent} of the growth team${refused}.`);
  return { version, ...counts };
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, growthReportWorkflow);
