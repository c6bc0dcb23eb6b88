/** C-10: HubSpot refuses a second deal with the same key, and so it is the lock of a company's open deal in a pipeline. */

/** @param pipeline key of the policy */
export function openDealKey(companyId: string, pipeline: string): string {
  return `company:${companyId}:${pipeline}`;
}

const OF_CONTACT = 'contact:';

/**
 * Of the deal of a contact without a company: its workflow alone asks, but an attempt may still run when the next one does.
 * @param pipeline key of the policy
 */
export function ownDealKey(contactId: string, pipeline: string): string {
  return `${OF_CONTACT}${contactId}:${pipeline}`;
}

/** The deal was opened for a contact without a company, and has been no company's open deal since. */
export function isOwnDealKey(key: string): boolean {
  return key.startsWith(OF_CONTACT);
}
