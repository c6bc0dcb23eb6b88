/** Where people see a record: HubSpot's own screen, or the sandbox's page at the same path. */

/** HubSpot's numbers of its object types (reference/hubspot §4.4). */
const TYPE = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5', lead: '0-136' } as const;

const API_HOST = 'api.hubapi.com';

/** @param apiUrl HUBSPOT_BASE_URL: HubSpot's own API belongs to HubSpot's app, any other to a page of its own */
export function recordUrl(apiUrl: string, portalId: string, object: keyof typeof TYPE, id: string): string {
  const { host, origin } = new URL(apiUrl);
  const app = host === API_HOST ? 'https://app.hubspot.com' : origin;
  return `${app}/contacts/${encodeURIComponent(portalId)}/record/${TYPE[object]}/${encodeURIComponent(id)}`;
}
