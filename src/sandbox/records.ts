/** The primary store: records with the history of each property, newest first. */
import type { ObjectTypeName } from './catalog/object-types.ts';
import type { RecordRef, Source } from './changes.ts';

export interface HistoryEntry {
  value: string;
  /** Milliseconds since 1970 on the sandbox's clock. */
  at: number;
  source: Source;
}

export interface CrmRecord extends RecordRef {
  createdAt: number;
  updatedAt: number;
  archivedAt?: number;
  history: Map<string, HistoryEntry[]>;
}

/** The present value; '' when it was never set or was cleared. */
export function valueOf(record: CrmRecord, property: string): string {
  return record.history.get(property)?.[0]?.value ?? '';
}

export class RecordStore {
  readonly #records = new Map<ObjectTypeName, Map<string, CrmRecord>>();
  /** `type|property|value` → id, for properties that identify a record. */
  readonly #unique = new Map<string, string>();
  /** `type|id` → id of the record that it was merged into. */
  readonly #mergedInto = new Map<string, string>();

  add(record: CrmRecord): void {
    this.#of(record.type).set(record.id, record);
  }

  /** Archived records are there, too. The id of a merged record finds what it has become. */
  find({ type, id }: RecordRef): CrmRecord | undefined {
    const newId = this.#mergedInto.get(`${type}|${id}`);
    return newId === undefined ? this.#of(type).get(id) : this.find({ type, id: newId });
  }

  /** Puts one record in the place of those that it was merged from. */
  replace(olds: CrmRecord[], merged: CrmRecord): void {
    for (const old of olds) {
      this.#of(old.type).delete(old.id);
      this.#mergedInto.set(`${old.type}|${old.id}`, merged.id);
      // Secondary addresses go on finding a contact; other values that were unique are free again.
      for (const [key, id] of this.#unique) {
        if (id === old.id && !key.startsWith('contacts|email|')) this.#unique.delete(key);
      }
    }
    this.add(merged);
  }

  /** Without a trace. */
  remove({ type, id }: RecordRef): void {
    this.#of(type).delete(id);
  }

  /** Makes a record findable by its present unique values. */
  index(record: CrmRecord, isUnique: (property: string) => boolean): void {
    for (const property of record.history.keys()) {
      const value = valueOf(record, property);
      if (value !== '' && isUnique(property)) this.#unique.set(uniqueKey(record.type, property, value), record.id);
    }
  }

  findActive(ref: RecordRef): CrmRecord | undefined {
    const record = this.find(ref);
    return record?.archivedAt === undefined ? record : undefined;
  }

  findByUnique(type: ObjectTypeName, property: string, value: string): CrmRecord | undefined {
    const id = this.#unique.get(uniqueKey(type, property, value));
    return id === undefined ? undefined : this.findActive({ type, id });
  }

  /** In the order of creation, which is the order of ids. */
  list(type: ObjectTypeName, archived = false): CrmRecord[] {
    return [...this.#of(type).values()].filter((record) => (record.archivedAt !== undefined) === archived);
  }

  /** What there was at a time, with the values of then. A record that was merged since is only in what it became. */
  listAt(type: ObjectTypeName, at: number): CrmRecord[] {
    return [...this.#of(type).values()]
      .filter(({ createdAt, archivedAt = Infinity }) => createdAt <= at && archivedAt > at)
      .map((record) => asOf(record, at));
  }

  /** Writes a value with its history. Returns false and changes nothing when the record has this value already. */
  set(record: CrmRecord, property: string, entry: HistoryEntry, unique: boolean): boolean {
    const before = valueOf(record, property);
    if (before === entry.value) return false;
    const history = record.history.get(property) ?? [];
    history.unshift(entry);
    record.history.set(property, history);
    if (unique) {
      if (before !== '') this.#unique.delete(uniqueKey(record.type, property, before));
      if (entry.value !== '') this.#unique.set(uniqueKey(record.type, property, entry.value), record.id);
    }
    return true;
  }

  #of(type: ObjectTypeName): Map<string, CrmRecord> {
    let records = this.#records.get(type);
    if (!records) {
      records = new Map<string, CrmRecord>();
      this.#records.set(type, records);
    }
    return records;
  }
}

function asOf(record: CrmRecord, at: number): CrmRecord {
  const { archivedAt: _, ...rest } = record;
  const history = new Map<string, HistoryEntry[]>();
  for (const [property, entries] of record.history) {
    const past = entries.filter((entry) => entry.at <= at);
    if (past.length > 0) history.set(property, past);
  }
  const times = [...history.values()].map((entries) => entries[0]?.at ?? 0);
  return { ...rest, history, updatedAt: Math.max(record.createdAt, ...times) };
}

function uniqueKey(type: ObjectTypeName, property: string, value: string): string {
  return `${type}|${property}|${value.toLowerCase()}`;
}
