import { camelCase, lowerFirst, upperFirst } from '../catalog/letter-case.ts';
import type { RelationFact } from '../catalog/operation-facts.ts';
import type { Corrections } from './corrections.ts';
import type { CatalogDraft, Mutable, OperationDraft } from './draft.ts';
import { plural } from './names.ts';
import { byKey } from './sorting.ts';

type Correction = Corrections['relations'][number];

/** Makes each filter by a record's id a connection of that record's type; applies `relations`. */
export function relate(draft: CatalogDraft): void {
  const corrections = new Map<string, Correction[]>();
  for (const correction of draft.corrections.relations) {
    const { parameter } = correction;
    corrections.set(parameter, [...(corrections.get(parameter) ?? []), correction]);
  }
  const relations = new Relations(draft);
  for (const [id, operation] of [...draft.operations].sort(byKey)) {
    if (operation.method !== 'GET' || operation.response !== 'list' || operation.pathParameters.length > 0)
      continue;
    for (const parameter of Object.keys(operation.query).sort()) {
      const key = `${id} ${parameter}`;
      relations.add(operation, parameter, key, corrections.get(key) ?? []);
      corrections.delete(key);
    }
  }
  for (const key of corrections.keys()) draft.problems.push(`relations: ${key} relates nothing`);
}

class Relations {
  readonly #draft: CatalogDraft;
  /** Names that relations cannot have, as `Type.field`. */
  readonly #taken: Set<string>;

  constructor(draft: CatalogDraft) {
    this.#draft = draft;
    this.#taken = takenNames(draft);
  }

  /** Adds the connections of a parameter. */
  add(operation: OperationDraft, parameter: string, key: string, corrections: readonly Correction[]): void {
    const type = this.#draft.entityOf(operation)?.type;
    if (!type) return;
    const targets = this.#targets(operation, parameter, key);
    this.#check(operation, targets, corrections);
    for (const target of targets) {
      const relation = relationTo(type, parameter, target);
      // A correction for one type has precedence over one for all types.
      const own = [...corrections.filter(({ on }) => !on), ...corrections.filter(({ on }) => on === target)];
      this.#draft.correct(
        'relations',
        () => relation,
        (_, { name, with: also }) =>
          void Object.assign(relation, { ...(name ? { name } : {}), ...(also ? { with: also } : {}) }),
        own.filter(({ beside }) => !beside),
      );
      if (this.#taken.has(`${target}.${relation.name}`)) relation.name = `${relation.name}Connection`;
      this.#place(operation, key, relation);
      for (const { name = '', with: also = {}, beside } of own)
        if (beside) this.#place(operation, key, { on: target, name, parameter, with: also });
    }
  }

  /** The types that get the list as a connection by a parameter. */
  #targets({ query }: OperationDraft, parameter: string, key: string): readonly string[] {
    const fact = query[parameter];
    return fact && fact.list === undefined && !this.#draft.unrelated.has(key) ? (fact.targets ?? []) : [];
  }

  #check({ query }: OperationDraft, targets: readonly string[], corrections: readonly Correction[]): void {
    for (const { parameter, on, with: also = {} } of corrections) {
      if (targets.length === 0 || (on !== undefined && !targets.includes(on)))
        this.#draft.problems.push(`relations: ${parameter} relates nothing${on ? ` on ${on}` : ''}`);
      for (const key of Object.keys(also))
        if (!query[key])
          this.#draft.problems.push(`relations: ${parameter.split(' ')[0]} has no parameter ${key}`);
    }
  }

  #place(operation: OperationDraft, key: string, relation: RelationFact): void {
    const place = `${relation.on}.${relation.name}`;
    if (this.#taken.has(place))
      this.#draft.problems.push(`relations: ${key}: ${place} is taken; give it another name`);
    this.#taken.add(place);
    operation.relations = [...(operation.relations ?? []), relation];
  }
}

function relationTo(type: string, parameter: string, target: string): Mutable<RelationFact> {
  const list = lowerFirst(plural(type));
  const role = camelCase(parameter.replace(/_id$/, ''));
  const name = role === lowerFirst(target) ? list : `${list}As${upperFirst(role)}`;
  return { on: target, name, parameter };
}

function takenNames(draft: CatalogDraft): Set<string> {
  const taken = new Set<string>();
  for (const entity of draft.entities.values()) {
    for (const field of Object.values(entity.fields)) taken.add(`${entity.type}.${field.name}`);
  }
  for (const [id, { field }] of draft.operations) {
    if (!field) continue;
    const key = `${field.on}.${field.name}`;
    if (taken.has(key)) draft.problems.push(`places: ${id}: ${key} is taken`);
    taken.add(key);
  }
  return taken;
}
