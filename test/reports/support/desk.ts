/** A database with everything a report is made of, and short words for putting something into it. */
import { defaultPolicy } from '../../../src/domain/policy/default.ts';
import type { Decision } from '../../../src/domain/decision.ts';
import type { Policy } from '../../../src/domain/policy/types.ts';
import type { RegisterKind, RegisterRow } from '../../../src/domain/registers/registers.ts';
import { type Entity, openJournal } from '../../../src/journal/journal.ts';
import { openRecordFacts, type RecordFact } from '../../../src/journal/report-facts.ts';
import { openReportReader } from '../../../src/journal/report-rows.ts';
import { openReportStore } from '../../../src/journal/report-store.ts';
import { openRegisters } from '../../../src/journal/registers.ts';
import { correct, freeze } from '../../../src/reports/freeze.ts';
import { growthReport } from '../../../src/reports/growth.ts';

export const PORTAL = '4711';

export interface Row extends Partial<Omit<Decision, 'seq' | 'happenedAt'>> {
  kind: string;
  at: string;
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
export type PortalDesk = ReturnType<Desk['of']>;

export async function openDesk(databaseUrl: string) {
  const place = { databaseUrl };
  const journal = await openJournal(place);
  const facts = openRecordFacts(place);
  const reader = openReportReader(place);
  const registers = openRegisters(place);
  const store = openReportStore(place);
  const of = (portalId: string) => {
    const parts = (policy: Policy) => ({ reader, registers, store, policy, portalId });
    return {
      /** Decisions about one record, numbered from 1. */
      decide: (entity: Entity, id: string, rows: Row[]) => journal.record(entity, portalId, id, decisionsOf(rows)),
      addFacts: (rows: RecordFact[], texts: RecordFact[] = []) => facts.add(portalId, rows, texts),
      /** Brought once; the day it tells of is that of the import. */
      bring: <K extends RegisterKind>(kind: K, at: string, rows: RegisterRow<K>[]) =>
        registers.bring(portalId, kind, rows, {
          importedAt: Date.parse(at),
          importedBy: 'staff:mia.lorenz@healthprime.example',
          asOf: at.slice(0, 10),
        }),
      report: (at: string, policy: Policy = defaultPolicy) => growthReport(parts(policy), Date.parse(at)),
      freeze: (at: string, policy: Policy = defaultPolicy) => freeze(parts(policy), Date.parse(at)),
      correct: (at: string, policy: Policy = defaultPolicy) => correct(parts(policy), Date.parse(at)),
    };
  };
  return {
    journal,
    facts,
    reader,
    registers,
    store,
    ...of(PORTAL),
    /** Another portal in the same database. */
    of,
    async close() {
      await Promise.all([journal, facts, reader, registers, store].map((one) => one.close()));
    },
  };
}

export function decisionsOf(rows: Row[]): Decision[] {
  return rows.map(({ at, ...row }, index) => ({
    seq: index + 1,
    happenedAt: Date.parse(at),
    by: 'us',
    evidence: [],
    policyVersion: 'test',
    clause: 'R-05',
    ...row,
  }));
}

/** Facts of one record, all known since the same instant. */
export function factsOf(object: string, id: string, at: string, values: Record<string, string>): RecordFact[] {
  return Object.entries(values).map(([property, value]) => ({ object, id, property, at: Date.parse(at), value }));
}
