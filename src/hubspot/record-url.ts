/** Where people see a record or a file: HubSpot's own screen, or the sandbox's page at the same path. */

/** HubSpot's numbers of its object types (reference/hubspot §4.4). */
const TYPE = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5', lead: '0-136' } as const;

const API_HOST = 'api.hubapi.com';

/** @param apiUrl HUBSPOT_BASE_URL: HubSpot's own API belongs to HubSpot's app, any other to a page of its own */
export function recordUrl(apiUrl: string, portalId: string, object: keyof typeof TYPE, id: string): string {
  return `${appUrl(apiUrl)}/contacts/${encodeURIComponent(portalId)}/record/${TYPE[object]}/${encodeURIComponent(id)}`;
}

/** HubSpot's older addresses have the object's name where today's have its number. */
const ADDRESS = /\/contacts\/(\d+)\/(?:record\/)?([a-z]+|0-\d+)\/(\d+)(?:[/?#]|$)/;

/** The record that such an address shows; undefined for an address of something else. */
export function recordOfUrl(url: string): { portalId: string; object: string; id: string } | undefined {
  const [, portalId, type, id] = ADDRESS.exec(url) ?? [];
  const object = Object.entries(TYPE).find((row) => type !== undefined && row.includes(type))?.[0];
  return portalId === undefined || object === undefined || id === undefined ? undefined : { portalId, object, id };
}

/** HubSpot's preview of an attachment, for whoever is signed in there; unlike a signed URL it does not expire. */
export function fileUrl(apiUrl: string, portalId: string, fileId: string): string {
  return `${appUrl(apiUrl)}/file-preview/${encodeURIComponent(portalId)}/file/${encodeURIComponent(fileId)}/`;
}

function appUrl(apiUrl: string): string {
  const { host, origin } = new URL(apiUrl);
  return host === API_HOST ? 'https://app.hubspot.com' : origin;
}
