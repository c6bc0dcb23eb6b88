/** A request that HubSpot would not make, and how docs/gateway-answers.md says it is answered. */
export interface BadRequest {
  what: string;
  /** As in the table of that page. */
  outcome: string;
  request: [path: string, init: RequestInit];
}
