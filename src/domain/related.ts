/**
 * Which news of other records can matter to a deal: only what an exit criterion looks at. Everything else is dropped at the
 * door, because a company's every change would otherwise wake all of its deals.
 */
import type { RecordEvent } from './events.ts';
import type { Criterion, Policy } from './policy/types.ts';

/** News of a record that belongs to deals; which deals, the relay finds out. */
export type RelatedEvent = Extract<RecordEvent, { kind: 'related' }>;

/** Arguments of `relayWorkflow`: the news of one batch. */
export interface RelayInput {
  portalId: string;
  events: RelatedEvent[];
}

export const RELATED_OBJECTS = ['company', 'contact', 'note', 'email', 'call'] as const;
export type RelatedObject = (typeof RELATED_OBJECTS)[number];

/** What of a note, e-mail or call shows next steps (D-04) or carries files (D-12). */
const WRITING_PROPERTIES: Partial<Record<RelatedObject, string[]>> = {
  note: ['hs_note_body'],
  email: ['hs_email_text', 'hs_email_html', 'hs_email_subject'],
  call: ['hs_call_body'],
};
const OF_EVERY_WRITING = ['hs_timestamp', 'hs_attachment_ids'];

export function isRelatedObject(object: string): object is RelatedObject {
  return RELATED_OBJECTS.some((one) => one === object);
}

/** A note, e-mail or call: it counts for what people write there. */
export function isWriting(object: RelatedObject): boolean {
  return WRITING_PROPERTIES[object] !== undefined;
}

/** Properties of such records that decide an exit criterion of any stage; empty when no criterion looks at them. */
export function propertiesAskedOf(policy: Policy, object: RelatedObject): Set<string> {
  const criteria = policy.pipelines.flatMap(({ stages }) => stages.flatMap(({ exit }) => exit ?? []));
  const writing = WRITING_PROPERTIES[object];
  if (writing !== undefined) {
    const read = criteria.some(({ kind }) => kind === 'nextSteps' || kind === 'file');
    return new Set(read ? [...writing, ...OF_EVERY_WRITING] : []);
  }
  const asked = criteria.flatMap((one) => ('object' in one && one.object === object ? [one.property] : []));
  // Files are recognised by the company's name (D-12).
  const named = object === 'company' && criteria.some((one) => isNamedAfterCompany(policy, one)) ? ['name'] : [];
  return new Set([...asked, ...named]);
}

function isNamedAfterCompany({ files }: Policy, criterion: Criterion): boolean {
  const row = criterion.kind === 'file' ? files.find(({ key }) => key === criterion.file) : undefined;
  return row?.name?.includes('{company}') === true;
}
