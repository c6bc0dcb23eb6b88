/** Writing the journal. Primary keys make a repeat harmless. */
import type { Decision } from '../domain/decision.ts';
import type { Entity, Journal } from '../journal/journal.ts';
import { failing } from './errors.ts';

export type JournalActivities = ReturnType<typeof createJournalActivities>;

export function createJournalActivities(journal: Pick<Journal, 'record'>) {
  return failing({
    async recordDecisions(entry: {
      entity: Entity;
      portalId: string;
      objectId: string;
      decisions: Decision[];
    }): Promise<void> {
      await journal.record(entry.entity, entry.portalId, entry.objectId, entry.decisions);
    },
  });
}
