/** Answers of HubSpot when it does not do what it was asked, though the request was right (reference `hubspot.md` §5, §10.2). */

export interface Failure {
  status: number;
  /** JSON; a string is HTML, as the servers before HubSpot's own answer. */
  body: object | string;
  headers?: Record<string, string>;
}

export type RateLimitPolicy = 'DAILY' | 'TEN_SECONDLY_ROLLING' | 'SECONDLY';

/** HubSpot has several bodies for 429; this is the newer one, which names its policy except for the secondly limit. */
export function rateLimited(policy: RateLimitPolicy, correlationId: string): Failure {
  const named = {
    DAILY: { policyName: 'DAILY', requestId: correlationId },
    TEN_SECONDLY_ROLLING: { policyName: 'TEN_SECONDLY_ROLLING', groupName: 'publicapi:private-apps:api-calls' },
    SECONDLY: {},
  };
  const message = `You have reached your ${policy.toLowerCase()} limit.`;
  const body = { status: 'error', message, errorType: 'RATE_LIMIT', correlationId, ...named[policy] };
  return { status: 429, body };
}

/** What search answers above its limit. */
export function searchLimited(correlationId: string): Failure {
  const message = 'You have reached your secondly limit.';
  return { status: 429, body: { status: 'error', message, correlationId, category: 'RATE_LIMITS' } };
}

/** `scope`: the one that is missing, e.g. `crm.objects.deals.read`. */
export function missingScope(scope: string, correlationId: string): Failure {
  const scopesPage = 'https://developers.hubspot.com/scopes';
  return {
    status: 403,
    body: {
      status: 'error',
      message: `This app hasn't been granted all required scopes to make this call. Read more about required scopes here: ${scopesPage}.`,
      correlationId,
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: [scope] },
        },
      ],
      links: { scopes: scopesPage },
      category: 'MISSING_SCOPES',
    },
  };
}

export function errorAnswer(status: number, message: string, correlationId: string): Failure {
  return { status, body: { status: 'error', message, correlationId } };
}

/** A page by a server in between, which knows no JSON. */
export function htmlPage(status: number, title: string): Failure & { body: string } {
  const heading = `${status} ${title}`;
  return { status, body: `<html><head><title>${heading}</title></head><body><h1>${heading}</h1></body></html>` };
}
