/** The one door to HubSpot: a typed port over the official client. Create it once in a process. */
import { archiveCalls } from './archive.ts';
import { associationCalls } from './associations.ts';
import { bulkCalls } from './bulk.ts';
import { createCalls } from './create.ts';
import { fileCalls } from './files.ts';
import { historyCalls } from './histories.ts';
import { portalCalls } from './portal.ts';
import { preferenceCalls } from './preferences.ts';
import { recordCalls } from './records.ts';
import { createCall, type HubSpotConfig } from './transport.ts';

/** All methods throw `HubSpotError` and make each call exactly once. */
export type HubSpot = ReturnType<typeof createHubSpot>;

export function createHubSpot(config: HubSpotConfig) {
  const call = createCall(config);
  const records = recordCalls(call, config.appId);
  return {
    ...records,
    ...createCalls(call, records.findByKey),
    ...archiveCalls(call),
    ...bulkCalls(call),
    ...historyCalls(call),
    ...associationCalls(call),
    ...portalCalls(call),
    ...fileCalls(call),
    ...preferenceCalls(call),
  };
}
