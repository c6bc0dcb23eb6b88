/** What is to be said of a register's row that stands behind a figure (G-10): which one it is, who owes it, of when it is. */
import type { Policy } from '../../domain/policy/types.ts';
import { rowKey, rowName } from '../../domain/registers/key.ts';
import { REGISTERS, type RegisterKind, registerKinds } from '../../domain/registers/registers.ts';
import { localMinute } from '../../domain/time.ts';
import type { RegisterContent, Registers } from '../../journal/registers.ts';
import type { GrowthReport } from '../growth-report.ts';

export interface RegisterRowWords {
  /** `Costs of leads: 2026-10 · PAID_SEARCH`. */
  name: string;
  /** Where it is found: its place in `register export`, who owes the register, the day it tells of, when it was brought. */
  origin: string;
}

/** By `<kind>/<key of the row>`, as they were when the report was made of them. @throws JournalUnavailable, JournalRefused */
export async function readRegisterRows(
  registers: Pick<Registers, 'read'>,
  { portalId, timeZone, registers: broughtAt }: GrowthReport,
  policy: Policy,
): Promise<Map<string, RegisterRowWords>> {
  const found = new Map<string, RegisterRowWords>();
  for (const kind of registerKinds()) {
    const at = broughtAt[kind];
    const content = at === undefined ? undefined : await registers.read(portalId, kind, Date.parse(at));
    if (content !== undefined) addRows(found, kind, content, { owner: policy.registers?.owners[kind], timeZone });
  }
  return found;
}

function addRows<K extends RegisterKind>(
  found: Map<string, RegisterRowWords>,
  kind: K,
  { rows, import: last }: RegisterContent<K>,
  { owner, timeZone }: { owner: string | undefined; timeZone: string },
): void {
  const owed = owner === undefined ? '' : `; ${owner} owes it`;
  const when = `as of ${last.asOf}, brought ${localMinute(last.importedAt, timeZone)}`;
  for (const [index, row] of rows.entries()) {
    found.set(`${kind}/${rowKey(kind, row)}`, {
      name: `${REGISTERS[kind].title}: ${rowName(kind, row)}`,
      origin: `row ${index + 1} of the register ${kind} ${when}${owed}`,
    });
  }
}
