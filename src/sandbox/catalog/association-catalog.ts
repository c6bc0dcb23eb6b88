/** The association types of one portal: HubSpot's own, and the labels that it has defined. */
import { notFound, validationProblem } from '../problems.ts';
import { associationTypes, type AssociationType } from './association-types.ts';
import type { ObjectTypeName } from './object-types.ts';

/** A label, in both directions when they read differently. */
export interface LabelInput {
  label: string;
  name: string;
  inverseLabel?: string | undefined;
}

export class AssociationTypeCatalog {
  #own: AssociationType[] = [];
  #lastId = 0;

  find(from: ObjectTypeName, to: ObjectTypeName, spec: Pick<AssociationType, 'category' | 'id'>) {
    return this.between(from, to).find(({ category, id }) => category === spec.category && id === spec.id);
  }

  between(from: ObjectTypeName, to: ObjectTypeName): AssociationType[] {
    return this.#all().filter((type) => type.from === from && type.to === to);
  }

  /** The unlabelled type between two objects, if HubSpot has one. */
  default(from: ObjectTypeName, to: ObjectTypeName): AssociationType | undefined {
    return this.between(from, to).find(({ label }) => label === null);
  }

  /** The object that a type leads to, where only the type is named. */
  targetOf(from: ObjectTypeName, spec: { category: string; id: number }): ObjectTypeName | undefined {
    return this.#all().find((type) => type.from === from && type.category === spec.category && type.id === spec.id)?.to;
  }

  /** Answers the types of both directions. */
  define(from: ObjectTypeName, to: ObjectTypeName, { label, name, inverseLabel }: LabelInput): AssociationType[] {
    if (this.between(from, to).some((type) => type.label?.toLowerCase() === label.toLowerCase())) {
      throw validationProblem(`The label ${label} is already in use`);
    }
    const [id, other] = [this.#lastId + 1, this.#lastId + 2];
    this.#lastId = other;
    const category = 'USER_DEFINED' as const;
    const oneForBoth = from === to && inverseLabel === undefined;
    const types: AssociationType[] = [{ category, from, to, id, inverseId: oneForBoth ? id : other, label, name }];
    if (!oneForBoth) {
      const inverseName = `${name}_inverse`;
      types.push({
        category,
        from: to,
        to: from,
        id: other,
        inverseId: id,
        label: inverseLabel ?? label,
        name: inverseName,
      });
    }
    this.#own.push(...types);
    return types;
  }

  rename(from: ObjectTypeName, to: ObjectTypeName, id: number, label: string, inverseLabel: string | undefined): void {
    const type = this.#ownType(from, to, id);
    type.label = label;
    const inverse = this.find(to, from, { category: type.category, id: type.inverseId });
    if (inverse && inverse !== type) inverse.label = inverseLabel ?? inverse.label;
  }

  /** Takes a label away, with its inverse. Answers both. */
  remove(from: ObjectTypeName, to: ObjectTypeName, id: number): AssociationType[] {
    const { inverseId } = this.#ownType(from, to, id);
    const gone = this.#own.filter((type) => type.id === id || type.id === inverseId);
    this.#own = this.#own.filter((type) => !gone.includes(type));
    return gone;
  }

  #ownType(from: ObjectTypeName, to: ObjectTypeName, id: number): AssociationType {
    const type = this.find(from, to, { category: 'USER_DEFINED', id });
    if (!type) throw notFound();
    return type;
  }

  #all(): readonly AssociationType[] {
    return [...associationTypes, ...this.#own];
  }
}
