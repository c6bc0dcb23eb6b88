/** Who makes an API call: the app whose token it is, unless headers of the sandbox say that somebody else is at work. */
import { findOwner } from './catalog/owners.ts';
import type { Source } from './changes.ts';
import { HubSpotProblem } from './problems.ts';

export interface Caller {
  source: Source;
  /** Only the app's own calls are limited and disturbed: the others stand for HubSpot's own screen and services. */
  isApp: boolean;
}

/** As HubSpot words the source of a value that one of its workflows or imports wrote. */
const WORKFLOW_SOURCE_ID = 'enrollmentId:1180017;actionExecutionIndex:0';
const IMPORT_SOURCE_ID = '30011907';

/** What the page and the list of controls say about it. */
export const CALLERS_HELP =
  'A call of HubSpot\'s API with the header "x-sandbox-user: <owner id>" counts as that person working in the screen; GET /crm/owners/2026-09 lists the staff. With "x-sandbox-source: import", "workflow" or "integration:<app id>" it counts as an import, one of HubSpot\'s workflows or another app. None of these are limited or disturbed.';

type ReadHeader = (name: string) => string | undefined;

/** For the request log: `app`, `owner:<id>`, `import`, `workflow` or `integration:<app id>`. */
export function callerName(header: ReadHeader): string {
  const ownerId = header('x-sandbox-user');
  return header('x-sandbox-source') ?? (ownerId === undefined ? 'app' : `owner:${ownerId}`);
}

/** Throws for a person or a source that there is not. */
export function callerOf(header: ReadHeader, appId: number): Caller {
  const ownerId = header('x-sandbox-user');
  const sourceName = header('x-sandbox-source');
  const owner = ownerId === undefined ? undefined : findOwner(ownerId);
  if (ownerId !== undefined && !owner) throw new HubSpotProblem(400, `x-sandbox-user: no owner has the id ${ownerId}`);
  // An import or a workflow is somebody's, too: then HubSpot keeps the user beside the source.
  const userId = owner ? { userId: owner.userId } : {};
  if (sourceName !== undefined) {
    return { source: { ...namedSource(sourceName), ...userId }, isApp: false };
  }
  if (owner) {
    return { source: { type: 'CRM_UI', id: `userId:${owner.userId}`, ...userId }, isApp: false };
  }
  return { source: { type: 'INTEGRATION', id: String(appId) }, isApp: true };
}

function namedSource(name: string): Source {
  if (name === 'import') return { type: 'IMPORT', id: IMPORT_SOURCE_ID };
  if (name === 'workflow') return { type: 'AUTOMATION_PLATFORM', id: WORKFLOW_SOURCE_ID };
  const appId = /^integration:(\d+)$/.exec(name)?.[1];
  if (appId !== undefined) return { type: 'INTEGRATION', id: appId };
  throw new HubSpotProblem(400, 'x-sandbox-source is "import", "workflow" or "integration:<app id>"');
}
