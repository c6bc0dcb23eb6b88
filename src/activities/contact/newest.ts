/** HubSpot's ids grow with time: of many records, those that were made last. */
export function newest(ids: Iterable<string>, most: number): string[] {
  return [...new Set(ids)].toSorted((a, b) => Number(b) - Number(a)).slice(0, most);
}
