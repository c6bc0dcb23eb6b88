/** Archiving a record, and the leads that go with it. */
import type { RecordRef, Source } from './changes.ts';
import type { Portal } from './portal.ts';
import type { CrmRecord } from './records.ts';

export function archiveRecord(portal: Portal, source: Source, record: CrmRecord): void {
  const ref = { type: record.type, id: record.id };
  const at = portal.clock.tick();
  record.archivedAt = at;
  portal.tell({ kind: 'deletion', record: ref, at, source });
  for (const { to } of portal.associations.list(ref, 'leads')) endLeadWithoutPrimary(portal, source, to);
}

/** HubSpot deletes a lead with its last primary association (reference `hubspot.md` §10.3). */
export function endLeadWithoutPrimary(portal: Portal, source: Source, ref: RecordRef): void {
  const lead = ref.type === 'leads' ? portal.records.findActive(ref) : undefined;
  if (!lead) return;
  const primaries = portal.associations
    .all(ref)
    .filter(({ to, types }) => types.some(({ label }) => label === 'Primary') && portal.records.findActive(to));
  if (primaries.length === 0) archiveRecord(portal, source, lead);
}
