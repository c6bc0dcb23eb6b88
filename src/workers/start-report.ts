/** The weekly growth report (G-01): a schedule of Temporal in the policy's time zone. */
import { type Client, ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { GrowthRules } from '../domain/policy/growth-types.ts';
import type { Policy } from '../domain/policy/types.ts';
import { growthReportId, growthReportWorkflowId, WORKFLOW_QUEUE } from '../workflows/ids.ts';
import type { GrowthReportInput } from '../workflows/messages.ts';

const WORKFLOW = 'growthReportWorkflow';
/** After an outage of less than a week last Monday's report still comes, and no older one. */
const CATCH_UP = '6 days';

/** Creates the schedule, or makes it say what the policy says: every worker may ask. Somebody's pause stays. */
export async function scheduleGrowthReport(client: Client, portalId: string, policy: Policy): Promise<void> {
  const scheduleId = growthReportId(portalId);
  const handle = client.schedule.getHandle(scheduleId);
  if (policy.growth === undefined) {
    await handle.delete().catch((error: unknown) => {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    });
    return;
  }
  const schedule = scheduleOf(portalId, policy.growth, policy.calendar.timeZone);
  try {
    await client.schedule.create({ scheduleId, ...schedule });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await handle.update(({ state }) => ({ state, ...schedule }));
  }
}

/** Starts one report as the schedule would, under the same id: for a world that is ahead of the server's clock. */
export async function startGrowthReport(client: Client, portalId: string, asOf: number): Promise<void> {
  await client.workflow.start<(input: GrowthReportInput) => Promise<unknown>>(WORKFLOW, {
    workflowId: growthReportWorkflowId(portalId, asOf),
    taskQueue: WORKFLOW_QUEUE,
    args: [{ portalId, asOf }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: summaryOf(portalId),
  });
}

function scheduleOf(portalId: string, { meeting }: GrowthRules, timezone: string) {
  return {
    spec: { calendars: [{ dayOfWeek: WEEKDAYS[meeting.weekday - 1] ?? 'MONDAY', hour: meeting.hour }], timezone },
    action: {
      type: 'startWorkflow' as const,
      workflowId: growthReportId(portalId),
      workflowType: WORKFLOW,
      taskQueue: WORKFLOW_QUEUE,
      args: [{ portalId }],
      staticSummary: summaryOf(portalId),
    },
    // One that waits for a person, e.g. for a token, does not cost the next week's report.
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: CATCH_UP } as const,
  };
}

/** The policy counts from Monday = 1. */
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

function summaryOf(portalId: string): string {
  return `Weekly growth report of HubSpot account ${portalId}`;
}
