import { camelCase, lowerFirst, upperFirst } from '../catalog/letter-case.ts';
import type { RelationFact } from '../catalog/operation-facts.ts';
import type { Corrections } from './corrections.ts';
import type { CatalogDraft, Mutable, OperationDraft } from './draft.ts';
import { plural } from './names.ts';
import { byKey } from './sorting.ts';

type Correction = Corrections['relations'][number];

/** Each filter that takes another record's id becomes a connection on that record's type; applies `relations`. */
export function relate(draft: CatalogDraft): void {
  const corrections = new Map<string, Correction[]>();
  for (const correction of draft.corrections.relations) {
    const same = corrections.get(correction.parameter);
    if (same) same.push(correction);
    else corrections.set(correction.parameter, [correction]);
  }
  const taken = takenNames(draft);
  for (const [id, operation] of [...draft.operations].sort(byKey)) {
    if (operation.method !== 'GET' || operation.response !== 'list' || operation.pathParameters.length > 0)
      continue;
    const type = draft.entityOf(operation)?.type;
    if (!type) continue;
    for (const parameter of Object.keys(operation.query).sort()) {
      const key = `${id} ${parameter}`;
      const found = corrections.get(key) ?? [];
      corrections.delete(key);
      const targets = relatedTypes(draft, id, operation, parameter);
      checkCorrections(draft, id, operation, targets, found);
      for (const target of targets) {
        const relation = relationTo(type, parameter, target);
        // What is said of one type wins over what is said of all.
        const about = [...found.filter(({ on }) => !on), ...found.filter(({ on }) => on === target)];
        const own = about.filter(({ beside }) => !beside);
        draft.correct(
          'relations',
          () => relation,
          (_, { name, with: also }) =>
            void Object.assign(relation, { ...(name ? { name } : {}), ...(also ? { with: also } : {}) }),
          own,
        );
        if (taken.has(`${target}.${relation.name}`)) relation.name = `${relation.name}Connection`;
        const place = `${target}.${relation.name}`;
        if (taken.has(place)) draft.problems.push(`relations: ${key}: ${place} is taken; give it a name`);
        taken.add(place);
        operation.relations ??= [];
        operation.relations.push(relation);
        for (const { name = '', with: also = {}, beside } of about) {
          if (!beside) continue;
          if (taken.has(`${target}.${name}`))
            draft.problems.push(`relations: ${key}: ${target}.${name} is taken`);
          taken.add(`${target}.${name}`);
          operation.relations.push({ on: target, name, parameter, with: also });
        }
      }
    }
  }
  for (const key of corrections.keys()) draft.problems.push(`relations: ${key} relates nothing`);
}

/** The types that a parameter makes the operation's list a connection of. */
function relatedTypes(
  draft: CatalogDraft,
  id: string,
  operation: OperationDraft,
  parameter: string,
): readonly string[] {
  const fact = operation.query[parameter];
  if (!fact || fact.list !== undefined || draft.unrelated.has(`${id} ${parameter}`)) return [];
  return fact.targets ?? [];
}

function checkCorrections(
  draft: CatalogDraft,
  id: string,
  operation: OperationDraft,
  targets: readonly string[],
  corrections: readonly Correction[],
): void {
  for (const { parameter, on, with: also = {} } of corrections) {
    if (targets.length === 0 || (on !== undefined && !targets.includes(on)))
      draft.problems.push(`relations: ${parameter} relates nothing${on ? ` on ${on}` : ''}`);
    for (const key of Object.keys(also)) {
      if (!operation.query[key]) draft.problems.push(`relations: ${id} has no parameter ${key}`);
    }
  }
}

function relationTo(type: string, parameter: string, target: string): Mutable<RelationFact> {
  const list = lowerFirst(plural(type));
  const role = camelCase(parameter.replace(/_id$/, ''));
  const name = role === lowerFirst(target) ? list : `${list}As${upperFirst(role)}`;
  return { on: target, name, parameter };
}

/** The names that relations cannot have, as `Type.field`. */
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
