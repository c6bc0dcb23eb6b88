/** Notes, e-mails and calls on a deal's timeline, and the files attached to them. */
import { type AttachedFile, isFile } from '../domain/deal/files.ts';
import type { Policy } from '../domain/policy/types.ts';
import type { HubSpot } from '../hubspot/client.ts';
import type { HubSpotRecord, RecordType } from '../hubspot/record.ts';

/** Types of records on a deal's timeline that count as "note, e-mail or call" (D-04), with the properties that hold their text. */
const WRITINGS = [
  { type: 'note', texts: ['hs_note_body'] },
  { type: 'email', texts: ['hs_email_text', 'hs_email_html', 'hs_email_subject'] },
  { type: 'call', texts: ['hs_call_body'] },
] as const satisfies { type: RecordType; texts: string[] }[];

export interface Writing {
  type: RecordType;
  record: HubSpotRecord;
  texts: readonly string[];
}

export async function readWritings(hubspot: HubSpot, deal: HubSpotRecord): Promise<Writing[]> {
  const found = await Promise.all(
    WRITINGS.map(async ({ type, texts }) => {
      const ids = deal.associated[type];
      if (ids === undefined) return [];
      const records = await hubspot.readRecords(type, ids, [
        ...texts,
        'hs_timestamp',
        'hs_attachment_ids',
        'hs_email_direction',
      ]);
      return records.map((record): Writing => ({ type, record, texts }));
    }),
  );
  return found.flat();
}

/** A file in the deal's attachments, and which row of the policy it is. */
interface Attachment extends AttachedFile {
  id: string;
  key: string | undefined;
  /** The record it hangs on. */
  source: { object: string; id: string };
  fact: { at: number; by: string };
}

export async function attachedFiles(
  hubspot: HubSpot,
  policy: Policy,
  writings: Writing[],
  companyName: string | undefined,
): Promise<Attachment[]> {
  const hung = writings.flatMap(({ type, record }) => {
    const fact = record.values['hs_attachment_ids'];
    const ids = fact?.value.split(';').filter((id) => id !== '') ?? [];
    return fact === undefined ? [] : ids.map((id) => ({ id, fact, source: { object: type, id: record.id } }));
  });
  if (hung.length === 0) return [];
  const files = await hubspot.files([...new Set(hung.map(({ id }) => id))]);
  return hung.flatMap(({ id, fact, source }) => {
    const file = files.find((one) => one.id === id);
    if (file === undefined) return [];
    const row = policy.files.find((one) => isFile(one, policy.files, file, companyName));
    return [{ id, name: file.name, extension: file.extension, key: row?.key, source, fact }];
  });
}

/** The deal's files for the hand-off: which row each is, and its id in the portal. */
export async function filesOfDeal(
  hubspot: HubSpot,
  policy: Policy,
  deal: HubSpotRecord,
  companyName: string | undefined,
) {
  return attachedFiles(hubspot, policy, await readWritings(hubspot, deal), companyName);
}
