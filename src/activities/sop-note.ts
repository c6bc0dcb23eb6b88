/** The "#S&OP" note of a deal (D-10): whether there is one, what is blank on the company, and writing it. */
import type { SeenSop } from '../domain/deal/sop.ts';
import { type SopFacts, sopNoteBody } from '../domain/duty-words/sop-table.ts';
import type { RawValues } from '../domain/duty-words/values.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord } from '../hubspot/record.ts';
import { readCompany } from './facts.ts';
import { keepRecord } from './keep.ts';

const OWNER = 'hubspot_owner_id';

export interface LookAtSop {
  dealId: string;
  /** Whether it is to be found out what is blank on the company; otherwise nothing is. */
  company: boolean;
}

/** Names of properties and ids only: what a note says stays in HubSpot. */
export async function lookAtSop(hubspot: HubSpot, policy: Policy, look: LookAtSop): Promise<SeenSop> {
  const { tag = '', company = [] } = policy.sopNote ?? {};
  const asked = look.company ? company : [];
  const deal = await hubspot.readRecord('deal', look.dealId, [OWNER], ['company', 'note']);
  const noteIds = deal.associated.note ?? [];
  const [record, notes] = await Promise.all([
    look.company ? readCompany(hubspot, deal, asked) : undefined,
    noteIds.length === 0 ? [] : hubspot.readRecords('note', noteIds, ['hs_note_body']),
  ]);
  const blank = asked.filter((name) => (record?.values[name]?.value.trim() ?? '') === '');
  const found = notes.flatMap(({ id, values: { hs_note_body: body } }) =>
    body !== undefined && isWriter(body.by) && holdsTag(body.value, tag) ? [{ id, at: body.at, by: body.by }] : [],
  );
  const [note] = found.toSorted((a, b) => a.at - b.at);
  return { blank, ...(note === undefined ? {} : { note }) };
}

/** Writes the note on the deal, once per key. @param names of owners, by id */
export async function writeSopNote(
  hubspot: HubSpot,
  policy: Policy,
  names: Record<string, string>,
  note: { dealId: string; key: string; at: number },
): Promise<void> {
  const { deal: ofDeal = [], company: ofCompany = [] } = policy.sopNote ?? {};
  const deal = await hubspot.readRecord('deal', note.dealId, [...new Set([...ofDeal, OWNER])], ['company']);
  const company = await readCompany(hubspot, deal, ofCompany);
  const facts: SopFacts = { deal: rawOf(deal), company: rawOf(company), nameOf: (id) => names[id] };
  const properties = { hs_note_body: sopNoteBody(policy, facts), hs_timestamp: new Date(note.at).toISOString() };
  await keepRecord(hubspot, policy, {
    object: 'note',
    key: note.key,
    properties,
    on: { object: 'deal', id: note.dealId },
  });
}

export function rawOf(record: HubSpotRecord | undefined): RawValues {
  return Object.fromEntries(Object.entries(record?.values ?? {}).map(([name, { value }]) => [name, value]));
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
