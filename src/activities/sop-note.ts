/** The "#S&OP" note of a deal (D-10): whether there is one, what is blank on the company, and writing it. */
import type { SeenSop } from '../domain/deal/sop.ts';
import { type SopFacts, sopNoteBody } from '../domain/duty-words/sop-table.ts';
import type { RawValues } from '../domain/duty-words/values.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord } from '../hubspot/records.ts';
import { keepRecord } from './keep.ts';

const OWNER = 'hubspot_owner_id';

/** Names of properties and ids only: what a note says stays in HubSpot. */
export async function lookAtSop(hubspot: HubSpot, policy: Policy, { dealId }: { dealId: string }): Promise<SeenSop> {
  const { tag = '', company: asked = [] } = policy.sopNote ?? {};
  const deal = await hubspot.readRecord('deal', dealId, [OWNER], ['company', 'note']);
  const noteIds = deal.associated.note ?? [];
  const [company, notes] = await Promise.all([
    companyOf(hubspot, deal, asked),
    noteIds.length === 0 ? [] : hubspot.readRecords('note', noteIds, ['hs_note_body']),
  ]);
  const blank = asked.filter((name) => (company?.values[name]?.value.trim() ?? '') === '');
  const found = notes.flatMap(({ id, values: { hs_note_body: body } }) =>
    body !== undefined && isWriter(body.by) && holdsTag(body.value, tag) ? [{ id, at: body.at, by: body.by }] : [],
  );
  const [note] = found.toSorted((a, b) => a.at - b.at);
  return { blank, ...(note === undefined ? {} : { note }) };
}

/** Writes the note on the deal, once per key. */
export async function writeSopNote(
  hubspot: HubSpot,
  policy: Policy,
  note: { dealId: string; key: string; at: number },
): Promise<void> {
  const { deal: names = [], company: ofCompany = [] } = policy.sopNote ?? {};
  const deal = await hubspot.readRecord('deal', note.dealId, [...new Set([...names, OWNER])], ['company']);
  const [company, nameOf] = await Promise.all([companyOf(hubspot, deal, ofCompany), ownerNames(hubspot)]);
  const facts: SopFacts = { deal: rawOf(deal), company: rawOf(company), nameOf };
  const properties = { hs_note_body: sopNoteBody(policy, facts), hs_timestamp: new Date(note.at).toISOString() };
  await keepRecord(hubspot, policy, {
    object: 'note',
    key: note.key,
    properties,
    on: { object: 'deal', id: note.dealId },
  });
}

/** The deal's primary company. */
export async function companyOf(
  hubspot: HubSpot,
  deal: HubSpotRecord,
  properties: string[],
): Promise<HubSpotRecord | undefined> {
  const [id] = deal.associated.company ?? [];
  if (id === undefined) return undefined;
  const [company] = await hubspot.readRecords('company', [id], [...new Set([...properties, 'name'])]);
  return company;
}

export function rawOf(record: HubSpotRecord | undefined): RawValues {
  return Object.fromEntries(Object.entries(record?.values ?? {}).map(([name, { value }]) => [name, value]));
}

/** Names of the portal's active owners, by id. */
export async function ownerNames(hubspot: HubSpot): Promise<(ownerId: string) => string | undefined> {
  const owners = await hubspot.owners();
  return (ownerId) => {
    const owner = owners.find(({ id }) => id === ownerId);
    const name = `${owner?.firstName ?? ''} ${owner?.lastName ?? ''}`.trim();
    return name === '' ? undefined : name;
  };
}

/** Ours from before counts too: a deal that was merged brings its note along. */
function isWriter(by: string): boolean {
  return by.startsWith('person:') || by === 'us';
}

/** Whether a note's HTML holds the tag, however it is spaced; `#S&OPS` is another word. */
export function holdsTag(html: string, tag: string): boolean {
  const text = html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(?:amp|#38);/gi, '&')
    .replaceAll(/&nbsp;|&#160;|\s/gi, ' ');
  const letters = Array.from(tag.replaceAll(/\s/g, '')).map((letter) => letter.replace(/[$()*+./?[\\\]^{|}]/, '\\$&'));
  return new RegExp(`${letters.join(' *')}(?![\\p{L}\\p{N}])`, 'iu').test(text);
}
