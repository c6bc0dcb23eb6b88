/** Temporal's native runtime, once a process, with its log turned into our lines. */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { LogFields, Logger } from '../log.ts';

let installed = false;

/** Only message and ids are kept: a failure's text may quote what HubSpot said. Call it before the first worker. */
export function installRuntime(log: Logger): void {
  if (installed) return;
  installed = true;
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    // A worker that only makes HubSpot calls has no workflows, on purpose.
    if (message.startsWith('No workflows registered')) return;
    const ids: LogFields = {};
    for (const name of ['workflowId', 'runId', 'activityType', 'attempt', 'taskQueue']) {
      const value: unknown = meta?.[name];
      if (typeof value === 'string' || typeof value === 'number') ids[name] = value;
    }
    log[level === 'ERROR' ? 'error' : 'warn'](`Temporal: ${message}`, ids);
  });
  // Forwarded, because the native part would otherwise write its own lines past ours, with whatever failures say.
  const logging = { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) };
  Runtime.install({ logger, telemetryOptions: { logging } });
}
