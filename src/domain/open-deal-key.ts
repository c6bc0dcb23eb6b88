/** C-10: HubSpot refuses a second deal with the same key, and so it is the lock of a company's open deal in a pipeline. */

/** @param pipeline key of the policy */
export function openDealKey(companyId: string, pipeline: string): string {
  return `company:${companyId}:${pipeline}`;
}
