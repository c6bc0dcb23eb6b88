/** Which record belongs to which, by association types, kept in both directions. */
import type { AssociationTypeCatalog } from './catalog/association-catalog.ts';
import type { AssociationType } from './catalog/association-types.ts';
import type { ObjectTypeName } from './catalog/object-types.ts';
import type { RecordRef } from './changes.ts';

export interface Association {
  to: RecordRef;
  types: AssociationType[];
}

/** One type of association in one direction. */
export interface Link {
  from: RecordRef;
  to: RecordRef;
  type: AssociationType;
}

export class AssociationStore {
  /** `type|id` → `type|id` → association types. */
  readonly #links = new Map<string, Map<string, Association>>();

  readonly #types: AssociationTypeCatalog;

  constructor(types: AssociationTypeCatalog) {
    this.#types = types;
  }

  /** Adds both directions. Returns what was not there before. */
  add(from: RecordRef, to: RecordRef, type: AssociationType): Link[] {
    return this.#bothWays(from, to, type).filter((link) => this.#addOne(link));
  }

  /** Takes one type away, in both directions. Returns what was there. */
  remove(from: RecordRef, to: RecordRef, type: AssociationType): Link[] {
    return this.#bothWays(from, to, type).filter((link) => this.#removeOne(link));
  }

  /** Takes all types between two records away. Returns what was there, in both directions. */
  removeAll(from: RecordRef, to: RecordRef): Link[] {
    const types = this.#links.get(key(from))?.get(key(to))?.types ?? [];
    return [...types].flatMap((type) => this.remove(from, to, type));
  }

  /** Ordered by the other record's id, as HubSpot pages them. */
  list(from: RecordRef, toType: ObjectTypeName): Association[] {
    return [...(this.#links.get(key(from))?.values() ?? [])]
      .filter(({ to }) => to.type === toType)
      .sort((a, b) => Number(a.to.id) - Number(b.to.id));
  }

  /** With records of every object. */
  all(from: RecordRef): Association[] {
    return [...(this.#links.get(key(from))?.values() ?? [])];
  }

  /** Hands all associations on to another record, which keeps its own primary one. */
  move(from: RecordRef, heir: RecordRef): void {
    for (const { to, types } of this.all(from)) {
      this.removeAll(from, to);
      if (to.id === heir.id) continue;
      const hasPrimary =
        ownsPrimary(heir, to) &&
        this.list(heir, to.type).some((each) => each.types.some(({ label }) => label === 'Primary'));
      for (const type of types) {
        if (type.label !== 'Primary' || !hasPrimary) this.add(heir, to, type);
      }
    }
  }

  /** Takes a type that is no more away from all records. */
  forget(type: AssociationType): void {
    for (const association of [...this.#links.values()].flatMap((links) => [...links.values()])) {
      association.types = association.types.filter((each) => each !== type);
    }
  }

  #bothWays(from: RecordRef, to: RecordRef, type: AssociationType): Link[] {
    const back = this.#types.find(to.type, from.type, { category: type.category, id: type.inverseId });
    return [{ from, to, type }, ...(back ? [{ from: to, to: from, type: back }] : [])];
  }

  #addOne({ from, to, type }: Link): boolean {
    const links = this.#links.get(key(from)) ?? new Map<string, Association>();
    this.#links.set(key(from), links);
    const association = links.get(key(to)) ?? { to, types: [] };
    links.set(key(to), association);
    if (association.types.includes(type)) return false;
    association.types.push(type);
    return true;
  }

  #removeOne({ from, to, type }: Link): boolean {
    const association = this.#links.get(key(from))?.get(key(to));
    if (!association?.types.includes(type)) return false;
    association.types = association.types.filter((each) => each !== type);
    if (association.types.length === 0) this.#links.get(key(from))?.delete(key(to));
    return true;
  }
}

/** Primary means the primary company of a record, or the primary record of a lead; each has one at most. */
export function ownsPrimary(from: RecordRef, to: RecordRef): boolean {
  return from.type === 'leads' || (to.type === 'companies' && from.type !== 'companies');
}

function key({ type, id }: RecordRef): string {
  return `${type}|${id}`;
}
