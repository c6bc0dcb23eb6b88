/** What HubSpot says no to, where that is a finding and no failure. */
import { HubSpotError } from './error.ts';

/** 401 is none: then it says no to everything. */
const REFUSALS = new Set([400, 403, 404, 405]);

/** HubSpot answers, and says no to this call. */
export function isRefusal(error: unknown): error is HubSpotError {
  return error instanceof HubSpotError && error.status !== undefined && REFUSALS.has(error.status);
}

/** The answer, or the refusal. Throws for a portal that does not answer at all. */
export async function orRefusal<Answer>(asked: Promise<Answer>): Promise<Answer | HubSpotError> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}
