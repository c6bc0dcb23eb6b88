/** Names and texts that a frozen report only refers to, read when it is rendered. */
import type { Policy } from '../../domain/policy/types.ts';
import type { RecordFacts, TextPlace } from '../../journal/report-facts.ts';
import type { Registers } from '../../journal/registers.ts';
import type { GrowthReport, Known, TextRef } from '../growth-report.ts';
import { isUnknown } from '../growth-report.ts';
import { readRegisterRows } from './register-rows.ts';

export interface Names {
  /** Of an owner, a deal, a company or a register's row; the object's word and the id where there is none. */
  record(object: string, id: string): string;
  /** Where a register's row is found, who owes it, of when it is; undefined: it is no such row. */
  origin(object: string, id: string): string | undefined;
  /** The text meant; undefined: it was forgotten since. */
  text(ref: TextRef): string | undefined;
}

export interface NameSources {
  facts: Pick<RecordFacts, 'texts' | 'newestTexts'>;
  registers: Pick<Registers, 'read'>;
  /** For labels. */
  policy: Policy;
}

/** As they were at the time of the report. @throws JournalUnavailable, JournalRefused */
export async function readNames({ facts, registers, policy }: NameSources, report: GrowthReport): Promise<Names> {
  const { portalId } = report;
  const asOf = Date.parse(report.asOf);
  const named = recordsIn(report);
  const newest = (object: string, property: string) =>
    facts.newestTexts(portalId, object, property, { ids: [...(named.get(object) ?? [])], asOf });
  const byObject = new Map([
    ['owner', await newest('owner', 'name')],
    ['deal', await newest('deal', 'dealname')],
    ['company', await newest('company', 'name')],
  ]);
  const rows = await readRegisterRows(registers, report, policy);
  const refs = textRefs(report);
  const found = await facts.texts(portalId, refs);
  const texts = new Map(refs.map((ref, index) => [placeKey(ref), found[index]]));
  return {
    record: (object, id) =>
      object === 'register' ? (rows.get(id)?.name ?? id) : (byObject.get(object)?.get(id) ?? `${object} ${id}`),
    origin: (object, id) => (object === 'register' ? rows.get(id)?.origin : undefined),
    text: (ref) => texts.get(placeKey(ref)),
  };
}

/** What a report may name, by object: a portal has many more deals than a report. */
function recordsIn(report: GrowthReport): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (object: string, id: unknown) => {
    if (typeof id === 'string') found.set(object, (found.get(object) ?? new Set()).add(id));
  };
  const look = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return;
    if ('object' in node && 'id' in node && typeof node.object === 'string') add(node.object, node.id);
    if ('ownerId' in node) add('owner', node.ownerId);
    if ('dealId' in node) add('deal', node.dealId);
    if ('companyId' in node) add('company', node.companyId);
    for (const child of Object.values(node)) look(child);
  };
  look(report);
  return found;
}

function placeKey({ object, id, property, at }: TextPlace): string {
  return JSON.stringify([object, id, property, at]);
}

function textRefs({ opportunities, leads, whitespace, promises }: GrowthReport): TextRef[] {
  const deals = [...opportunities, ...leads].flatMap(({ rows }) => rows);
  const clients = isUnknown(whitespace) ? [] : whitespace.people.flatMap(({ rows }) => rows);
  const all: Known<object>[] = [
    ...deals.map(({ name }) => name),
    ...clients.map(({ client }) => client),
    ...[...deals, ...clients].flatMap(({ nextAction, blockers }) => [nextAction, blockers]),
    ...promises.rejections.map(({ reason }) => reason),
  ];
  return all.filter((one): one is TextRef => 'property' in one);
}
